import { badInput } from './errors.ts';
import { isObject, type JsonObject, readObjects, readText, readTexts } from './json.ts';
import { didYouMean } from './nearest.ts';
import { onceFor } from './once-for.ts';
import { listed, shown } from './text.ts';

/** The kinds of field; OTHER is what this client does not know (`json_blob` and whatever comes). */
export type FieldType =
  | 'TEXT'
  | 'INT'
  | 'DOUBLE'
  | 'DATE'
  | 'DATETIME'
  | 'GEO_POINT'
  | 'GEO_SHAPE'
  | 'FILE'
  | 'OTHER';

const TYPES: ReadonlyMap<string, FieldType> = new Map([
  ['text', 'TEXT'],
  ['int', 'INT'],
  ['double', 'DOUBLE'],
  ['date', 'DATE'],
  ['datetime', 'DATETIME'],
  ['geo_point_2d', 'GEO_POINT'],
  ['geo_shape', 'GEO_SHAPE'],
  ['file', 'FILE'],
]);

export interface FieldAnnotation {
  name: string;
  args: string[];
}

/** A field of a dataset's schema (or of the catalog's). */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly type: FieldType;
  readonly rawType: string;
  readonly annotations: FieldAnnotation[];
}

/** Reads the fields of a dataset; what is no field is passed over. */
export function readFields(json: unknown): Field[] {
  const fields: Field[] = [];
  for (const one of readObjects(json)) {
    const field = readField(one);
    if (field) fields.push(field);
  }
  return fields;
}

/** Reads a field; null if it has no name. */
export function readField(json: JsonObject): Field | null {
  const name = readText(json.name);
  return name === null || name === '' ? null : new PortalField(json, name);
}

/** A field as the portal gave it; what few callers ask for is read when it is asked for. */
class PortalField implements Field {
  readonly name: string;
  readonly type: FieldType;
  readonly rawType: string;
  readonly #json: JsonObject;
  #annotations: FieldAnnotation[] | undefined;

  constructor(json: JsonObject, name: string) {
    this.#json = json;
    this.name = name;
    this.rawType = readText(json.type) ?? 'text';
    this.type = TYPES.get(this.rawType) ?? 'OTHER';
  }

  /** Some fields of 2015 carry none. */
  get label(): string {
    return readText(this.#json.label) ?? this.name;
  }

  get description(): string | null {
    return readText(this.#json.description);
  }

  /** Fields of 2015 carry none. Kept, since checks of facets look into it for each name. */
  get annotations(): FieldAnnotation[] {
    this.#annotations ??= readAnnotations(this.#json.annotations);
    return this.#annotations;
  }
}

/** A list of `{ name, args? }` in v1; v2 (which some proxies pass on) has an object by name. */
function readAnnotations(json: unknown): FieldAnnotation[] {
  if (isObject(json)) return Object.entries(json).map(([name, args]) => ({ name, args: readTexts(args) }));
  return readObjects(json).flatMap((annotation) => {
    const name = readText(annotation.name);
    return name === null ? [] : [{ name, args: readTexts(annotation.args) }];
  });
}

export function findAnnotation(field: Field, name: string): FieldAnnotation | undefined {
  return field.annotations.find((annotation) => annotation.name === name);
}

export function isFacet(field: Field): boolean {
  return findAnnotation(field, 'facet') !== undefined;
}

const SCALAR: ReadonlySet<FieldType> = new Set(['TEXT', 'INT', 'DOUBLE', 'DATE', 'DATETIME']);

/** What `facet` and `refine` take: portals count the values of any such field, annotated as a facet or not. */
export function isCountable(field: Field): boolean {
  return SCALAR.has(field.type) || isFacet(field);
}

/** Numbers, dates, and text: the documentation asks text for an annotation, the official table sorts without. */
export function isSortable(field: Field): boolean {
  return SCALAR.has(field.type);
}

export function isGeo(field: Field): boolean {
  return field.type === 'GEO_POINT' || field.type === 'GEO_SHAPE';
}

/**
 * Every record has, besides its fields, the time at which it was last written, and can be filtered and sorted by it. It is
 * not one of the dataset's fields, and so in no list of them.
 */
const RECORD_TIMESTAMP: Field = {
  name: 'record_timestamp',
  label: 'Record timestamp',
  description: null,
  type: 'DATETIME',
  rawType: 'datetime',
  annotations: [],
};

/** The fields that a request may name. Any other name is an error here, since portals ignore it. */
export class FieldSet implements Iterable<Field> {
  static #last = 0;
  /** No other set of this process has the same. */
  readonly id = ++FieldSet.#last;
  /** What has the fields, for error messages: `dataset "earthquakes"`. */
  readonly owner: string;
  readonly #fields: ReadonlyMap<string, Field>;
  /** Names that mean a field as well as its own does. */
  readonly #aliases: ReadonlyMap<string, string>;

  constructor(owner: string, fields: readonly Field[], aliases: Readonly<Record<string, string>> = {}) {
    this.owner = owner;
    this.#fields = new Map(fields.map((field) => [field.name, field]));
    this.#aliases = new Map(Object.entries(aliases));
  }

  [Symbol.iterator](): Iterator<Field> {
    return this.#fields.values();
  }

  /** The field of that name, under the name that the portal has for it. */
  get(name: string): Field | undefined {
    return this.#fields.get(name) ?? this.#fields.get(this.#aliases.get(name) ?? '');
  }

  first(matches: (field: Field) => boolean): Field | undefined {
    for (const field of this.#fields.values()) if (matches(field)) return field;
    return undefined;
  }

  /** The field of that name; BAD_USER_INPUT naming the argument and the fields there are, when there is none. */
  require(name: string, argument: string): Field {
    const field = this.get(name);
    if (field) return field;
    const hint = didYouMean(name, [...this.#aliases.keys(), ...this.#fields.keys()]);
    const list = this.#list(() => true);
    throw badInput(
      argument,
      `${this.owner} has no field ${shown(name)}${hint === '' ? `; it has ${list}` : `.${hint} It has ${list}`}.`,
    );
  }

  /** As `require`, for a use that not every field allows: the message lists those that do. */
  requireSuch(name: string, argument: string, what: string, matches: (field: Field) => boolean): Field {
    const field = this.require(name, argument);
    if (matches(field)) return field;
    throw badInput(
      argument,
      `${shown(name)} is not ${what} of ${this.owner}; such are: ${this.#list(matches)}.`,
    );
  }

  #list(matches: (field: Field) => boolean): string {
    const alias = new Map([...this.#aliases].map(([name, own]) => [own, ` (${name})`]));
    return listed([...this].filter(matches).map(({ name }) => name + (alias.get(name) ?? '')));
  }
}

/** The fields by which a dataset's records are filtered and sorted: its own, and `record_timestamp`. */
export const withRecordTimestamp = onceFor(
  (fields: FieldSet) => new FieldSet(fields.owner, [...fields, RECORD_TIMESTAMP]),
);
