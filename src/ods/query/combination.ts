/** What a condition compiles to, and how several of them are joined. */

/** What no condition of the query language says. */
export const EVERYTHING = true;
export const NOTHING = false;

/** An expression of the query language, or what holds for everything or for nothing. */
export type Compiled = string | typeof EVERYTHING | typeof NOTHING;

/** All of them; everything if there are none. */
export function allOf(parts: readonly Compiled[]): Compiled {
  return combine(parts, ' AND ', EVERYTHING);
}

/** At least one of them; nothing if there are none. */
export function anyOf(parts: readonly Compiled[]): Compiled {
  return combine(parts, ' OR ', NOTHING);
}

export function not(part: Compiled): Compiled {
  return typeof part === 'boolean' ? !part : `NOT (${part})`;
}

/** Joins conditions. `neutral` is what it is without any: it changes nothing, and its opposite decides alone. */
function combine(parts: readonly Compiled[], operator: string, neutral: boolean): Compiled {
  if (parts.includes(!neutral)) return !neutral;
  const texts = parts.filter((part) => typeof part === 'string');
  const [first = neutral] = texts;
  // One alone is written as it is: equal questions make one query, and so one call.
  return texts.length < 2 ? first : texts.map((part) => `(${part})`).join(operator);
}
