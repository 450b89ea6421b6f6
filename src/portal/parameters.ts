/** The parameters of one request, from its query string and its form. Every name may come several times. */
import { badRequest } from './errors.ts';
import { shown } from './shown.ts';

/** The last record that a search can reach. */
export const deepest = 10_000;

/** The usual limit of web frameworks. */
export const mostParameters = 1_000;

export class Parameters {
  readonly #values = new Map<string, string[]>();

  /** An empty value counts as no value, as at the real portals. */
  constructor(...sources: Iterable<[string, string]>[]) {
    for (const source of sources) {
      for (const [name, value] of source) {
        if (value === '') continue;
        const values = this.#values.get(name);
        if (values === undefined) this.#values.set(name, [value]);
        else values.push(value);
      }
    }
  }

  /** All values of a parameter, in their order. */
  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  /** The value of a parameter that makes sense only once. If it comes several times, the last value counts. */
  one(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  flag(name: string): boolean {
    return isTrue(this.one(name));
  }

  /** The values of all parameters `<prefix>.<name>`, by name. */
  named(prefix: string): Map<string, string[]> {
    const named = new Map<string, string[]>();
    for (const [name, values] of this.#values) {
      if (name.startsWith(`${prefix}.`)) named.set(name.slice(prefix.length + 1), values);
    }
    return named;
  }

  /** A whole number not below `least`. */
  integer(name: string, usual: number, least: number): number {
    const text = this.one(name);
    if (text === undefined) return usual;
    const value = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= deepest)) {
      throw badRequest(
        `Invalid value for ${name} API parameter: ${shown(text)} was found but ${least} <= ${name} <= ${deepest} is expected.`,
      );
    }
    return value;
  }
}

export const isTrue = (value: string | undefined): boolean =>
  value !== undefined && ['true', '1', 'yes', 'on'].includes(value.toLowerCase());
