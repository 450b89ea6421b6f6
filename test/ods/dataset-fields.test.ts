import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasetFields } from '../../src/ods/dataset-fields.ts';
import { isSame } from '../../src/ods/json.ts';

const FIELDS = [
  { name: 'city', label: 'City', type: 'text', annotations: [{ name: 'facet', args: [] }] },
  { name: 'at', label: 'At', type: 'datetime' },
];
const copy = <T>(value: T): T => structuredClone(value);

test('a dataset that is read again has the same set of fields', () => {
  expect(datasetFields('again', copy(FIELDS))).toBe(datasetFields('again', copy(FIELDS)));
});

test('another dataset with the same fields has a set of its own, since errors name the dataset', () => {
  const one = datasetFields('one', copy(FIELDS));
  const other = datasetFields('other', copy(FIELDS));
  expect(() => one.require('town', 'refine')).toThrow(/dataset "one" has no field "town"/);
  expect(() => other.require('town', 'refine')).toThrow(/dataset "other" has no field "town"/);
});

test.each<[string, (fields: typeof FIELDS) => unknown]>([
  ['a label', ([city, at]) => [{ ...city, label: 'Town' }, at]],
  ['a type', ([city, at]) => [city, { ...at, type: 'date' }]],
  ['an annotation less', ([city, at]) => [{ ...city, annotations: [] }, at]],
  ['an annotation more', ([city, at]) => [city, { ...at, annotations: [{ name: 'facet' }] }]],
  ['another order', ([city, at]) => [at, city]],
  ['a field less', ([city]) => [city]],
  ['no fields', () => undefined],
])('fields that differ by %s are another set', (what, changed) => {
  const before = datasetFields(what, copy(FIELDS));
  const after = datasetFields(what, changed(copy(FIELDS)));
  expect(after).not.toBe(before);
  expect(after.id).not.toBe(before.id);
  expect(datasetFields(what, changed(copy(FIELDS)))).toBe(after);
});

test('of fields beyond what there is memory for, those that were asked for last are kept', () => {
  const first = datasetFields('first', copy(FIELDS));
  const long = Array.from({ length: 100 }, (_, n) => ({ name: `f${n}`, type: 'text' }));
  for (let dataset = 0; dataset < 200; dataset += 1) datasetFields(`d${dataset}`, copy(long));
  expect(datasetFields('d199', copy(long))).toBe(datasetFields('d199', copy(long)));
  expect(datasetFields('first', copy(FIELDS))).not.toBe(first);
});

test('two values of JSON are the same if they are deeply equal', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const pairs = fc.oneof(
    fc.tuple(json, json),
    json.map((value) => [value, copy(value)] as const),
  );
  fc.assert(
    fc.property(pairs, ([one, other]) => {
      expect(isSame(one, other)).toBe(isDeepStrictEqual(one, other));
    }),
    {
      examples: [
        [[{ a: 1 }, { b: 1 }]],
        [
          [
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ],
        ],
        [[[], {}]],
        [[{ a: null }, {}]],
      ],
    },
  );
});
