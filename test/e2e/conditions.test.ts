/** Conditions of any form find exactly the records for which they hold. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/ods/query/condition.ts';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { holds, ROWS } from '../support/conditions-data.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { longCondition, shortForm } from '../support/random-condition.ts';

let portal: Portal;
let graph: Graph;

beforeAll(async () => {
  portal = await startPortal({
    databaseFile: ':memory:',
    definitions: new URL('../support/conditions-data.ts', import.meta.url).href,
    quota: 1_000_000,
  });
  graph = await startGraph(portal.url);
});
afterAll(async () => {
  await graph.close();
  await portal.close();
});

interface Found {
  totalCount: number;
  edges: { distance: number | null; node: { value: number } }[];
}

/** What is found by each of some filters, asked in one operation, and the calls that it took. */
async function find(filters: readonly Record<string, unknown>[]): Promise<{ found: Found[]; calls: number }> {
  const variables = Object.fromEntries(filters.map((filter, index) => [`f${index}`, filter]));
  const names = Object.keys(variables);
  const fields = names.map(
    (name) =>
      `${name}: records(first: 100, filter: $${name}) { totalCount edges { distance node { value(field: "number") } } }`,
  );
  const text = `query Find(${names.map((name) => `$${name}: RecordFilter`).join(', ')}) {
    dataset(datasetId: "conditions") { ${fields.join('\n')} }
  }`;
  const { data, errors } = await graph.ask<{ dataset: Record<string, Found> }, typeof variables>(
    text,
    variables,
  );
  expect(errors).toEqual([]);
  const searches = graph.upstreamCalls().filter(({ path }) => path.startsWith('/api/records/'));
  return { found: Object.values(data?.dataset ?? {}), calls: searches.length };
}

const numbersOf = ({ edges }: Found) => edges.map(({ node }) => node.value).sort((a, b) => a - b);

test('any condition, in the long form or in the short one, finds what a look at each record finds', async () => {
  await fc.assert(
    fc.asyncProperty(longCondition, async (condition) => {
      const expected = ROWS.filter((row) => holds(condition, row)).map(({ number }) => number);
      const { found, calls } = await find([{ where: condition }, { where: shortForm(condition) }]);
      expect(found.map(numbersOf)).toEqual([expected, expected]);
      // Both are one query.
      expect(calls).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

test('several tests on one field all hold', async () => {
  const ordered = fc.oneof(
    fc.tuple(
      fc.constantFrom('count', 'size'),
      fc.integer({ min: -3, max: 2 }),
      fc.integer({ min: 2, max: 6 }),
    ),
    fc.tuple(
      fc.constantFrom('day', 'time'),
      fc.constantFrom('2019', '2019-02'),
      fc.constantFrom('2020', '2021-03'),
    ),
  );
  const tests = fc.tuple(
    ordered,
    fc.constantFrom('greaterThan', 'atLeast'),
    fc.constantFrom('lessThan', 'atMost'),
  );
  await fc.assert(
    fc.asyncProperty(tests, async ([[name, from, to], lower, upper]) => {
      const all: Condition[] = [
        { [lower]: { field: name, value: from } },
        { [upper]: { field: name, value: to } },
      ];
      const { found } = await find([
        { where: { field: { name, [upper]: to, [lower]: from, isNull: false } } },
      ]);
      expect(found.map(numbersOf)).toEqual([
        ROWS.filter((row) => holds({ all }, row)).map(({ number }) => number),
      ]);
    }),
    { numRuns: 50 },
  );
});

describe('search means the same', () => {
  const everywhere = (text: string) => ({ where: { search: { fields: ['*'], text } } });

  test.each(['ash', 'oak el', '"oak ash"', '"ash oak" e', 'not ash', '  '])(
    '%j in where and beside it',
    async (text) => {
      const { found, calls } = await find([
        { search: text },
        everywhere(text),
        { where: { all: [everywhere(text).where] } },
      ]);
      const [beside, ...within] = found.map(numbersOf);
      expect(within).toEqual([beside, beside]);
      expect(calls).toBeLessThanOrEqual(2);
      const { found: others } = await find([{ where: { not: everywhere(text).where } }]);
      expect(others[0]?.totalCount).toBe(ROWS.length - (beside?.length ?? 0));
    },
  );

  test('a phrase in a field is found if its words are there', async () => {
    const { found } = await find([
      { where: { field: { name: 'name', search: '"oak ash"' } } },
      { where: { field: { name: 'name', search: 'oak ash' } } },
    ]);
    const phrase = ROWS.filter(({ name }) => /\boak ash\b/i.test(name ?? '')).map(({ number }) => number);
    expect(found.map(numbersOf)[0]).toEqual(phrase);
    expect(found[1]?.totalCount).toBeGreaterThan(phrase.length);
  });
});

describe('near means the same', () => {
  const near = { latitude: 0.2, longitude: 0.1, meters: 300_000 };
  const short = { field: { name: 'place', near } };
  const isTall: Condition = { field: { name: 'size', atLeast: 0 } };

  test('in where and beside it, with distances and the nearest first', async () => {
    const { found, calls } = await find([
      { near },
      { where: short },
      { where: { near: { field: 'place', ...near } } },
      { where: { all: [{ all: [short] }] } },
    ]);
    expect(calls).toBe(1);
    const [first] = found;
    expect(found).toEqual([first, first, first, first]);
    const distances = first?.edges.map(({ distance }) => distance ?? -1) ?? [];
    expect(distances.length).toBeGreaterThan(3);
    expect(distances[0]).toBeGreaterThan(0);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  });

  test('beside other conditions', async () => {
    const { found, calls } = await find([
      { near, where: isTall },
      { where: { all: [short, isTall] } },
      { where: { all: [isTall, { field: { name: 'place', near, isNull: false } }] } },
    ]);
    expect(found[0]?.totalCount).toBeGreaterThan(0);
    const [beside, ...others] = found.map(numbersOf);
    expect(others).toEqual([beside, beside]);
    expect(found.flatMap(({ edges }) => edges).every(({ distance }) => distance !== null)).toBe(true);
    expect(calls).toBe(2);
  });

  test('without distances below any and not', async () => {
    const { found } = await find([{ where: { any: [short] } }, { where: { not: { not: short } } }, { near }]);
    const [some, denied, beside] = found;
    expect(some && numbersOf(some)).toEqual(beside && numbersOf(beside));
    expect(denied && numbersOf(denied)).toEqual(beside && numbersOf(beside));
    expect([some, denied].flatMap((one) => one?.edges ?? []).every(({ distance }) => distance === null)).toBe(
      true,
    );
  });

  test('not in a file, to which a portal may add a column of distances', async () => {
    const { data, errors } = await graph.ask<{ dataset: { export: { url: string } } }, { where: Condition }>(
      'query Export($where: Condition) { dataset(datasetId: "conditions") { export(format: CSV, filter: { where: $where }) { url } } }',
      { where: short },
    );
    expect(errors).toEqual([]);
    graph.upstreamCalls();
    const file = await fetch(new URL(data?.dataset.export.url ?? '', graph.url));
    const [, ...lines] = (await file.text()).trim().split(/\r?\n/);
    const [download] = graph.upstreamCalls();
    expect(download?.parameters.get('q')).toBe('#distance(place,"0.2,0.1",300000)');
    expect(download?.parameters.has('geofilter.distance')).toBe(false);
    const { found } = await find([{ near }]);
    expect(lines).toHaveLength(found[0]?.totalCount ?? -1);
  });
});
