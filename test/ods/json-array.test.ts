import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePortalJson } from '../../src/ods/json.ts';
import { JsonArraySplitter } from '../../src/ods/json-array.ts';

/** The elements of a text that arrives in pieces, cut at these bytes. */
function split(text: string, cuts: readonly number[]): { elements: string[]; isComplete: boolean } {
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const splitter = new JsonArraySplitter();
  const elements = places.flatMap((place, index) => [
    ...splitter.push(bytes.subarray(place, places[index + 1] ?? bytes.length)),
  ]);
  return { elements, isComplete: splitter.isComplete };
}

describe('an array in pieces', () => {
  test('has the elements that it has as a whole, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.array(fc.nat()),
        fc.constantFrom(undefined, 2),
        (array, cuts, indent) => {
          const text = JSON.stringify(array, null, indent);
          const { elements, isComplete } = split(text, cuts);
          expect(isComplete).toBe(true);
          expect(elements.map(parsePortalJson)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  test('is known not to be complete while it is not', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(), (array, length) => {
        const text = JSON.stringify(array);
        const part = Buffer.from(text).subarray(0, length % Buffer.byteLength(text));
        const splitter = new JsonArraySplitter();
        const elements = [...splitter.push(part)].map(parsePortalJson);
        expect(splitter.isComplete).toBe(false);
        expect(elements).toEqual(JSON.parse(text).slice(0, elements.length));
      }),
    );
  });

  test('may have NaN in it, and white space and a byte order mark around it', () => {
    const { elements, isComplete } = split('\uFEFF\n [ {"a": NaN} ,\n2 ]\r\n', [1, 2, 8]);
    expect([elements.map(parsePortalJson), isComplete]).toEqual([[{ a: null }, 2], true]);
  });

  test.each(['{"a":1}', '"text"', 'null', '[] []', '[1] x', '<html>', ',[1]'])('%s is none', (text) => {
    expect(() => split(text, [])).toThrow(SyntaxError);
  });

  test('with an element that has no end is refused, not kept', () => {
    const splitter = new JsonArraySplitter();
    const piece = Buffer.alloc(16 * 1024 * 1024, 'x');
    expect([...splitter.push(Buffer.from('["'))]).toEqual([]);
    expect(() => {
      for (let pieces = 0; pieces < 5; pieces += 1) [...splitter.push(piece)];
    }).toThrow('too large');
  });
});
