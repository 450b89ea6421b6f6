import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
import { cursorOf } from '../support/cursors.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

describe('order and pages', () => {
  const Ordered = graphql(`
    query Ordered($field: String!, $direction: SortDirection!, $datasetId: ID! = "doc-geonames-cities-5000") {
      dataset(datasetId: $datasetId) {
        records(orderBy: [{ field: $field, direction: $direction }], first: 50, filter: { q: "NOT #null(dem)" }) {
          nodes { value(field: $field) }
        }
      }
    }
  `);

  test.each(['population', 'modification_date', 'country_code'])(
    '%s ascending is ascending',
    async (field) => {
      const values = async (direction: 'ASC' | 'DESC') => {
        const { data, errors } = await graph.ask(Ordered, { field, direction });
        expect(errors).toEqual([]);
        return data?.dataset?.records?.nodes.map(({ value }) => value) ?? [];
      };
      const compare = (a: unknown, b: unknown) =>
        typeof a === 'number' ? a - Number(b) : String(a) < String(b) ? -1 : 1;
      const [ascending, descending] = [await values('ASC'), await values('DESC')];
      expect(ascending).toHaveLength(50);
      expect(ascending).toEqual(ascending.toSorted(compare));
      expect(descending).toEqual(descending.toSorted((a, b) => compare(b, a)));
      expect(compare(ascending[0], descending[0])).toBeLessThan(0);
    },
  );

  test('several keys, and record_timestamp', async () => {
    const { data, errors } = await graph.ask(
      graphql(`
        query TwoKeys {
          dataset(datasetId: "doc-geonames-cities-5000") {
            records(orderBy: [{ field: "country_code" }, { field: "population", direction: DESC }], first: 20) {
              nodes { country: value(field: "country_code") population: value(field: "population") timestamp }
            }
            latest: records(orderBy: { field: "record_timestamp", direction: DESC }, first: 1) { nodes { timestamp } }
          }
        }
      `),
    );
    expect(errors).toEqual([]);
    const nodes = data?.dataset?.records?.nodes ?? [];
    expect(new Set(nodes.map(({ country }) => country))).toContain('AD');
    const ofAndorra = nodes
      .filter(({ country }) => country === 'AD')
      .map(({ population }) => Number(population));
    expect(ofAndorra).toEqual(ofAndorra.toSorted((a, b) => b - a));
    expect(data?.dataset?.latest?.nodes[0]?.timestamp).toMatch(/^\d{4}-/);
  });

  test('a field that cannot be sorted by is refused', async () => {
    const { errors } = await graph.ask(Ordered, { field: 'geo_point_2d', direction: 'ASC' });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'orderBy[0].field' });
  });

  test('cursors lead through the pages; the window of 10,000 ends them with a word', async () => {
    const Page = graphql(`
      query Page($first: Int!, $after: String) {
        dataset(datasetId: "doc-geonames-cities-5000") {
          records(first: $first, after: $after, orderBy: { field: "geonameid" }) {
            edges { cursor node { recordId } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          }
        }
      }
    `);
    const two = await graph.ask(Page, { first: 6 });
    const first = await graph.ask(Page, { first: 3 });
    const info = first.data?.dataset?.records?.pageInfo;
    const second = await graph.ask(Page, { first: 3, after: info?.endCursor ?? '' });
    const edges = [
      ...(first.data?.dataset?.records?.edges ?? []),
      ...(second.data?.dataset?.records?.edges ?? []),
    ];
    expect(edges).toEqual(two.data?.dataset?.records?.edges);
    expect(info).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor,
      endCursor: edges[2]?.cursor,
    });
    const cursor = Buffer.from(info?.endCursor ?? '', 'base64url').toString();
    const at = (offset: number) => cursor.replace(/\d+$/, String(offset));
    const last = await graph.ask(Page, { first: 1, after: Buffer.from(at(9999)).toString('base64url') });
    expect(last.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  });
});

