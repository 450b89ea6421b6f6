/** `Subscription.downloadRecords` over server-sent events. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { subscribe } from '../support/sse.ts';

interface Batch {
  received: number;
  done: boolean;
  records: Record<string, unknown>[];
}
interface Event {
  data?: { downloadRecords: Batch } | null;
  errors?: { message: string; extensions: { code: string; argument?: string } }[];
}

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
beforeEach(() => void graph.upstreamCalls());
afterAll(() => graph.close());

const open = (args: string, selection: string, headers?: Record<string, string>) =>
  subscribe<Event>(
    graph.url,
    `subscription { downloadRecords(${args}) { received done records { ${selection} } } }`,
    {},
    headers,
  );

async function all(args: string, selection: string, headers?: Record<string, string>): Promise<Event[]> {
  const { next } = await open(args, selection, headers);
  const events: Event[] = [];
  for (let event = await next(); event; event = await next()) events.push(event);
  return events;
}

const batchesOf = (events: Event[]) => events.flatMap(({ data }) => data?.downloadRecords ?? []);

describe('a stream of records', () => {
  test('has every record past the window of a search, in batches, for one call and the dataset', async () => {
    const events = await all('datasetId: "geonames-cities-1000", batchSize: 5000', 'recordId');
    const batches = batchesOf(events);
    expect(batches.map(({ records }) => records.length)).toEqual([...Array(27).fill(5000), 233]);
    expect(batches.map(({ done }) => done)).toEqual([...Array(27).fill(false), true]);
    expect(batches.at(-1)?.received).toBe(135_233);
    expect(new Set(batches.flatMap(({ records }) => records.map(({ recordId }) => recordId))).size).toBe(
      135_233,
    );
    expect(graph.upstreamCalls().map(({ path }) => path)).toEqual([
      '/api/datasets/1.0/geonames-cities-1000/',
      '/api/records/1.0/download/',
    ]);
  });

  test('fetches the fields that are selected, and no others', async () => {
    const args =
      'datasetId: "earthquakes", filter: { where: { all: [{ atLeast: { field: "mag", value: 5 } }, { atLeast: { field: "time", value: "2000" } }] } }, timezone: "Asia/Tokyo"';
    const [event] = await all(
      args,
      'value(field: "time") tokyo: value(field: "time", timezone: "Asia/Tokyo") mag: value(field: "mag") location { latitude } dataset { title }',
    );
    const [record] = event?.data?.downloadRecords.records ?? [];
    expect(record).toMatchObject({
      value: expect.stringMatching(/\+00:00$/),
      tokyo: expect.stringMatching(/\+09:00$/),
      mag: expect.any(Number),
      location: { latitude: expect.any(Number) },
      dataset: { title: expect.any(String) },
    });
    const [, call] = graph.upstreamCalls();
    expect(call?.parameters.get('fields')?.split(',').sort()).toEqual(['geo_point_2d', 'mag', 'time']);
    expect(call?.parameters.get('q')).toContain('mag');
    // It moves the days of the filter, and no value.
    expect(call?.parameters.get('timezone')).toBe('Asia/Tokyo');
  });

  test('fetches those named, where all are selected', async () => {
    const [event] = await all('datasetId: "world-countries", fields: ["name", "iso_a2"]', 'fields');
    for (const { fields } of event?.data?.downloadRecords.records ?? []) {
      expect(Object.keys(Object(fields)).sort().join()).toMatch(/^(iso_a2,)?name$/);
    }
  });

  test('of nothing is one batch, and done', async () => {
    const [event, ...rest] = await all(
      'datasetId: "world-countries", filter: { search: "atlantis" }',
      'recordId',
    );
    expect([event?.data?.downloadRecords, rest]).toEqual([{ received: 0, done: true, records: [] }, []]);
  });

  test('that just fills its batches has no empty one at the end', async () => {
    const batches = batchesOf(await all('datasetId: "country-flags", batchSize: 128', 'recordId'));
    expect(batches.map(({ records, done }) => [records.length, done])).toEqual([
      [128, false],
      [128, true],
    ]);
  });

  test('is the caller’s: what a key shows, nobody else sees', async () => {
    const args = 'datasetId: "earthquakes-significant"';
    const [denied] = await all(args, 'recordId');
    expect(denied?.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const [event] = await all(args, 'recordId', { authorization: 'Apikey demo-key' });
    expect(event?.data?.downloadRecords.received).toBe(39);
  });

  test.each([
    ['datasetId: "nowhere"', 'recordId', 'datasetId', 'NOT_FOUND'],
    ['datasetId: "world-countries", batchSize: 10001', 'recordId', 'batchSize', 'BAD_USER_INPUT'],
    ['datasetId: "world-countries", fields: ["nowhere"]', 'fields', 'fields[0]', 'BAD_USER_INPUT'],
    ['datasetId: "world-countries"', 'value(field: "nowhere")', 'field', 'BAD_USER_INPUT'],
    [
      'datasetId: "world-countries", filter: { refine: [{ facet: "x", values: [] }] }',
      'recordId',
      'filter.refine[0].facet',
      'BAD_USER_INPUT',
    ],
  ])('%s { %s } is refused before a record is asked', async (args, selection, argument, code) => {
    const [event] = await all(args, selection);
    expect(event?.errors?.[0]?.extensions).toMatchObject({ code, argument });
    expect(graph.upstreamCalls().filter(({ path }) => path.includes('download'))).toEqual([]);
  });
});

test('asking a search beyond its window names both ways past it', async () => {
  const { errors } = await graph.ask(
    '{ dataset(datasetId: "geonames-cities-1000") { records(first: 10001) { nodes { recordId } } } }',
  );
  expect(errors[0]?.message).toContain('Dataset.export');
  expect(errors[0]?.message).toContain('Subscription.downloadRecords');
});
