import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonMeter } from '../../src/server/json-meter.ts';

/** Names and values as they are once parsed; an empty list or object counts for one more, since it takes as much. */
function partsOf(value: unknown): number {
  if (Array.isArray(value))
    return (
      1 +
      Math.max(
        1,
        value.reduce<number>((sum, item) => sum + partsOf(item), 0),
      )
    );
  if (typeof value !== 'object' || value === null) return 1;
  const sum = Object.values(value).reduce<number>((all, item) => all + 1 + partsOf(item), 0);
  return 1 + Math.max(1, sum);
}

test('counts the names and values of any JSON, in whatever pieces it arrives', () => {
  // Short strings, and some that are longer than what is looked at byte by byte.
  const values = fc.tuple(fc.jsonValue({ maxDepth: 6 }), fc.array(fc.string({ maxLength: 200 })));
  const sizes = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2000 }));
  fc.assert(
    fc.property(values, sizes, (value, size) => {
      const json = JSON.stringify(value);
      const meter = new JsonMeter();
      const bytes = Buffer.from(json);
      for (let start = 0; start < bytes.length; start += size)
        meter.take(bytes.subarray(start, start + size));
      expect(meter.parts()).toBe(partsOf(JSON.parse(json)));
    }),
  );
});

test('takes a time that grows with the text and no faster, whatever is in it', () => {
  const spent = (text: string) => {
    const before = process.cpuUsage();
    new JsonMeter().take(Buffer.from(text));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  for (const piece of [' ', '"', '\\', '"\\"', ']', '"a",'])
    expect(spent(piece.repeat(400_000))).toBeLessThan(500);
});
