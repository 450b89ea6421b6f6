import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonBytesOf } from '../../src/server/json-bytes.ts';

const textOf = (value: object): string => new TextDecoder().decode(jsonBytesOf(value));

/** Values of JSON, and those that JSON writes otherwise or not at all. */
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, Number.NaN, new Date(0), () => 1, Symbol('a')),
  fc.string({ unit: 'binary' }),
);

test('is what JSON.stringify makes, whatever is in the lists and objects', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string({ unit: 'binary' }), anyValue, { maxKeys: 4 }), { maxLength: 30 }),
      anyValue,
      fc.nat({ max: 60_000 }),
      (list, value, length) => {
        const answer = {
          data: { list, value, long: { list: [...list, 'é'.repeat(length), ...list] } },
          value,
        };
        expect(textOf(answer)).toBe(JSON.stringify(answer));
      },
    ),
  );
});

test('is what JSON.stringify makes of long lists, and of long lists in lists', () => {
  const records = Array.from({ length: 5000 }, (_, index) => ({
    index,
    name: `Orléans ${index}`,
    none: null,
  }));
  const datasets = Array.from({ length: 20 }, (_, index) => ({
    index,
    records: records.slice(0, index * 100),
  }));
  for (const answer of [{ data: { records } }, { data: { datasets, empty: [], nothing: {} } }, records])
    expect(textOf(answer)).toBe(JSON.stringify(answer));
});
