import { describe, expect, test } from 'vitest';
import { BodyTooLong, freeLarge, LARGE_BODY, Pieces } from '../../../src/ods/transport/body.ts';

const PIECE = 64 * 1024;

/** So many bytes, no two pieces of them alike. */
const bytesOf = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + index / PIECE) % 251));

function wholeOf(bytes: Buffer, headers: Record<string, string>, maxBytes = 10 * LARGE_BODY): Uint8Array {
  const pieces = new Pieces(headers, maxBytes);
  for (let start = 0; start < bytes.length; start += PIECE) {
    // A copy, which whoever sent it may write over.
    const piece = Buffer.from(bytes.subarray(start, start + PIECE));
    pieces.add(piece);
  }
  expect(pieces.length).toBe(bytes.length);
  return pieces.whole();
}

describe('the pieces of a body', () => {
  const lengths = [0, 1, PIECE, LARGE_BODY, LARGE_BODY + 1, LARGE_BODY + PIECE + 1, 3 * LARGE_BODY + 7];

  test.each(lengths)('are put together: %i bytes', (length) => {
    const bytes = bytesOf(length);
    const headers: Record<string, string>[] = [
      {},
      { 'content-length': String(length) },
      // Less than it is; as it is packed; no length.
      { 'content-length': String(Math.floor(length / 2)) },
      { 'content-length': '100', 'content-encoding': 'gzip' },
      { 'content-length': 'many' },
    ];
    for (const one of headers) expect(Buffer.compare(wholeOf(bytes, one), bytes)).toBe(0);
  });

  test('that end before the length that was announced are those that came', () => {
    const bytes = bytesOf(2 * LARGE_BODY);
    const headers = { 'content-length': String(3 * LARGE_BODY) };
    expect(Buffer.compare(wholeOf(bytes, headers, 4 * LARGE_BODY), bytes)).toBe(0);
  });

  test('are refused when they are more than they may be, or say so', () => {
    expect(() => new Pieces({ 'content-length': '11' }, 10)).toThrow(BodyTooLong);
    expect(() => wholeOf(bytesOf(LARGE_BODY + 1), {}, LARGE_BODY)).toThrow(BodyTooLong);
  });

  test('give their memory back when they were read, if they are large', () => {
    const large = wholeOf(bytesOf(2 * LARGE_BODY), {});
    freeLarge(large);
    expect(large.length).toBe(0);
    const short = wholeOf(bytesOf(PIECE), {});
    freeLarge(short);
    expect(short.length).toBe(PIECE);
  });
});
