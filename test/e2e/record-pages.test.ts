import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
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
      query Page($first: NonNegativeInt!, $after: String) {
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
    const last = await graph.ask(Page, { first: 1, after: Buffer.from('offset:9999').toString('base64url') });
    expect(last.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  });
});

describe('what a search costs', () => {
  test('records, total, facets and page info of one search are one call, in whatever order and fields', async () => {
    graph.upstreamCalls();
    const { data, errors, extensions } = await graph.ask(
      graphql(`
        query OneCall {
          dataset(datasetId: "doc-geonames-cities-5000") {
            facetsFirst: records(filter: { search: "san" }) { facets(names: ["country_code"]) { facets { name count } } }
            total: records(filter: { search: "san" }, first: 0) { totalCount }
            records(filter: { search: "san" }, first: 5) { nodes { value(field: "name") } pageInfo { hasNextPage } }
            next: records(filter: { search: "san" }, first: 5, after: "b2Zmc2V0OjQ") { edges { node { value(field: "population") } } }
            more: records(filter: { search: "san" }) { facets(names: ["feature_code", "timezone"]) { name } }
          }
        }
      `),
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

test('timezone moves datetimes and leaves dates and other zones alone', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query Zones {
        dataset(datasetId: "earthquakes") {
          utc: records(first: 1, orderBy: { field: "time" }) { nodes { value(field: "time") } }
          tokyo: records(first: 1, orderBy: { field: "time" }, timezone: "Asia/Tokyo") { nodes { value(field: "time") } }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  const [utc, tokyo] = [data?.dataset?.utc?.nodes[0]?.value, data?.dataset?.tokyo?.nodes[0]?.value].map(
    String,
  );
  expect(tokyo).toMatch(/\+09:00$/);
  expect(new Date(tokyo ?? '').getTime()).toBe(new Date(utc ?? '').getTime());
  const bad = await graph.ask(
    '{ dataset(datasetId: "earthquakes") { records(timezone: "Mars/Base") { totalCount } } }',
  );
  expect(bad.errors).toHaveLength(1);
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
