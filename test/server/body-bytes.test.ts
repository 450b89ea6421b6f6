import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BodyBytes, textOf } from '../../src/server/body-bytes.ts';

/** The sizes of pieces: a byte, some, and what a socket gives. */
const SIZES = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 100_000 })), {
  maxLength: 12,
});

function piecesOf(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let start = 0;
  for (const size of sizes) {
    // Whoever carries a body gives up each piece of it.
    pieces.push(Buffer.from(bytes.subarray(start, start + size)));
    start += size;
  }
  return [...pieces, Buffer.from(bytes.subarray(start))];
}

test.each([
  ['ASCII', 'utf-8', (n: number) => Buffer.from(String.fromCharCode(97 + (n % 26)).repeat(7) + n)],
  ['UTF-8', 'utf-8', (n: number) => Buffer.from(`é€𝄞${n}`)],
  ['UTF-16', 'utf-16le', (n: number) => Buffer.from(`é€𝄞${n}`, 'utf16le')],
])('a text in %s is the same in whatever pieces it arrives', (_, charset, part) => {
  const text = Buffer.concat(Array.from({ length: 20_000 }, (_, n) => part(n)));
  const whole = new TextDecoder(charset).decode(text);
  fc.assert(
    fc.property(SIZES, (sizes) => {
      const seen: Uint8Array[] = [];
      const body = new BodyBytes(charset, false, (piece) => seen.push(Uint8Array.from(piece)));
      for (const piece of piecesOf(text, sizes)) body.add(piece.slice());
      // A plain comparison: an expectation would print all of it.
      expect(textOf(body.end()) === whole).toBe(true);
      expect(Buffer.concat(seen).equals(Buffer.from(whole))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a body in pieces of one byte is whole', () => {
  const body = new BodyBytes('utf-8', false, () => {});
  for (const byte of Buffer.from('{"query":"é"}'.repeat(20_000))) body.add(Uint8Array.of(byte));
  expect(textOf(body.end()) === '{"query":"é"}'.repeat(20_000)).toBe(true);
});

test('nothing is left of a body that is given up', () => {
  const body = new BodyBytes('utf-8', false, () => {});
  for (let piece = 0; piece < 4; piece += 1) body.add(Buffer.alloc(40_000 - piece * 10_000, 'a'));
  body.clear();
  expect(textOf(body.end())).toBe('');
});

test('memory is given back when bytes are not needed any more', () => {
  const pieces = () => [40_000, 20_000, 70_000].map((length) => new Uint8Array(length));
  const [whole, givenUp, single] = [pieces(), pieces(), new Uint8Array(100)];
  const body = new BodyBytes('utf-8', false, () => {});
  for (const piece of whole) body.add(piece);
  expect(body.end()).toHaveLength(130_000);
  for (const piece of givenUp) body.add(piece);
  body.clear();
  for (const piece of [...whole, ...givenUp]) expect(piece).toHaveLength(0);
  body.add(single);
  expect(body.end()).toBe(single);
  expect(single).toHaveLength(100);
});

test.each([
  ['of a pool', false, [40_000, 10_000]],
  ['that others may hold', true, [60_000, 40_000]],
])('bytes %s are left alone', (_, isShared, sizes) => {
  const pool = new Uint8Array(100_000);
  const body = new BodyBytes('utf-8', isShared, () => {});
  for (const size of sizes) body.add(pool.subarray(0, size));
  body.clear();
  expect(pool).toHaveLength(100_000);
});