describe('what a search costs', () => {
  test('records, total, facets and page info of one search are one call, in whatever order and fields', async () => {
    graph.upstreamCalls();
    const { data, errors, extensions } = await graph.ask(
      graphql(`
        query OneCall($fourth: String!) {
          dataset(datasetId: "doc-geonames-cities-5000") {
            facetsFirst: records(filter: { search: "san" }) { facets(names: ["country_code"]) { facets { name count } } }
            total: records(filter: { search: "san" }, first: 0) { totalCount }
            records(filter: { search: "san" }, first: 5) { nodes { value(field: "name") } pageInfo { hasNextPage } }
            next: records(filter: { search: "san" }, first: 5, after: $fourth) { edges { node { value(field: "population") } } }
            more: records(filter: { search: "san" }) { facets(names: ["feature_code", "timezone"]) { name } }
          }
        }
      `),
      {
        fourth: cursorOf(
          { datasetId: 'doc-geonames-cities-5000', fields: [], numbers: [], dates: [], isGeo: false },
          'filter: { search: "san" }',
          4,
        ),
      },
    );
    expect(errors).toEqual([]);
    const calls = graph.upstreamCalls();
    expect(calls.map(({ path }) => path)).toEqual([
      '/api/datasets/1.0/doc-geonames-cities-5000/',
      '/api/records/1.0/search/',
    ]);
    const search = calls[1]?.parameters;
    expect(search?.get('rows')).toBe('10');
    expect(search?.get('fields')?.split(',').sort()).toEqual(['name', 'population']);
    expect(search?.getAll('facet').sort()).toEqual(['country_code', 'feature_code', 'timezone']);
    expect(extensions.upstream.calls).toBe(2);
    expect(data?.dataset?.records?.nodes).toHaveLength(5);
    expect(data?.dataset?.next?.edges).toHaveLength(5);
    expect(data?.dataset?.more?.facets?.map(({ name }) => name)).toEqual(['feature_code', 'timezone']);
    const counted = data?.dataset?.facetsFirst?.facets?.[0]?.facets.reduce(
      (sum, { count }) => sum + count,
      0,
    );
    expect(counted).toBeLessThanOrEqual(data?.dataset?.total?.totalCount ?? 0);
  });

  test('the same search asked twice is one call; another filter is another', async () => {
    graph.upstreamCalls();
    await graph.ask(
      '{ dataset(datasetId: "earthquakes") { a: records { nodes { recordId } } b: records { nodes { recordId } } c: records(filter: { search: "alaska" }) { totalCount } } }',
    );
    expect(graph.upstreamCalls().filter(({ path }) => path.includes('records'))).toHaveLength(2);
  });

  test('fields are asked for by name unless all are wanted', async () => {
    const fieldsOf = async (selection: string) => {
      graph.upstreamCalls();
      const { errors } = await graph.ask(
        `{ dataset(datasetId: "earthquakes") { records(first: 2) { ${selection} } } }`,
      );
      expect(errors).toEqual([]);
      return graph.upstreamCalls().at(-1)?.parameters.get('fields') ?? null;
    };
    expect(await fieldsOf('nodes { value(field: "mag") place: value(field: "place") }')).toBe('mag,place');
    expect(await fieldsOf('edges { node { fields(names: ["mag"]) } }')).toBe('mag');
    expect(await fieldsOf('nodes { ...on Record { location { latitude } } }')).toBe('geo_point_2d');
    expect(await fieldsOf('nodes { value(field: "mag") fields }')).toBeNull();
    expect((await fieldsOf('nodes { recordId timestamp }'))?.split(',')).toHaveLength(1);
    expect(await fieldsOf('nodes { value(field: "mag") fields @skip(if: true) }')).toBe('mag');
  });

  test('a field that the dataset does not have is refused before the search', async () => {
    graph.upstreamCalls();
    const { errors } = await graph.ask(
      '{ dataset(datasetId: "earthquakes") { records { nodes { value(field: "nope") } } } }',
    );
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'field' });
    expect(errors[0]?.message).toContain('mag');
    expect(graph.upstreamCalls()).toHaveLength(1);
  });
});

