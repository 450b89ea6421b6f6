/** The default of a type's plural. It is written into the file, where it can be changed; the server never makes one. */
import pluralize from 'pluralize';
import { capitalized, singularOf } from './names.ts';

/**
 * `City` → `cities`, `BirdStrike` → `birdStrikes`. What has no plural of its own, or is one already (`series`,
 * `communes`, `cities1000`), is `allSeries`, so that it is not the name of the field that looks up one.
 */
export function pluralOf(typeName: string): string {
  const singular = singularOf(typeName);
  // Only the last word has a plural: `countryPerson` → `countryPeople`.
  const start = singular.search(/[A-Z][a-z]*$/);
  const head = start < 0 ? '' : singular.slice(0, start);
  const last = start < 0 ? singular : singular.slice(start);
  const plural = head + pluralize(last);
  const hasPlural = /[a-z]$/.test(singular) && plural !== singular;
  return hasPlural ? plural : `all${capitalized(typeName)}`;
}
