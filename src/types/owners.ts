/** Who has which name. */
import { shown } from '../ods/text.ts';
import { RESERVED_FIELD_NAMES } from './names.ts';

/** Names that are given out once: who has one already is told to whoever asks for it too. */
export class Owners {
  readonly #owners = new Map<string, string>();

  has(name: string): boolean {
    return this.#owners.has(name);
  }

  /** Null if it was free; else whose it is. */
  claim(name: string, owner: string): string | null {
    const other = this.#owners.get(name);
    if (other !== undefined) return other;
    this.#owners.set(name, owner);
    return null;
  }
}

/** What is wrong with such a name for a member of a type; null if it is right. */
export function reservedOrNull(name: string): string | null {
  if (!RESERVED_FIELD_NAMES.has(name)) return null;
  return `is ${shown(name)}, a name that the graph needs itself: ${shown(`${name}_`)} would do`;
}
