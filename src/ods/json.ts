/** Reading and narrowing of unknown JSON. What is missing or of another type becomes a neutral value, never an exception. */

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

/** The texts of a list, or the one text where the portal gives a single value for a list. */
export function readTexts(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.map(readText).filter((text): text is string => text !== null && text !== '');
}

/** The objects of a list; everything else in it is passed over. */
export function readObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const TOKEN = /\\.|"|-?(?:NaN|Infinity)\b/gs;

/** Parses JSON as portals write it: with NaN and Infinity where a number has no value, which are read as null. */
export function parsePortalJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Token by token and not string by string: a text of megabytes must not exhaust the stack.
    let isInString = false;
    const numbers = text.replace(TOKEN, (token) => {
      if (token === '"') isInString = !isInString;
      return isInString || token === '"' || token.startsWith('\\') ? token : 'null';
    });
    return JSON.parse(numbers);
  }
}
