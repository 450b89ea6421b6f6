/** Names of the portal as names that GraphQL can have. What a name becomes depends on it and on those before it alone. */

/** Names of fields that the graph needs itself: those of every record, of filters, of aggregates and of groups. */
const OWN_FIELDS = [
  'id',
  'recordId',
  'record',
  'all',
  'any',
  'not',
  'search',
  'near',
  'within',
  'withinBox',
  'count',
  'avg',
  'min',
  'max',
  'sum',
  'key',
];

/** Names that mean something to JavaScript or, as values of an enum, to GraphQL. */
const LANGUAGE_NAMES = [...Object.getOwnPropertyNames(Object.prototype), 'true', 'false', 'null'];

/** No field of a type may be called so. */
export const RESERVED_FIELD_NAMES: ReadonlySet<string> = new Set([...OWN_FIELDS, ...LANGUAGE_NAMES]);

/** What a name becomes that has no letter or digit of the Latin script. */
const NAMELESS = 'field';

/** Longer names of the portal are cut: there must be room for what tells two of them apart. */
const MAX_LENGTH = 80;

/** Latin letters that are no letter with an accent. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ẞ', 'SS'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ð', 'd'],
  ['Ð', 'D'],
  ['þ', 'th'],
  ['Þ', 'TH'],
  ['ı', 'i'],
]);

/** `Année d'édition` → `annee`, `d`, `edition`; `ISOCode2` → `iso`, `code2`: in lower case. */
export function wordsOf(text: string): string[] {
  const latin = text
    .replace(/[ßẞæÆœŒøØłŁđĐðÐþÞı]/g, (letter) => LETTERS.get(letter) ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
  const words = latin
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]/);
  return words.filter((word) => word !== '').map((word) => word.toLowerCase());
}

/** `country_code` → `countryCode`. A digit gets a `_` before it; a text without Latin letters or digits is `field`. */
export function camelCase(text: string): string {
  const pascal = pascalOf(text);
  return beforeDigit(pascal === '' ? NAMELESS : pascal.charAt(0).toLowerCase() + pascal.slice(1));
}

/** `geonames-cities-1000` → `GeonamesCities1000`; without Latin letters or digits, `Dataset_`, which is nobody's. */
export function pascalCase(text: string): string {
  return beforeDigit(pascalOf(text) || 'Dataset_');
}

function pascalOf(text: string): string {
  const words = wordsOf(text).map(capitalized);
  return words.join('').slice(0, MAX_LENGTH);
}

function beforeDigit(name: string): string {
  return /^\d/.test(name) ? `_${name}` : name;
}

/** What enums call a field, for orders and groups: `countryCode` → `COUNTRY_CODE`. */
export function enumNameOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase();
}

/** `cities` → `Cities`, as in `downloadCities`. */
export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The name of the field that looks up one: `City` → `city`. */
export function singularOf(typeName: string): string {
  const capitals = /^_*[A-Z]+(?![a-z])/.exec(typeName)?.[0] ?? typeName.slice(0, 1 + typeName.search(/[^_]/));
  return capitals.toLowerCase() + typeName.slice(capitals.length);
}

/** Gives the fields of one type their names: no two are the same, nor are they as values of an enum. */
export class FieldNames {
  readonly #taken = new Set<string>();

  /** The names that are given already: by hand, or before. */
  constructor(given: Iterable<string> = []) {
    for (const name of given) this.#taken.add(enumNameOf(name));
  }

  /** The name of a field that the portal calls so; it is taken from now on. */
  give(original: string): string {
    const base = camelCase(original);
    const name = this.#isFree(base) ? base : this.#variantOf(base);
    this.#taken.add(enumNameOf(name));
    return name;
  }

  #isFree(name: string): boolean {
    return !RESERVED_FIELD_NAMES.has(name) && !this.#taken.has(enumNameOf(name));
  }

  /** `id` → `id_`; what is taken gets a number: `name_2`. */
  #variantOf(base: string): string {
    const behind = `${base}_`;
    if (RESERVED_FIELD_NAMES.has(base) && this.#isFree(behind)) return behind;
    for (let number = 2; ; number++) if (this.#isFree(`${base}_${number}`)) return `${base}_${number}`;
  }
}