describe('a time zone', () => {
  const ask = (fields: string) =>
    graph.ask<{ dataset: Record<string, never> }, never>(
      `{ dataset(datasetId: "earthquakes") { ${fields} } }`,
    );

  test('of a value says how it is written, and of a search where its days begin', async () => {
    const { data, errors } = await graph.ask(
      graphql(`
        query Zones {
          dataset(datasetId: "earthquakes") {
            records(first: 1, orderBy: { field: "time" }) {
              nodes {
                utc: value(field: "time")
                tokyo: value(field: "time", timezone: "Asia/Tokyo")
                newYork: fields(names: ["time", "mag"], timezone: "America/New_York")
                place: value(field: "place", timezone: "Asia/Tokyo")
              }
            }
          }
        }
      `),
    );
    expect(errors).toEqual([]);
    const [node] = data?.dataset?.records?.nodes ?? [];
    expect(node?.utc).toMatch(/T.*\+00:00$/);
    expect(node?.tokyo).toMatch(/\+09:00$/);
    expect(node?.newYork).toEqual({ time: expect.stringMatching(/-0[45]:00$/), mag: expect.any(Number) });
    const instants = [node?.utc, node?.tokyo, node?.newYork?.time].map((text) => Date.parse(String(text)));
    expect(new Set(instants).size).toBe(1);
    expect(node?.place).toEqual(expect.any(String));
  });

  test('of a search changes no value, and costs no call of its own if nothing depends on it', async () => {
    graph.upstreamCalls();
    const rows = 'nodes { recordId fields timestamp }';
    const { data, errors } = await ask(
      `utc: records(first: 3) { ${rows} } tokyo: records(first: 3, timezone: "Asia/Tokyo") { ${rows} }`,
    );
    expect(errors).toEqual([]);
    expect(data?.dataset.tokyo).toEqual(data?.dataset.utc);
    const calls = graph.upstreamCalls();
    expect(calls).toHaveLength(2);
    expect(calls[1]?.parameters.has('timezone')).toBe(false);
  });

  test('of a search moves the days of its filter, and its records are the same all the same', async () => {
    const { data: some } = await graph.ask<{ dataset: { records: { nodes: { time: string }[] } } }, never>(
      '{ dataset(datasetId: "earthquakes") { records(first: 1) { nodes { time: value(field: "time") } } } }',
    );
    const day = some?.dataset.records.nodes[0]?.time.slice(0, 10) ?? '';
    graph.upstreamCalls();
    const rows = (timezone: string) =>
      `records(first: 5000, timezone: "${timezone}", filter: { where: { equals: { field: "time", value: "${day}" } } }) { totalCount nodes { recordId time: value(field: "time") } }`;
    const { data, errors } = await graph.ask<
      { dataset: Record<string, { totalCount: number; nodes: { recordId: string; time: string }[] }> },
      never
    >(`{ dataset(datasetId: "earthquakes") { utc: ${rows('UTC')} tokyo: ${rows('Asia/Tokyo')} } }`);
    expect(errors).toEqual([]);
    expect(graph.upstreamCalls().map(({ parameters }) => parameters.get('timezone'))).toEqual([
      null,
      null,
      'Asia/Tokyo',
    ]);
    const { utc, tokyo } = data?.dataset ?? {};
    for (const { time } of utc?.nodes ?? []) expect(time.slice(0, 10)).toBe(day);
    const start = Date.parse(`${day}T00:00:00+09:00`);
    expect(tokyo?.totalCount).toBeGreaterThan(0);
    for (const { time } of tokyo?.nodes ?? []) {
      expect(time).toMatch(/\+00:00$/);
      expect(Date.parse(time)).toBeGreaterThanOrEqual(start);
      expect(Date.parse(time)).toBeLessThan(start + 86_400_000);
    }
    const known = new Map(utc?.nodes.map(({ recordId, time }) => [recordId, time]));
    const both = tokyo?.nodes.filter(({ recordId }) => known.has(recordId)) ?? [];
    expect(both.length).toBeGreaterThan(0);
    for (const { recordId, time } of both) expect(time).toBe(known.get(recordId));
  });

  test('of facets comes with the rows in one call', async () => {
    graph.upstreamCalls();
    const { errors } = await ask(
      'records(first: 2, timezone: "Asia/Tokyo") { nodes { time: value(field: "time") } facets(names: ["time"]) { name } }',
    );
    expect(errors).toEqual([]);
    expect(graph.upstreamCalls().map(({ parameters }) => parameters.get('timezone'))).toEqual([
      null,
      'Asia/Tokyo',
    ]);
  });

  test('that is none is refused', async () => {
    const bad = await graph.ask(
      '{ dataset(datasetId: "earthquakes") { records(timezone: "Mars/Base") { totalCount } } }',
    );
    expect(bad.errors).toHaveLength(1);
  });
});

