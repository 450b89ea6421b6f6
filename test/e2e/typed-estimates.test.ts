/** What operations over typed datasets may cost: estimated before the first call, and never too low. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { TYPES } from '../support/types.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, whose values the tests compare.
type Data = any;

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { datasetTypes: TYPES });
});
afterAll(() => graph.close());
beforeEach(() => void graph.upstreamCalls());

const ask = (query: string, variables: Data = {}) => graph.ask<Data, Data>(query, variables);

/** Selections of countries and cities, which lead to one another. */
const { country, city } = fc.letrec<{ country: string; city: string }>((tie) => {
  const few = (all: fc.Arbitrary<string>[]) =>
    fc
      .subarray(all, { minLength: 1, maxLength: 2 })
      .chain((chosen) => fc.tuple(...chosen))
      .map((parts) => `{ ${parts.join(' ')} }`);
  const cities = fc
    .tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('', ', filter: { population: { atLeast: 1000 } }', ', orderBy: [{ field: NAME }]'),
      fc.subarray(
        [
          'totalCount',
          'pageInfo { hasNextPage }',
          'aggregate { count }',
          'aggregate { avg { population } }',
          'aggregate { max { modificationDate } }',
          'facets { admin1Code(first: 2) { value } }',
          'groups(by: [{ field: ADMIN1_CODE }], first: 2) { count }',
          'groups(by: [{ field: COUNTRY_CODE }]) { count country { name } }',
        ],
        { minLength: 1, maxLength: 2 },
      ),
      fc.option(tie('city')),
    )
    .map(
      ([first, more, asked, below]) =>
        `cities(first: ${first}${more}) { ${asked.filter((one, index) => !(index > 0 && one.startsWith('groups') && asked[0]?.startsWith('groups')) && !(index > 0 && one.startsWith('agg') && asked[0]?.startsWith('agg'))).join(' ')} ${below ? `nodes ${below}` : ''} }`,
    );
  return {
    country: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'relations' },
      fc.constant('{ name }'),
      few([fc.constant('iso2'), fc.constant('flag { url }'), fc.constant('record { recordId }'), cities]),
    ),
    city: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'relations' },
      fc.constant('{ name }'),
      few([fc.constant('population'), tie('country').map((of) => `country ${of}`)]),
    ),
  };
});

test('no operation makes more calls than it was estimated to', async () => {
  const roots = fc.oneof(
    country.map((of) => `countries(first: 3, orderBy: [{ field: AREA }]) { nodes ${of} }`),
    city.map((of) => `cities(first: 4, filter: { countryCode: { in: ["AD", "MC", "SM"] } }) { nodes ${of} }`),
  );
  await fc.assert(
    fc.asyncProperty(fc.tuple(roots, fc.option(roots)), async ([one, other]) => {
      graph.upstreamCalls();
      const { errors, extensions } = await ask(`{ a: ${one} ${other ? `b: ${other}` : ''} }`);
      const calls = graph.upstreamCalls().length;
      if (errors.length > 0) {
        // Too much is refused as a whole.
        expect(errors.map((error) => error.extensions?.code)).toEqual(['TOO_MANY_UPSTREAM_CALLS']);
        expect(calls).toBe(0);
      } else expect(extensions.upstream.estimated).toBeGreaterThanOrEqual(calls);
    }),
    { numRuns: 60 },
  );
});

describe('what is too much', () => {
  test('a circle of relations is refused before any call', async () => {
    const circle = (depth: number): string =>
      depth === 0 ? 'name' : `country { cities(first: 10) { nodes { ${circle(depth - 1)} } } }`;
    const { errors, data } = await ask(`{ cities(first: 10) { nodes { ${circle(3)} } } }`);
    expect(data ?? null).toBeNull();
    expect(errors[0]?.extensions?.code).toMatch(/LIMIT|TOO|COMPLEX|DEPTH/);
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('a filter that is nested deep means what it says, and one of hundreds is refused before any call', async () => {
    const nested = (depth: number) => {
      let filter: Data = { population: { atLeast: 3000 } };
      for (let level = 0; level < depth; level++) filter = level % 2 ? { not: filter } : { all: [filter] };
      return filter;
    };
    const query = 'query ($f: CityFilter) { cities(filter: $f) { totalCount } }';
    const deep = await ask(query, { f: { countryCode: { equals: 'AD' }, ...nested(38) } });
    const flat = await ask(query, {
      f: { countryCode: { equals: 'AD' }, not: { population: { atLeast: 3000 } } },
    });
    expect(deep.data.cities.totalCount).toBeGreaterThan(0);
    expect(deep.data).toEqual(flat.data);
    graph.upstreamCalls();
    const { errors } = await ask(query, { f: nested(500) });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message.length).toBeLessThan(1000);
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('a thousand values are one call, and ten thousand more than this portal takes', async () => {
    const query =
      'query ($in: [String!]) { cities(filter: { any: [{ geonameId: { in: $in } }, { name: { equals: "Paris" } }] }) { totalCount } }';
    const values = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    const some = await ask(query, { in: values.slice(0, 1000) });
    expect(some.errors).toEqual([]);
    expect(some.data.cities.totalCount).toBeGreaterThan(0);
    expect(graph.upstreamCalls()).toHaveLength(1);
    const all = await ask(query, { in: values });
    expect(all.errors.map(({ message }) => message)).toEqual([
      'The portal refused the request: The query is longer than 100000 characters.',
    ]);
  });

  test('a relation under a hundred names is one call, and under two thousand refused or as cheap', async () => {
    const aliases = (count: number) =>
      Array.from({ length: count }, (_, index) => `c${index}: country { name }`).join(' ');
    const some = await ask(
      `{ cities(first: 2, filter: { countryCode: { equals: "AD" } }) { nodes { ${aliases(20)} } } }`,
    );
    expect(some.errors).toEqual([]);
    expect(graph.upstreamCalls()).toHaveLength(2);
    const many = await ask(`{ cities(first: 2) { nodes { ${aliases(2000)} } } }`);
    expect(many.errors).toHaveLength(1);
    expect(graph.upstreamCalls()).toEqual([]);
  });
});
