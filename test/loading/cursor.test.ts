import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../../src/loading/cursor.ts';
import { OdsError } from '../../src/ods/errors.ts';

test('a cursor stands for its offset', () => {
  fc.assert(
    fc.property(fc.nat(9999), (offset) => {
      expect(decodeCursor(encodeCursor(offset), 'after')).toBe(offset);
    }),
  );
});

test('anything else is refused, naming the argument', () => {
  const strange = [
    '',
    'x',
    '10',
    Buffer.from('offset:-1').toString('base64url'),
    Buffer.from('offset:').toString('base64url'),
  ];
  for (const cursor of strange) {
    expect(() => decodeCursor(cursor, 'after')).toThrow(OdsError);
    expect(() => decodeCursor(cursor, 'after')).toThrow(/^after: is not a cursor/);
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(decodeCursor(text, 'after')).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(OdsError);
      }
    }),
  );
});
