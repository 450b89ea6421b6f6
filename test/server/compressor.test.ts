/** What a compressor writes is read by Node's own decompressors: whole texts, and those that were ended later. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../src/execution/utf8.ts';
import { endedWith, keptOf } from '../../src/server/begun-coding.ts';
import { type Coding, Compressor } from '../../src/server/compressor.ts';

const CODINGS: Coding[] = ['zstd', 'br', 'gzip'];
const DECODE: Readonly<Record<Coding, (bytes: Bytes) => Buffer>> = {
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
  gzip: gunzipSync,
};
const STAYING = new AbortController().signal;
const LARGEST = 32 * 1024 * 1024;

describe.each(CODINGS)('%s', (coding) => {
  const decoded = (bytes: Bytes | null) => bytes && DECODE[coding](bytes).toString();

  test('is of the whole text', async () => {
    const text = 'naïve 😀 '.repeat(10_000);
    const bytes = await new Compressor().whole(coding, text, STAYING);
    expect(decoded(bytes)).toBe(text);
    expect(bytes?.length).toBeLessThan(1000);
  });

  test('that was begun is ended with any text', async () => {
    const compressor = new Compressor();
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 3000 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: 1, max: 400 }),
        text,
        text,
        async (part, times, one, other) => {
          const beginning = part.repeat(times).toWellFormed();
          const begun = await compressor.begun(coding, beginning);
          const kept = keptOf(coding, beginning, begun ?? new Uint8Array());
          for (const end of [one, other].map((ending) => ending.toWellFormed()))
            expect(decoded(endedWith(coding, kept, end))).toBe(beginning + end);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is ended with as much as one block holds, and with no more', async () => {
    const begun = await new Compressor().begun(coding, 'begun');
    const kept = keptOf(coding, 'begun', begun ?? new Uint8Array());
    const end = 'e'.repeat(0xffff);
    expect(decoded(endedWith(coding, kept, end))).toBe(`begun${end}`);
    for (const wrong of ['', `${end}e`, 'é'.repeat(0x8000)])
      expect(() => endedWith(coding, kept, wrong)).toThrow(RangeError);
  });
});

test('texts wait for their turn, and beyond 32 MB of them nobody waits', async () => {
  const compressor = new Compressor();
  const third = 'x'.repeat(LARGEST / 4);
  const all = Array.from({ length: 6 }, () => compressor.whole('zstd', third, STAYING));
  const refused = (await Promise.all(all)).map((bytes) => bytes === null);
  expect(refused).toEqual([false, false, false, false, true, true]);
  expect(await compressor.whole('zstd', 'x'.repeat(LARGEST), STAYING)).not.toBeNull();
  expect(await compressor.whole('zstd', 'x'.repeat(LARGEST + 1), STAYING)).toBeNull();
});

test('nothing is made for a client that left while it waited', async () => {
  const compressor = new Compressor();
  const leaving = new AbortController();
  const busy = [1, 2].map(() => compressor.whole('gzip', 'x'.repeat(1_000_000), STAYING));
  const waiting = compressor.whole('gzip', 'x', leaving.signal);
  leaving.abort();
  expect(await waiting).toBeNull();
  expect((await Promise.all(busy)).every(Boolean)).toBe(true);
});