test('facets of records: hierarchies open where they are refined', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query Tree {
        dataset(datasetId: "doc-geonames-cities-5000") {
          records(
            first: 0
            filter: {
              refine: [{ facet: "timezone", values: ["Africa"] }, { facet: "modification_date", values: ["2019"] }]
              exclude: [{ facet: "feature_code", values: ["PPLX"] }]
            }
          ) {
            facets(names: ["timezone", "modification_date", "feature_code"]) {
              name
              count
              facets { name path state count facets { name path state count } }
            }
          }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  const [zones, dates, codes] = data?.dataset?.records?.facets ?? [];
  const africa = zones?.facets.find(({ path }) => path === 'Africa');
  expect(africa?.state).toBe('REFINED');
  expect(africa?.facets.map(({ path }) => path)).toContain('Africa/Cairo');
  const year = dates?.facets.find(({ path }) => path === '2019');
  expect(year).toMatchObject({
    state: 'REFINED',
    facets: expect.arrayContaining([expect.objectContaining({ path: '2019/05', name: '05' })]),
  });
  expect(codes?.facets.find(({ path }) => path === 'PPLX')?.state ?? 'EXCLUDED').toBe('EXCLUDED');
});

describe('a page', () => {
  const countries = (args: string, fields = 'pageInfo { endCursor } nodes { recordId }') =>
    graph.ask<
      { dataset: { records: { pageInfo: { endCursor: string }; nodes: { recordId: string }[] } | null } },
      never
    >(`{ dataset(datasetId: "world-countries") { records(${args}) { ${fields} } } }`);

  test.each(['first', 'last'])('of a negative %s is refused, and asks nothing', async (name) => {
    graph.upstreamCalls();
    const { data, errors } = await countries(`${name}: -1`);
    expect(data).toEqual({ dataset: { records: null } });
    expect(errors[0]?.message).toBe(`${name}: must be 0 or more, and is -1.`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: name });
    const { errors: ofCatalog } = await graph.ask(`{ datasets(${name}: -1) { totalCount } }`);
    expect(ofCatalog[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: name });
    expect(graph.upstreamCalls()).toHaveLength(1);
  });

  test('goes on from the cursor of its own search, of whatever length, and from no other', async () => {
    const order = 'orderBy: { field: "name" }';
    const { data } = await countries(`first: 3, ${order}`);
    const after = `after: "${data?.dataset.records?.pageInfo.endCursor}"`;
    const { data: next } = await countries(`first: 2, ${order}, ${after}`);
    const { data: all } = await countries(`first: 5, ${order}`);
    expect(next?.dataset.records?.nodes).toEqual(all?.dataset.records?.nodes.slice(3));
    graph.upstreamCalls();
    const others = [
      countries(`first: 2, ${after}`),
      countries(`first: 2, orderBy: { field: "name", direction: DESC }, ${after}`),
      countries(`first: 2, filter: { search: "a" }, ${order}, ${after}`),
      graph.ask(`{ dataset(datasetId: "country-flags") { records(${order}, ${after}) { totalCount } } }`),
      graph.ask(`{ datasets(${after}) { totalCount } }`),
    ];
    for (const { errors } of await Promise.all(others)) {
      expect(errors).toHaveLength(1);
      expect(errors[0]?.message).toMatch(/^after: is a cursor of another search/);
      expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
    }
    expect(graph.upstreamCalls().filter(({ path }) => path.includes('records'))).toEqual([]);
  });

  test('has distances on its edges, those of its own search, and one record for all of them', async () => {
    const near = (latitude: number) =>
      `filter: { near: { latitude: ${latitude}, longitude: 2, meters: 9e6 } }`;
    const { data, errors } = await graph.ask<
      { dataset: Record<string, { edges: { distance: number; node: { id: string; geo: object } }[] }> },
      never
    >(`{ dataset(datasetId: "world-countries") {
      north: records(first: 300, ${near(48)}) { edges { distance node { id geo(field: "geo_shape") } } }
      south: records(first: 300, ${near(40)}) { edges { distance node { id geo(field: "geo_point_2d") } } }
      distances: records(first: 1, ${near(48)}) { edges { distance } }
      none: records(first: 1) { edges { distance } }
    } }`);
    expect(errors).toEqual([]);
    const { north, south, distances, none } = data?.dataset ?? {};
    expect(none?.edges).toEqual([{ distance: null }]);
    expect(distances?.edges).toEqual([{ distance: north?.edges[0]?.distance }]);
    const farther = new Map(south?.edges.map(({ distance, node }) => [node.id, { distance, node }]));
    for (const { distance, node } of north?.edges ?? []) {
      expect(node.geo).toMatchObject({ type: expect.stringMatching(/Polygon$/) });
      const same = farther.get(node.id);
      if (same) expect(same.node.geo).toMatchObject({ type: 'Point' });
      if (same) expect(same.distance).not.toBe(distance);
    }
  });

  test('of shapes asks for geo fields only', async () => {
    const { errors } = await countries('first: 1', 'nodes { geo(field: "name") }');
    expect(errors[0]?.message).toMatch(/^field: "name" is not a geo field of .*: geo_point_2d, geo_shape\.$/);
  });
});
