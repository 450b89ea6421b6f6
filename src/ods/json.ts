/** Reading and narrowing of unknown JSON. A value that is missing or of another type becomes a neutral one, never an exception. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text; numbers and booleans as text (facet names and codes come both ways); anything else null. */
export function readText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** A finite number, also from its text (`"82.07"`); anything else null. */
export function readNumber(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() !== '') return readNumber(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A whole number from 0, not as a text; anything else null. */
export function readWholeNumber(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;
}

/** The texts of a list, or the one text if the portal gives a single value for a list. */
export function readTexts(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.map(readText).filter((text): text is string => text !== null && text !== '');
}

/** An object; an empty one for anything else. */
export function readObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The objects of a list; everything else in it is passed over. */
export function readObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Deeper than any record, shape or facet tree; shallower than any stack that walks what was parsed. */
export const MAX_JSON_DEPTH = 100;

/**
 * Parses JSON as portals write it: with NaN and Infinity for numbers without a value, which are read as null. Throws a
 * SyntaxError for anything else, for what is nested too deeply to be worked with, and for too many names and values.
 */
export function parsePortalJson(text: string): unknown {
  // What a short text becomes is small, whatever is in it.
  if (text.length > LARGE_TEXT) new JsonBounds().take(text);
  const json = parseWithNonNumbers(text);
  requireShallow(json);
  return json;
}

/** Parses JSON with NaN and Infinity in it, whatever else is in it. */
export function parseWithNonNumbers(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const numbers = withoutNonNumbers(text);
    if (numbers === text) throw error;
    return JSON.parse(numbers);
  }
}

/**
 * The parser itself takes any depth, and those that walk what it made would not. Numbers and texts are most of what
 * portals send: no function is called for them.
 */
export function requireShallow(value: unknown, depth = MAX_JSON_DEPTH): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw tooDeep();
  if (isObject(value)) {
    // The loop is over the parser's own objects, which inherit nothing.
    for (const key in value) {
      const member = value[key];
      if (typeof member === 'object' && member !== null) requireShallow(member, depth - 1);
    }
  } else if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    for (let index = 0; index < items.length; index++) {
      // With brackets, V8 would make a list of numbers (a position) one of objects first, each number in memory of its own.
      const item = items.at(index);
      if (typeof item === 'object' && item !== null) requireShallow(item, depth - 1);
    }
  }
}

/** As `parsePortalJson`; undefined for what it does not take. */
export function tryParseJson(text: string): unknown {
  try {
    return parsePortalJson(text);
  } catch {
    return undefined;
  }
}

/** Three bytes of JSON can become sixty-four of memory: so many names and values are more than 10,000 records have. */
export const MAX_JSON_PARTS = 3_000_000;

/** Characters from which on a text is looked at before it is parsed: 1,000 records have less. */
export const LARGE_TEXT = 1024 * 1024;

const CODE = {
  quote: 34,
  comma: 44,
  colon: 58,
  open: 91,
  backslash: 92,
  close: 93,
  openBrace: 123,
  closeBrace: 125,
};

/** Counts the names and values of a text, or of several that belong together, before the parser makes values of them. */
export class JsonBounds {
  #parts = 1;

  /** Reads the next text, character by character; throws a SyntaxError if it is too much, or nested too deeply. */
  take(text: string): void {
    let parts = this.#parts;
    let depth = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === CODE.quote) index = endOfString(text, index);
      else if (code === CODE.comma || code === CODE.colon) parts++;
      else if (code === CODE.open || code === CODE.openBrace) {
        parts++;
        if (++depth > MAX_JSON_DEPTH) throw tooDeep();
      } else if (code === CODE.close || code === CODE.closeBrace) depth--;
      if (parts > MAX_JSON_PARTS)
        throw new SyntaxError(`JSON of more than ${MAX_JSON_PARTS} names and values.`);
    }
    this.#parts = parts;
  }
}

function tooDeep(): SyntaxError {
  return new SyntaxError(`JSON nested more than ${MAX_JSON_DEPTH} deep.`);
}

/** Where the string ends that begins at `start`; the end of the text if it does not end. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === CODE.quote) return index;
    index += code === CODE.backslash ? 2 : 1;
  }
  return text.length;
}

const NON_NUMBER = /"|-?(?:NaN|Infinity)\b/g;

/** The text with null for NaN and Infinity outside of strings. */
function withoutNonNumbers(text: string): string {
  const pieces: string[] = [];
  let taken = 0;
  NON_NUMBER.lastIndex = 0;
  for (let match = NON_NUMBER.exec(text); match !== null; match = NON_NUMBER.exec(text)) {
    if (match[0] === '"') {
      NON_NUMBER.lastIndex = endOfString(text, match.index) + 1;
      continue;
    }
    pieces.push(text.slice(taken, match.index), 'null');
    taken = NON_NUMBER.lastIndex;
  }
  return taken === 0 ? text : pieces.join('') + text.slice(taken);
}

/** True if two values of JSON are the same; the order of names does not matter. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((value, index) => isSame(value, other[index]))
    );
  if (!isObject(one) || !isObject(other)) return false;
  let names = 0;
  for (const name in one) {
    if (!Object.hasOwn(other, name) || !isSame(one[name], other[name])) return false;
    names += 1;
  }
  return names === Object.keys(other).length;
}
