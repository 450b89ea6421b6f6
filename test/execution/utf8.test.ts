import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Of } from '../../src/execution/utf8.ts';

const AT_A_TIME = 16 * 1024;

/** Texts of whatever characters, halves of pairs too, around the place where a long text is cut. */
const texts = fc
  .tuple(
    fc.integer({ min: 0, max: 2 * AT_A_TIME }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary' }),
  )
  .map(([length, begin, end]) => begin + 'é'.repeat(length) + end);

describe('a text as UTF-8', () => {
  test.each([
    ['nothing', ''],
    ['Latin-1', 'é'.repeat(AT_A_TIME + 1)],
    ['more than Latin-1', 'Ādaži '.repeat(AT_A_TIME)],
    ['a pair of surrogates where it is cut', `${'x'.repeat(AT_A_TIME - 1)}😀${'x'.repeat(AT_A_TIME)}`],
    ['pairs only', '😀'.repeat(AT_A_TIME)],
    ['half a pair', 'x\ud83dx'],
    ['half a pair where it is cut', `${'x'.repeat(AT_A_TIME - 1)}\ud83dx`],
    ['the other half', `${'x'.repeat(AT_A_TIME)}\ude00`],
  ])('is what Node makes of it: %s', (_, text) => {
    expect(Buffer.compare(utf8Of(text), Buffer.from(text))).toBe(0);
  });

  test('is what Node makes of it, whatever it is', () => {
    fc.assert(fc.property(texts, (text) => Buffer.compare(utf8Of(text), Buffer.from(text)) === 0));
  });

  test('has memory of its own', () => {
    const bytes = utf8Of('Ādaži');
    expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
  });
});
