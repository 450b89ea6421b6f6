/** What is pushed to typed datasets, and what is downloaded of them. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import type { DatasetType } from '../../src/types/dataset-type.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { subscribe } from '../support/sse.ts';
import { TYPES } from '../support/types.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, whose values the tests compare.
type Data = any;

const Sensor: DatasetType = {
  dataset: 'realtime-sensors',
  name: 'Sensor',
  plural: 'sensors',
  realtime: true,
  fields: [
    { name: 'sensorId', field: 'sensor_id', type: 'text' },
    { name: 'label', field: 'name', type: 'text', annotations: [{ name: 'multivalued', args: ['|'] }] },
    { name: 'kind', field: 'kind', type: 'text', annotations: [{ name: 'facet', args: [] }] },
    { name: 'temperature', field: 'temperature', type: 'double' },
    { name: 'measured', field: 'measured', type: 'datetime' },
    { name: 'location', field: 'location', type: 'geo_point_2d' },
    { name: 'photo', field: 'photo', type: 'file' },
  ],
};

let portal: Portal;
let graph: Graph;
beforeAll(async () => {
  // A portal of its own: other tests count what the shared one has.
  portal = await startPortal({ pushFile: ':memory:' });
  graph = await startGraph(portal.url, { datasetTypes: [...TYPES, Sensor] });
});
afterAll(async () => {
  await graph.close();
  await portal.close();
});

const PUSH =
  'mutation ($records: [SensorInput!]!) { pushSensors(input: { pushKey: "demo-push-key", records: $records }) { accepted requests failures { code message } } }';

const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('records that are pushed', () => {
  test('are found with the values that they were given, of every kind', async () => {
    const records = [
      {
        sensorId: 'typed-1',
        label: ['first', 'of "several"'],
        kind: 'air',
        temperature: -3.25,
        measured: '2024-02-29T10:30:00Z',
        location: { latitude: 48.8566, longitude: 2.3522 },
        photo: { content: PHOTO.toString('base64'), contentType: 'image/png' },
      },
      { sensorId: 'typed-2', kind: null },
    ];
    graph.upstreamCalls();
    const pushed = await graph.ask<Data, Data>(PUSH, { records });
    expect(pushed.errors).toEqual([]);
    expect(pushed.data.pushSensors).toEqual({ accepted: 2, requests: 1, failures: [] });
    // Nobody has to ask which fields there are.
    expect(graph.upstreamCalls().map(({ path }) => path)).toEqual([
      '/api/push/1.0/realtime-sensors/realtime/push/',
    ]);
    const { data, errors } = await graph.ask<Data, Data>(
      `{ sensors(filter: { sensorId: { startsWith: "typed-" } }, orderBy: [{ field: SENSOR_ID }]) {
           nodes { sensorId label kind temperature measured location { latitude longitude } photo { filename url } }
         }
         tests: sensors(filter: { temperature: { lessThan: 0 }, measured: { equals: "2024-02" }, near: { latitude: 48.86, longitude: 2.35, meters: 2000 }, photo: { isNull: false } }) { totalCount } }`,
    );
    expect(errors).toEqual([]);
    const [one, two] = data.sensors.nodes;
    expect(one).toMatchObject({
      ...records[0],
      measured: '2024-02-29T10:30:00.000Z',
      photo: { filename: expect.any(String), url: expect.stringContaining('/media/') },
    });
    expect(Buffer.from(await (await fetch(one.photo.url)).arrayBuffer())).toEqual(PHOTO);
    expect(two).toEqual({
      sensorId: 'typed-2',
      label: [],
      kind: null,
      temperature: null,
      measured: null,
      location: null,
      photo: null,
    });
    expect(data.tests.totalCount).toBe(1);
  });

  test.each([
    ['a name that is wrong', { sensorID: 'a' }, 'Did you mean "sensorId"'],
    ['a text for a number', { temperature: 'warm' }, 'a value of type "Float" is expected'],
    ['a number for a text', { kind: 3 }, 'a value of type "String" is expected'],
    ['a date that is none', { measured: 'yesterday' }, 'DateTime'],
    ['a place without its longitude', { location: { latitude: 3 } }, '"longitude"'],
    [
      'a file as the API takes it',
      { photo: { content: 'AA==', 'content-type': 'image/png' } },
      'contentType',
    ],
    ['nothing among several texts', { label: [null] }, 'must not be null'],
    [
      'what the API takes and the type does not name',
      { sensor_id: 'a' },
      'is not defined by type "SensorInput"',
    ],
  ])('are refused with %s, and nothing is sent', async (_, record, message) => {
    graph.upstreamCalls();
    const { data, errors } = await graph.ask<Data, Data>(PUSH, { records: [{ sensorId: 'x' }, record] });
    expect(data ?? null).toBeNull();
    expect(errors.map((error) => error.message).join()).toContain(message);
    expect(errors.map((error) => error.message).join()).toContain('records[1]');
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('are no mutation of a dataset to which nothing is pushed', async () => {
    const { errors } = await graph.ask<Data, never>('mutation { pushCities(input: {}) { accepted } }');
    expect(errors[0]?.message).toContain('Cannot query field "pushCities"');
  });
});

interface Batch {
  received: number;
  done: boolean;
  records: Data[];
}

async function download(args: string, selection: string) {
  const { next } = await subscribe<{ data?: { downloadCities: Batch } | null; errors?: Data[] }>(
    graph.url,
    `subscription { downloadCities${args} { received done records { ${selection} } } }`,
  );
  const batches: Batch[] = [];
  const errors: Data[] = [];
  for (let event = await next(); event; event = await next()) {
    if (event.data?.downloadCities) batches.push(event.data.downloadCities);
    errors.push(...(event.errors ?? []));
  }
  return { batches, errors };
}

describe('a download', () => {
  test('has each record that matches, in batches, with what each belongs to: one call, and one for a batch', async () => {
    const filter = '{ countryCode: { in: ["AD", "MC"] }, population: { atLeast: 1000 } }';
    const { data } = await graph.ask<Data, never>(
      `{ cities(filter: ${filter}, first: 100) { totalCount nodes { name } } }`,
    );
    graph.upstreamCalls();
    const { batches, errors } = await download(
      `(filter: ${filter}, batchSize: 5)`,
      'name countryCode location { latitude } country { name flag { filename } }',
    );
    expect(errors).toEqual([]);
    const records = batches.flatMap((batch) => batch.records);
    expect(records.map(({ name }) => name).sort()).toEqual(
      data.cities.nodes.map(({ name }: Data) => name).sort(),
    );
    expect(batches.map(({ done }) => done)).toEqual([...Array(batches.length - 1).fill(false), true]);
    expect(batches.at(-1)?.received).toBe(data.cities.totalCount);
    for (const { countryCode, country, location } of records) {
      expect(country.name).toBe(countryCode === 'AD' ? 'Andorra' : 'Monaco');
      expect(country.flag.filename).toBeTypeOf('string');
      expect(location.latitude).toBeTypeOf('number');
    }
    const calls = graph.upstreamCalls();
    const [first] = calls.filter(({ path }) => path.includes('/download/'));
    expect(first?.parameters.get('fields')?.split(',').sort()).toEqual([
      'country_code',
      'geo_point_2d',
      'name',
    ]);
    expect(calls.filter(({ path }) => path.includes('/download/'))).toHaveLength(1);
    // Countries and flags, at most once for each batch.
    expect(calls.length).toBeLessThanOrEqual(1 + 2 * batches.length);
  });

  test('of nothing is one batch, and done', async () => {
    const { batches } = await download('(filter: { any: [] })', 'name');
    expect(batches).toEqual([{ received: 0, done: true, records: [] }]);
  });

  test('refuses a batch that is too large', async () => {
    const { errors } = await download('(batchSize: 1000000)', 'name');
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'batchSize' });
  });
});

describe('ids', () => {
  test('of typed and of untyped objects are answered together, in their order', async () => {
    const { data } = await graph.ask<Data, never>(
      `{ cities(first: 2) { nodes { id name } } countries(first: 1) { nodes { id name } }
         dataset(datasetId: "bird-strikes") { id records(first: 1) { nodes { id } } } }`,
    );
    const [one, two] = data.cities.nodes;
    const [country] = data.countries.nodes;
    const unknown = Buffer.from('Record:geonames-cities-1000:nobody').toString('base64url');
    const ids = [
      two.id,
      data.dataset.id,
      country.id,
      data.dataset.records.nodes[0].id,
      unknown,
      one.id,
      'rubbish',
    ];
    const answer = await graph.ask<Data, Data>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on City { name } ... on Country { name }
         ... on Dataset { datasetId } ... on Record { recordId } ... on RecordLike { record { value(field: "name") } } } }`,
      { ids },
    );
    expect(answer.data.nodes).toEqual([
      { __typename: 'City', id: two.id, name: two.name, record: { value: two.name } },
      { __typename: 'Dataset', id: data.dataset.id, datasetId: 'bird-strikes' },
      { __typename: 'Country', id: country.id, name: country.name, record: { value: country.name } },
      { __typename: 'Record', id: data.dataset.records.nodes[0].id, recordId: expect.any(String) },
      null,
      { __typename: 'City', id: one.id, name: one.name, record: { value: one.name } },
      null,
    ]);
    expect(answer.errors.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['nodes', 6], 'BAD_USER_INPUT'],
    ]);
  });
});

describe('pages', () => {
  const page = async (args: string) => {
    const { data, errors } = await graph.ask<Data, never>(
      `{ countries(orderBy: [{ field: NAME }], ${args}) { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage } } }`,
    );
    expect(errors).toEqual([]);
    return data.countries;
  };
  const namesOf = ({ edges }: Data): string[] => edges.map(({ node }: Data) => node.name);

  test('forward, backward and from the end are parts of one order', async () => {
    const whole = await page('first: 100');
    const at = (index: number) => `"${whole.edges[index].cursor}"`;
    expect(namesOf(await page(`first: 4, after: ${at(9)}`))).toEqual(namesOf(whole).slice(10, 14));
    expect(namesOf(await page(`last: 4, before: ${at(9)}`))).toEqual(namesOf(whole).slice(5, 9));
    const end = await page('last: 3');
    expect(end.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
    const before = await page(`last: 2, before: "${end.edges[2].cursor}"`);
    expect(namesOf(before)).toEqual(namesOf(end).slice(0, 2));
  });
});

test('days begin where the time zone says', async () => {
  const quakes = await startGraph(inject('portalUrl'), {
    datasetTypes: [
      {
        dataset: 'earthquakes',
        name: 'Earthquake',
        plural: 'earthquakes',
        fields: [{ name: 'time', field: 'time', type: 'datetime' }],
      },
    ],
  });
  try {
    const search = (zone: string) =>
      `earthquakes(filter: { time: { equals: "2018-02-03" } }, first: 100, timezone: "${zone}") { totalCount nodes { time } groups(by: [{ field: TIME, precision: DAY }]) { key { time } count } }`;
    const { data, errors } = await quakes.ask<Data, never>(
      `{ utc: ${search('UTC')} tokyo: ${search('Asia/Tokyo')} }`,
    );
    expect(errors).toEqual([]);
    const begin = { utc: '2018-02-03T00:00:00.000Z', tokyo: '2018-02-02T15:00:00.000Z' };
    for (const zone of ['utc', 'tokyo'] as const) {
      const { totalCount, nodes, groups } = data[zone];
      const start = Date.parse(begin[zone]);
      expect(totalCount).toBeGreaterThan(5);
      for (const { time } of nodes) {
        expect(Date.parse(time)).toBeGreaterThanOrEqual(start);
        expect(Date.parse(time)).toBeLessThan(start + 86_400_000);
      }
      expect(groups).toEqual([{ key: { time: '2018-02-03' }, count: totalCount }]);
    }
    expect(data.utc.nodes).not.toEqual(data.tokyo.nodes);
  } finally {
    await quakes.close();
  }
});
