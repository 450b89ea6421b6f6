/** All values of a field, and facets that say that there are more. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const CITIES = 'geonames-cities-1000';

const Values = graphql(`
  query Values(
    $datasetId: ID!, $field: String!, $filter: RecordFilter, $search: String, $orderBy: FacetSort,
    $first: Int, $after: String
  ) {
    dataset(datasetId: $datasetId) {
      values(field: $field, filter: $filter, search: $search, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        truncated
        nodes { value count }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`);

const allOf = (field: string) => ({ datasetId: CITIES, field, first: 10_000 });

test('every value comes, past the hundred of a facet, by one call for all pages of one operation', async () => {
  const { data, errors, extensions } = await graph.ask<
    {
      dataset: {
        records: { facets: { truncated: boolean; facets: { path: string; count: number }[] }[] };
        all: { totalCount: number; nodes: { value: string; count: number }[] };
        page: { nodes: object[] };
        found: { totalCount: number; nodes: { value: string }[] };
        points: { points: { values: number[] }[] };
      };
    },
    never
  >(`{
    dataset(datasetId: "${CITIES}") {
      records(first: 0) { facets(names: ["country_code"]) { truncated facets { path count } } }
      all: values(field: "country_code", first: 1000) { totalCount truncated nodes { value count } }
      page: values(field: "country_code", first: 3) { nodes { value } }
      found: values(field: "country_code", search: "f") { totalCount nodes { value } }
      points: analysis(x: [{ field: "country_code" }], series: [{ name: "n", function: COUNT }]) { points { values } }
    }
  }`);
  expect(errors).toEqual([]);
  const { records, all, page, found, points } = data?.dataset ?? expect.fail();
  const [group] = records.facets;
  expect(group).toMatchObject({ truncated: true });
  expect(group?.facets).toHaveLength(100);
  expect(all.totalCount).toBe(points.points.length);
  expect(all.nodes).toHaveLength(all.totalCount);
  expect(all.totalCount).toBeGreaterThan(200);
  // The facet's hundred are the first of them.
  const counts = new Map(all.nodes.map(({ value, count }) => [value, count]));
  for (const { path, count } of group?.facets ?? []) expect(counts.get(path)).toBe(count);
  expect(all.nodes.map(({ count }) => count)).toEqual(
    all.nodes.map(({ count }) => count).toSorted((a, b) => b - a),
  );
  expect(page.nodes).toEqual(all.nodes.slice(0, 3).map(({ value }) => ({ value })));
  expect(found.totalCount).toBe(all.nodes.filter(({ value }) => value.startsWith('F')).length);
  // Dataset, search with facet, one analysis for all the rest.
  expect(extensions.upstream.calls).toBe(3);
  expect(extensions.upstream.estimated).toBeGreaterThanOrEqual(3);
});

test('they are paged forward in their order, and a cursor of other values is refused', async () => {
  const order = { by: 'NAME', direction: 'ASC' } as const;
  const all = await graph.ask(Values, { ...allOf('country_code'), orderBy: order });
  const expected = all.data?.dataset?.values?.nodes.map(({ value }) => value) ?? [];
  expect(expected).toEqual(expected.toSorted());
  const read: string[] = [];
  let after: string | null = null;
  const pageAfter = async (cursor: string | null) => {
    const variables = { ...allOf('country_code'), orderBy: order, first: 100, after: cursor };
    return (await graph.ask(Values, variables)).data?.dataset?.values ?? expect.fail();
  };
  do {
    const page = await pageAfter(after);
    expect(page.pageInfo.hasPreviousPage).toBe(read.length > 0);
    read.push(...page.nodes.map(({ value }) => value));
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  expect(read).toEqual(expected);
  const first = await graph.ask(Values, { datasetId: CITIES, field: 'country_code', first: 1 });
  const cursor = first.data?.dataset?.values?.pageInfo.endCursor ?? '';
  for (const other of [{ orderBy: order }, { search: 'f' }, { filter: { search: 'a' } }]) {
    const { data, errors } = await graph.ask(Values, {
      datasetId: CITIES,
      field: 'country_code',
      after: cursor,
      ...other,
    });
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
    expect(data).toEqual({ dataset: { values: null } });
  }
});

test('a filter, several values in a field, numbers, and what a search compares', async () => {
  const countries = async (field: string, more: object) => {
    const { data, errors } = await graph.ask(Values, {
      datasetId: 'world-countries',
      field,
      first: 1000,
      ...more,
    });
    expect(errors).toEqual([]);
    return data?.dataset?.values ?? expect.fail();
  };
  const filter = { where: { equals: { field: 'continent', value: 'Europe' } } };
  const all = await countries('languages', {});
  const european = await countries('languages', { filter });
  expect(european.totalCount).toBeLessThan(all.totalCount);
  expect(european.nodes.every(({ value }) => !value.includes(','))).toBe(true);
  const spoken = await countries('languages', { search: 'GERM' });
  expect(spoken.nodes.map(({ value }) => value)).toContain('German');
  const areas = await countries('area_km2', { orderBy: { by: 'COUNT', direction: 'DESC' } });
  expect(areas.nodes[0]?.count).toBeGreaterThanOrEqual(areas.nodes.at(-1)?.count ?? 0);
});

test.each([
  ['nowhere', {}, 'field', /no field "nowhere"/],
  ['modification_date', {}, 'field', /not a text or a number/],
  ['name', {}, 'field', /is no facet/],
  ['country_code', { first: -1 }, 'first', /0 or more/],
  ['country_code', { search: '!' }, 'search', /no word/],
])('%s %j is refused by %s, and leaves the rest of the dataset', async (field, more, argument, message) => {
  const { data, errors } = await graph.ask<{ dataset: object }, object>(
    `query($field: String!, $search: String, $first: Int) {
      dataset(datasetId: "${CITIES}") { datasetId values(field: $field, search: $search, first: $first) { totalCount } }
    }`,
    { field, ...more },
  );
  expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  expect(errors[0]?.message).toMatch(message);
  expect(data).toEqual({ dataset: { datasetId: CITIES, values: null } });
});
