import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_JSON_PARTS, parsePortalJson } from '../../src/ods/json.ts';
import { parseJsonBody } from '../../src/ods/json-body.ts';

const FILLING = 'Orléans — 東京 '.repeat(100);

/** So many objects are several parts. */
const objects = (first: string, more: object = {}) =>
  Array.from({ length: 200 }, (_, index) => ({ [first]: index, text: FILLING, ...more }));

function outcomeOf(parse: () => unknown): unknown {
  try {
    return { json: parse() };
  } catch (error) {
    return { error: String(error) };
  }
}

/** A body is read as its text is, whatever is in it. */
function expectTheSame(text: string): void {
  const bytes = Buffer.from(text);
  const [ofBody, ofText] = [outcomeOf(() => parseJsonBody(bytes)), outcomeOf(() => parsePortalJson(text))];
  // A difference of such texts would fill the screen.
  expect(isDeepStrictEqual(ofBody, ofText), `${text.slice(0, 200)}…`).toBe(true);
}

describe('a long body', () => {
  test('is what its text is, with any values in the objects of its list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 100, maxLength: 150 }),
        fc.string({ maxLength: 12 }),
        fc.string({ maxLength: 12 }),
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
        fc.constantFrom(undefined, 1),
        (values, name, first, before, behind, indent) => {
          const list = values.map((value) => ({ [first]: value, text: FILLING }));
          const whole = Object.fromEntries([
            ...Object.entries(before),
            [name, list],
            ...Object.entries(behind).filter(([key]) => key !== name),
          ]);
          expectTheSame(JSON.stringify(whole, null, indent));
          expectTheSame(JSON.stringify(list, null, indent));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is what its text is if objects like those of the list are elsewhere too', () => {
    expectTheSame(JSON.stringify({ records: objects('id', { nested: [{ id: 1 }, { id: 2 }] }) }));
    expectTheSame(JSON.stringify({ a: { b: objects('id') }, c: objects('id') }));
    expectTheSame(JSON.stringify([objects('id'), objects('id')]));
    expectTheSame(JSON.stringify({ parameters: [{ id: 1 }], records: objects('id') }));
    expectTheSame(`{"empty":[],"1":${JSON.stringify(objects('id'))}}`);
    expectTheSame(JSON.stringify({ records: objects('id', { text: `,{"id":1} ${FILLING}` }) }));
  });

  test('is what its text is if names are those of JavaScript, or written in escapes', () => {
    expectTheSame(`{"__proto__":${JSON.stringify(objects('id'))}}`);
    expectTheSame(JSON.stringify({ records: objects('__proto__') }));
    expectTheSame(JSON.stringify({ records: objects('a"b') }));
    expectTheSame(`{"rec\\u006frds":${JSON.stringify(objects('id'))}}`);
  });

  test('has null for NaN and Infinity in each part', () => {
    const text = JSON.stringify({ records: objects('id', { x: 'NaN' }) }).replaceAll('"x":"NaN"', '"x":NaN');
    expect(parseJsonBody(Buffer.from(text))).toHaveProperty('records[199].x', null);
    expectTheSame(text);
  });

  test('is refused where its text is: cut off, nested too deeply, or with something between its objects', () => {
    const text = JSON.stringify({ records: objects('id') });
    expectTheSame(text.slice(0, -1));
    expectTheSame(`${text}}`);
    expectTheSame(
      JSON.stringify({ records: objects('id', { deep: 'HERE' }) }).replace(
        '"HERE"',
        '['.repeat(99) + ']'.repeat(99),
      ),
    );
    expectTheSame(text.replaceAll(',{"id"', ',\u0001{"id"'));
    expectTheSame(text.replaceAll(',{"id"', ',,{"id"'));
    expectTheSame(text.replaceAll(',{"id"', ' {"id"'));
  });

  test('has no more names and values than a text may have', () => {
    const text = `{"records":[${'{"id":1},'.repeat(MAX_JSON_PARTS / 3)}{"id":1}]}`;
    expect(() => parseJsonBody(Buffer.from(text))).toThrow(/more than 3000000 names and values/);
  });
});
