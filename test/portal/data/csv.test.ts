import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCsv } from '../../../src/portal/data/csv.ts';

it.each<[string, string[][]]>([
  ['', []],
  ['a,b', [['a', 'b']]],
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,\n,b',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['a\n\nb\n', [['a'], [''], ['b']]],
  ['"a,b","c ""d""","e\nf",""', [['a,b', 'c "d"', 'e\nf', '']]],
])('reads %j', (text, rows) => expect([...readCsv(text)]).toEqual(rows));

it.each(['"a', 'a"b', '"a"b,c'])('refuses %j', (text) => {
  expect(() => [...readCsv(text)]).toThrow('Malformed CSV at character');
});

it('reads what csv-stringify writes', () => {
  const rows = fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, fc.constantFrom('\n', '\r\n'), (written, record_delimiter) => {
      const text = stringify(written, { record_delimiter, quoted: true });
      expect([...readCsv(text)]).toEqual(written);
    }),
  );
});
