/** Queries obey logic, whatever they are made of. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, startFixtures } from '../client.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures({ quota: 1_000_000 }));
});
afterAll(() => close());

const field = fc.constantFrom(
  'name',
  'tags',
  'place',
  'visitors',
  'rating',
  'founded',
  'inspected',
  'point',
  'nope',
);
const value = fc.constantFrom(
  ...[
    'art',
    '"Louvre"',
    'France/Paris',
    '0',
    '3300000',
    '4.7',
    '1986',
    '1793-08',
    '2024-03-31',
    '#now(years=-5)',
  ],
);
const condition = fc.oneof(
  fc.constantFrom(
    'paris',
    'mus',
    '"art"',
    'louvre',
    '#null(point)',
    '#null(rating)',
    '#startswith(name,"Mus")',
  ),
  fc.constantFrom(
    '#distance("48.86,2.33",5000)',
    '#geometry(point,"point")',
    '#search(*,"art par")',
    '#exact(tags,"art")',
  ),
  fc
    .tuple(field, fc.constantFrom(':', '=', '==', '>', '>=', '<', '<='), value)
    .map((parts) => parts.join('')),
  fc.tuple(field, value, value).map(([name, from, to]) => `${name}:[${from} TO ${to}]`),
);
const { tree } = fc.letrec<{ tree: string; node: string }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, condition, tie('node')),
  node: fc.oneof(
    tie('tree').map((one) => `NOT (${one})`),
    fc
      .tuple(tie('tree'), fc.constantFrom(' AND ', ' OR ', ' '), tie('tree'))
      .map(([a, by, b]) => `((${a})${by}(${b}))`),
  ),
}));

const everything = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
async function found(q: string): Promise<unknown[]> {
  const { records } = await client.records('museums', { q, fields: 'code' });
  return records.map((record) => record.fields.code).sort();
}
const both = (a: unknown[], b: unknown[]) => a.filter((code) => b.includes(code));
const either = (a: unknown[], b: unknown[]) => [...new Set([...a, ...b])].sort();

test('NOT is the complement', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (q) => {
      const [those, others] = [await found(q), await found(`NOT (${q})`)];
      expect(both(those, others)).toEqual([]);
      expect(either(those, others)).toEqual(everything);
    }),
    { numRuns: 300 },
  );
});

test('AND is what both find, OR what either does', async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, async (a, b) => {
      const [one, other] = [await found(a), await found(b)];
      expect(await found(`(${a}) AND (${b})`)).toEqual(both(one, other));
      expect(await found(`(${a}) (${b})`)).toEqual(both(one, other));
      expect(await found(`(${a}) OR (${b})`)).toEqual(either(one, other));
    }),
    { numRuns: 200 },
  );
});

test('is De Morgan’s', async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, async (a, b) => {
      expect(await found(`NOT ((${a}) AND (${b}))`)).toEqual(await found(`NOT (${a}) OR NOT (${b})`));
      expect(await found(`NOT ((${a}) OR (${b}))`)).toEqual(await found(`NOT (${a}) AND NOT (${b})`));
    }),
    { numRuns: 200 },
  );
});

test('binds NOT before AND before OR', async () => {
  await fc.assert(
    fc.asyncProperty(condition, condition, condition, async (a, b, c) => {
      expect(await found(`${a} OR ${b} AND NOT ${c}`)).toEqual(
        await found(`(${a}) OR ((${b}) AND (NOT (${c})))`),
      );
      expect(await found(`NOT ${a} ${b} OR ${c}`)).toEqual(
        await found(`((NOT (${a})) AND (${b})) OR (${c})`),
      );
    }),
    { numRuns: 200 },
  );
});
