import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasetsByText, recordsByIds } from '../../src/loading/lookups.ts';
import { formOf } from '../../src/ods/transport/form.ts';

const plain = fc.stringMatching(/^[\w.*-]{1,40}$/);
const any = fc.string({ unit: 'binary' });

test.each([
  ['plain', plain],
  ['any', any],
  ['mixed', fc.oneof(plain, any)],
])('a lookup by %s ids is one form, whether it is made with the text or of it', (_, id) => {
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 20 }), (ids) => {
      for (const parameters of [recordsByIds(ids, new Set(['a'])), datasetsByText(ids)]) {
        const pairs = parameters.map(([name, value]): [string, string] => [name, value]);
        expect(formOf(parameters)).toBe(new URLSearchParams(pairs).toString());
      }
    }),
  );
});

test('ids stand in the text as literals of the query language', () => {
  expect(recordsByIds(['a1', 'b'], 'all')).toEqual([
    ['q', 'recordid:"a1" OR recordid:"b"', 'recordid%3A%22a1%22+OR+recordid%3A%22b%22'],
    ['rows', '2'],
  ]);
  expect(recordsByIds(['a"1', 'b'], 'all')).toEqual([
    ['q', 'recordid:"a\\"1" OR recordid:"b"'],
    ['rows', '2'],
  ]);
});
