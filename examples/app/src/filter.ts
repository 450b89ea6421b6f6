/** From what the form says to the filter that all parts of the page share. */
import type { EarthquakeFilter, RecordFilter } from './graphql/graphql.ts';

/** What the form says. */
export interface Wanted {
  words: string;
  kind: string;
  /** The least magnitude; null if any will do. */
  least: number | null;
}

export const EVERYTHING: Wanted = { words: '', kind: '', least: null };

export function wantedOf(form: FormData): Wanted {
  const least = textIn(form, 'least');
  return {
    words: textIn(form, 'search'),
    kind: textIn(form, 'kind'),
    least: least === '' ? null : Number(least),
  };
}

/** Each field has the tests of its type: a magnitude that begins with a text would not compile. */
export function filterOf({ words, kind, least }: Wanted): EarthquakeFilter {
  return {
    ...(words && { search: words }),
    ...(kind && { type: { equals: kind } }),
    ...(least !== null && { magnitude: { atLeast: least } }),
  };
}

/** The same for what every dataset has, whether it is a type or not: there fields go by their names at the portal. */
export function recordFilterOf({ words, kind, least }: Wanted): RecordFilter {
  const ofKind = kind ? [{ field: { name: 'type', equals: kind } }] : [];
  const strong = least === null ? [] : [{ field: { name: 'mag', atLeast: least } }];
  return {
    ...(words && { search: words }),
    // `all` of no conditions is everything.
    where: { all: [...ofKind, ...strong] },
  };
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
