import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formOf } from '../../../src/ods/transport/form.ts';

const pairs = (unit: 'binary' | 'binary-ascii' | 'grapheme') =>
  fc.array(fc.tuple(fc.string({ unit }), fc.string({ unit })), { maxLength: 5 });

const expected = (parameters: [string, string][]): string => new URLSearchParams(parameters).toString();

test.each(['binary-ascii', 'binary', 'grapheme'] as const)(
  'a form is what URLSearchParams makes of it: %s',
  (unit) => {
    fc.assert(
      fc.property(pairs(unit), (parameters) => formOf(parameters) === expected(parameters)),
      { numRuns: 1000 },
    );
  },
);

test('every character by itself, and halves of surrogate pairs', () => {
  for (let code = 0; code <= 0xff_ff; code += 1) {
    const parameters: [string, string][] = [['q', String.fromCharCode(code)]];
    if (formOf(parameters) !== expected(parameters)) throw new Error(`It differs for the code ${code}.`);
  }
  expect(formOf([])).toBe('');
});
