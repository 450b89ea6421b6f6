import type { FieldSet } from './field.ts';

/**
 * What was made last of an object for the fields of a dataset: an argument is asked of several things in one operation, and
 * comes again with the variables that it is one of. It holds neither the object nor the fields.
 */
export class KnownForFields<Key extends object, Made> {
  readonly #known = new WeakMap<Key, { fields: number; made: Made }>();

  /** What `make` makes of it: once, if it comes again for the same fields. */
  of(key: Key, fields: FieldSet, make: () => Made): Made {
    const known = this.#known.get(key);
    if (known?.fields === fields.id) return known.made;
    const made = make();
    this.#known.set(key, { fields: fields.id, made });
    return made;
  }
}
