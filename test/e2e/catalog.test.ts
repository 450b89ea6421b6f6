import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { CatalogQueryVariables } from '../graphql/graphql.ts';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const Catalog = graphql(`
  query Catalog($first: Int! = 20, $after: String, $filter: DatasetFilter, $orderBy: [OrderBy!]) {
    datasets(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        datasetId
        title
        recordsCount
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

async function ids(variables: CatalogQueryVariables): Promise<string[]> {
  const { data, errors } = await graph.ask(Catalog, variables);
  expect(errors).toEqual([]);
  return (data?.datasets?.nodes ?? []).map(({ datasetId }) => datasetId);
}

test('the issue’s first query answers from one call, and says so', async () => {
  graph.upstreamCalls();
  const { data, extensions, errors } = await graph.ask(
    graphql(`
      query FirstOfAll {
        datasets(first: 20) {
          totalCount
          nodes { datasetId title recordsCount }
          facets(names: ["publisher", "theme", "language"]) { name facets { name count } }
        }
        quota { limit remaining resetAt }
      }
    `),
  );
  expect(errors).toEqual([]);
  const calls = graph.upstreamCalls();
  expect(calls.map(({ path }) => path)).toEqual(['/api/datasets/1.0/search/']);
  expect(calls[0]?.parameters.getAll('facet')).toEqual(['publisher', 'theme', 'language']);
  expect(extensions.upstream).toMatchObject({ calls: 1, shared: 2, cached: 0, stale: 0 });
  expect(data?.datasets?.nodes).toContainEqual({
    datasetId: 'doc-geonames-cities-5000',
    title: expect.any(String),
    recordsCount: 49_729,
  });
  expect(data?.datasets?.totalCount).toBe(data?.datasets?.nodes.length);
  expect(data?.datasets?.facets?.map(({ name }) => name)).toEqual(['publisher', 'theme', 'language']);
  expect(data?.quota?.limit).toBe(1_000_000_000);
  expect(data?.quota?.remaining).toBeLessThan(1_000_000_000);
});

test('fields go by the names of the graph as by those of the portal', async () => {
  for (const [ours, portals] of [
    ['recordsCount', 'records_count'],
    ['modifiedAt', 'modified'],
  ] as const) {
    const order = (field: string) => ids({ orderBy: [{ field, direction: 'DESC' }] });
    expect(await order(ours)).toEqual(await order(portals));
  }
  const large = { atLeast: { field: 'recordsCount', value: 10_000 } };
  expect((await ids({ filter: { where: large } })).length).toBeGreaterThan(1);
  const between = { between: { field: 'recordsCount', from: 10_000, to: 200_000 } };
  expect((await ids({ filter: { where: between } })).length).toBeGreaterThan(1);
  const { data } = await graph.ask<
    { datasets: { facets: { name: string; facets: { path: string }[] }[] } },
    never
  >('{ datasets(first: 0) { facets(names: ["themes", "theme"]) { name facets { path } } } }');
  const [themes, theme] = data?.datasets.facets ?? [];
  expect([themes?.name, theme?.name]).toEqual(['themes', 'theme']);
  expect(themes?.facets).toEqual(theme?.facets);
  const value = themes?.facets[0]?.path ?? '';
  const refined = (facet: string) =>
    ids({ filter: { refine: [{ facet, values: [value], disjunctive: true }] } });
  expect(await refined('themes')).toEqual(await refined('theme'));
  expect(await refined('themes')).not.toEqual([]);
});

test('a name that is slightly wrong is told with the nearest, of both vocabularies', async () => {
  const refusal = async (field: string) => {
    const { errors } = await graph.ask(Catalog, { orderBy: [{ field, direction: 'DESC' }] });
    return errors[0]?.message;
  };
  expect(await refusal('recordCount')).toContain('Did you mean "recordsCount"?');
  expect(await refusal('publishr')).toContain('Did you mean "publisher"?');
  expect(await refusal('recordCount')).toContain('records_count (recordsCount)');
  expect(await refusal('zzzzzzzz')).not.toContain('Did you mean');
  const { errors } = await graph.ask(
    '{ dataset(datasetId: "earthquakes") { records { nodes { value(field: "magnitud") } } } }',
  );
  expect(errors[0]?.message).not.toContain('undefined');
});

test.each([
  ['{ dataset(datasetId: "earthquakes") { records { nodes { mag } } } }', 'value(field: "mag")'],
  [
    '{ dataset(datasetId: "earthquakes") { records(where: { isNull: "mag" }) { totalCount } } }',
    'filter: { where: … }',
  ],
  ['{ datasets(limit: 3) { totalCount } }', 'Here it is first.'],
  ['{ datasets { facets(names: ["theme"]) { facets(limit: 3) { name } } } }', 'Here it is first.'],
  [
    '{ dataset(datasetId: "earthquakes") { analysis(x: [], series: [], maxPoints: 3) { distinct } } }',
    'Here it is first.',
  ],
  [
    '{ dataset(datasetId: "earthquakes") { records(filter: { where: { isNull: "mag", startsWith: { field: "place", text: "x" } } }) { totalCount } } }',
    'joined by all:',
  ],
])('%s is refused with what was probably meant', async (operation, hint) => {
  const { errors } = await graph.ask(operation);
  expect(errors[0]?.message).toContain(hint);
});

test.each([
  ['mag: { greaterThan: 6 }', 'field: { name: "mag", greaterThan: … }'],
  ['greaterThen: { field: "mag", value: 6 }', 'Did you mean "greaterThan"'],
  ['_or: [{ isNull: "mag" }]', 'Here it is any: [{ … }, { … }].'],
  ['field: { name: "mag", gte: 6 }', 'Here it is atLeast.'],
  ['field: { name: "mag", between: [6, 8] }', 'Here it is atLeast and atMost together.'],
  ['field: { name: "mag", magnitude: 6 }', 'its tests stand beside that'],
  ['field: { mag: { greaterThan: 6 } }', 'The field is named by name'],
  ['field: "mag", greaterThan: 6', 'several tests on one field are field: { name: …,'],
])('where: { %s } is refused with what was probably meant', async (where, hint) => {
  const { errors } = await graph.ask(
    `{ dataset(datasetId: "earthquakes") { records(filter: { where: { ${where} } }) { totalCount } } }`,
  );
  expect(errors.map(({ message }) => message).join(' ')).toContain(hint);
});

test('a field in the place of a test is told the short form in a variable too', async () => {
  const operation =
    'query($where: Condition) { dataset(datasetId: "earthquakes") { records(filter: { where: $where }) { totalCount } } }';
  const { errors } = await graph.ask(operation, { where: { mag: { greaterThan: 6 } } });
  expect(errors[0]?.message).toContain('field: { name: "mag", greaterThan: … }');
  expect(JSON.stringify(errors)).not.toContain('6');
});

test('several keys of a condition in a variable are told how they are joined', async () => {
  const where = { isNull: 'title', search: { fields: ['*'], text: 'x' } };
  const operation = 'query($where: Condition) { datasets(filter: { where: $where }) { totalCount } }';
  const { errors } = await graph.ask(operation, { where });
  expect(errors[0]?.message).toContain('joined by all:');
});

test('search finds words by their beginning, and operators are words', async () => {
  expect(await ids({ filter: { search: 'earthq' } })).toContain('earthquakes');
  expect(await ids({ filter: { search: 'earthq OR flags' } })).toEqual([]);
  expect(await ids({ filter: { search: '"nothing of the kind"' } })).toEqual([]);
  const { errors } = await graph.ask(Catalog, { filter: { search: '!?' } });
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.search' });
});

test('q is the portal’s own language, and a syntax error comes back in its words', async () => {
  expect((await ids({ filter: { q: 'datasetid:earthquakes OR datasetid:"bird-strikes"' } })).sort()).toEqual([
    'bird-strikes',
    'earthquakes',
  ]);
  const { errors } = await graph.ask(Catalog, { filter: { q: '(earthquakes' } });
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect(errors[0]?.message).toMatch(/position/);
});

test('a condition on metadata', async () => {
  expect(
    await ids({ filter: { where: { greaterThan: { field: 'records_count', value: 100_000 } } } }),
  ).toEqual(['geonames-cities-1000']);
  const { errors } = await graph.ask(Catalog, {
    filter: { where: { equals: { field: 'nope', value: 'x' } } },
  });
  expect(errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'filter.where.equals.field',
  });
  expect(errors[0]?.message).toContain('records_count');
});

test('refine keeps, exclude leaves out, disjunctive means either', async () => {
  const { data } = await graph.ask(
    graphql(`
      query Publishers {
        datasets(first: 20) {
          nodes { datasetId publisher }
          facets(names: ["publisher"]) { facets { name count } }
        }
      }
    `),
  );
  const nodes = data?.datasets?.nodes ?? [];
  const [one = '', two = ''] = (data?.datasets?.facets?.[0]?.facets ?? []).map(({ name }) => name);
  const of = (...publishers: string[]) =>
    nodes.filter(({ publisher }) => publishers.includes(publisher ?? '')).map(({ datasetId }) => datasetId);
  const refine = (values: string[], disjunctive = false) => ({
    filter: { refine: [{ facet: 'publisher', values, disjunctive }] },
  });
  expect((await ids(refine([one]))).sort()).toEqual(of(one).sort());
  expect((await ids(refine([one, two], true))).sort()).toEqual(of(one, two).sort());
  expect(await ids(refine([one, two]))).toEqual([]);
  expect(await ids({ filter: { exclude: [{ facet: 'publisher', values: [one] }] } })).not.toContain(
    of(one)[0],
  );
});

test('a facet that the catalog does not have is refused, by its list or by the portal’s silence', async () => {
  const known = await graph.ask(Catalog, { filter: { refine: [{ facet: 'nope', values: ['x'] }] } });
  expect(known.errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'filter.refine[0].facet',
  });
  expect(known.extensions.upstream.calls).toBe(0);
  const template = await graph.ask(Catalog, {
    filter: { refine: [{ facet: 'custom.nope', values: ['x'] }] },
  });
  expect(template.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.refine' });
});

test('orderBy tells the truth for text, numbers and dates', async () => {
  const all = async (field: string, direction: 'ASC' | 'DESC') => ids({ orderBy: [{ field, direction }] });
  const byCount = await all('records_count', 'ASC');
  expect(byCount.at(-1)).toBe('geonames-cities-1000');
  expect((await all('records_count', 'DESC'))[0]).toBe('geonames-cities-1000');
  const { data } = await graph.ask(Catalog, { orderBy: [{ field: 'title', direction: 'ASC' }] });
  const titles = (data?.datasets?.nodes ?? []).map(({ title }) => title);
  expect(titles).toEqual(titles.toSorted());
  expect((await all('title', 'DESC'))[0]).toBe((await all('title', 'ASC')).at(-1));
  const { errors } = await graph.ask(Catalog, { orderBy: [{ field: 'nope', direction: 'ASC' }] });
  expect(errors[0]?.extensions?.argument).toBe('orderBy[0].field');
});

test('pages follow each other by cursor, without gap or overlap', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors }: Awaited<ReturnType<typeof page>> = await page(after);
    expect(errors).toEqual([]);
    const info = data?.datasets?.pageInfo;
    expect(info?.hasPreviousPage).toBe(after !== null);
    seen.push(...(data?.datasets?.nodes ?? []).map(({ datasetId }) => datasetId));
    if (!info?.hasNextPage) break;
    after = info.endCursor ?? null;
  }
  expect(seen).toEqual(await ids({ orderBy: [{ field: 'title', direction: 'ASC' }] }));
});

function page(after: string | null) {
  return graph.ask(Catalog, { first: 3, after, orderBy: [{ field: 'title', direction: 'ASC' }] });
}

test('first: 0 fetches no rows; a bad cursor and a page beyond the window are refused', async () => {
  const none = await graph.ask(Catalog, { first: 0 });
  expect(none.data?.datasets?.nodes).toEqual([]);
  expect(none.data?.datasets?.totalCount).toBeGreaterThan(0);
  expect(none.data?.datasets?.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  });
  const cursor = await graph.ask(Catalog, { after: 'nonsense' });
  expect(cursor.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
  const window = await graph.ask(Catalog, { first: 10_001 });
  expect(window.errors[0]?.message).toContain('10000');
});

test('facets of the catalog: sorted, limited, one empty group where there is no value', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query CatalogFacets {
        datasets(first: 0) {
          byName: facets(names: ["theme"], sort: { by: NAME, direction: ASC }) { facets { name } }
          byCount: facets(names: ["keyword", "theme"], sort: { by: COUNT }) { name facets(first: 2) { count state } }
          cut: facets(names: ["theme"]) { facets(first: 0) { name } }
          none: facets(names: ["geographic_reference"]) { name facets { name } }
          dates: facets(names: ["modified"]) { facets { name path facets { path } } }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  const names = (data?.datasets?.byName?.[0]?.facets ?? []).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(1);
  expect(names).toEqual(names.toSorted());
  const [keyword, theme] = data?.datasets?.byCount ?? [];
  expect([keyword?.name, theme?.name]).toEqual(['keyword', 'theme']);
  expect(keyword?.facets).toHaveLength(2);
  const counts = (theme?.facets ?? []).map(({ count }) => count);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(data?.datasets?.cut).toEqual([{ facets: [] }]);
  expect(data?.datasets?.none).toEqual([{ name: 'geographic_reference', facets: [] }]);
  expect(data?.datasets?.dates?.[0]?.facets[0]).toMatchObject({
    path: expect.stringMatching(/^\d{4}$/),
    facets: [],
  });
});

test('a negative number of facet values is refused', async () => {
  const { errors } = await graph.ask(
    '{ datasets { facets(names: ["theme"]) { facets(first: -1) { name } } } }',
  );
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
});

test('a name whose values cannot be counted is refused with those that can', async () => {
  const { errors } = await graph.ask('{ datasets { facets(names: ["bbox"]) { name } } }');
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'names[0]' });
  expect(errors[0]?.message).toContain('publisher');
});
