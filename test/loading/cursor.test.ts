import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CursorSearch, Cursors } from '../../src/loading/cursor.ts';
import { OdsError } from '../../src/ods/errors.ts';

const SEARCH: CursorSearch = { datasetId: 'd', filter: [['q', 'x']], timezone: null, order: [['sort', 'a']] };

test('a cursor stands for its offset, in every page of its search', () => {
  fc.assert(
    fc.property(fc.nat(9999), (offset) => {
      expect(new Cursors(SEARCH).decode(new Cursors({ ...SEARCH }).encode(offset), 'after')).toBe(offset);
    }),
  );
});

test('a cursor of another search is refused, naming the argument', () => {
  const others: Partial<CursorSearch>[] = [
    { datasetId: 'e' },
    { filter: [] },
    { filter: [['q', 'y']] },
    { timezone: 'Asia/Tokyo' },
    { order: [] },
    { order: [['sort', '-a']] },
  ];
  for (const other of others) {
    const cursor = new Cursors({ ...SEARCH, ...other }).encode(4);
    expect(() => new Cursors(SEARCH).decode(cursor, 'before')).toThrow(OdsError);
    expect(() => new Cursors(SEARCH).decode(cursor, 'before')).toThrow(
      /^before: is a cursor of another search/,
    );
  }
});

test('anything else is refused, naming the argument', () => {
  const cursors = new Cursors(SEARCH);
  const strange = ['', 'x', '10', ...['offset:4', 'abcdefgh:-1', 'abcdefgh:'].map(encoded)];
  for (const cursor of strange) {
    expect(() => cursors.decode(cursor, 'after')).toThrow(OdsError);
    expect(() => cursors.decode(cursor, 'after')).toThrow(/^after: is not a cursor/);
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => cursors.decode(text, 'after')).toThrow(OdsError);
      expect(() => cursors.decode(encoded(text), 'after')).toThrow(OdsError);
    }),
  );
});

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
