/** The variables of operations, made ready for a run: the same are given again and again. */
import { LRUCache } from 'lru-cache';
import type { Estimate } from './estimate.ts';
import { sizeAsJson } from './limits/answer-size.ts';
import type { Operation } from './operation.ts';

/** What follows from an operation and its variables alone. Runs share it, and change nothing in it. */
export interface PreparedVariables {
  /** As resolvers read them. */
  readonly values: Record<string, unknown>;
  /** What a run may cost. */
  readonly estimate: Estimate;
}

/** Memory for them, in bytes as estimated below. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Longer variables are not worth being a key. */
const MAX_KEY = 4000;
/** The values, and the arguments that are made of them, take some times their text. */
const BYTES_PER_CHARACTER = 20;
/** Of a field that costs calls, with all that is made of its arguments before it is asked: parameters and keys. */
const BYTES_PER_FIELD = 3000;
const BYTES_PER_ENTRY = 1000;

/** Variables as they were given, of the operation that they were given to last. */
interface Given {
  /** The id of the operation: the operation itself may be forgotten before them. */
  readonly operation: number;
  /** Their JSON. */
  readonly text: string;
  /** What they are kept under when they are ready. */
  readonly key: string;
}

/** Makes variables ready, and keeps those that were used last. */
export class PreparedVariablesCache {
  readonly #maxListLength: number;
  /** By the object that they are: a body that is known has the same for all that send it, and nobody changes it. */
  readonly #given = new WeakMap<object, Given>();
  readonly #kept = new LRUCache<string, PreparedVariables>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_BYTES / 8,
    sizeCalculation: ({ estimate }, key) =>
      BYTES_PER_ENTRY +
      BYTES_PER_CHARACTER * key.length +
      BYTES_PER_FIELD * (estimate.fields.length + estimate.lists.length),
  });

  constructor(maxListLength: number) {
    this.#maxListLength = maxListLength;
  }

  /**
   * The JSON of an operation's variables, as a part of keys; null if they are too long for one, or are of no query: what
   * is pushed comes once, and may have a push key beside it.
   */
  textOf(operation: Operation, given: Readonly<Record<string, unknown>>): string | null {
    const known = this.#knownOf(operation, given);
    if (known) return known.text;
    const text = textOfVariables(operation, given);
    if (text !== null)
      this.#given.set(holderOf(operation, given), {
        operation: operation.id,
        text,
        key: keyOf(operation, text),
      });
    return text;
  }

  /** The variables of a run and its estimate; throws an error that repeats no value. `text` is what `textOf` gave of them. */
  of(operation: Operation, given: Readonly<Record<string, unknown>>, text: string | null): PreparedVariables {
    if (text === null) return this.#made(operation, given);
    const key = this.#knownOf(operation, given)?.key ?? keyOf(operation, text);
    let prepared = this.#kept.get(key);
    if (!prepared) {
      prepared = this.#made(operation, given);
      this.#kept.set(key, prepared);
    }
    return prepared;
  }

  #knownOf(operation: Operation, given: object): Given | undefined {
    const known = this.#given.get(holderOf(operation, given));
    return known?.operation === operation.id ? known : undefined;
  }

  #made(operation: Operation, given: Readonly<Record<string, unknown>>): PreparedVariables {
    const values = operation.variables(given, this.#maxListLength);
    return { values, estimate: operation.estimate(values) };
  }
}

function keyOf({ id }: Operation, text: string): string {
  return `${id} ${text}`;
}

/** What stands for the variables: without any, the operation does. */
function holderOf(operation: Operation, given: object): object {
  return operation.hasVariables ? given : operation;
}

function textOfVariables(operation: Operation, given: Readonly<Record<string, unknown>>): string | null {
  if (operation.kind !== 'query') return null;
  if (!operation.hasVariables) return '';
  // What is long is not written only to find that out.
  if (sizeAsJson(given, MAX_KEY) > MAX_KEY) return null;
  const text = JSON.stringify(given);
  return text.length > MAX_KEY ? null : text;
}
