import type { JsonAnswer } from './transport/answer.ts';

/**
 * Narrows the answers of one API, each of them once: an answer that is kept is read many times. All
 * readers get the same value, so none of them may change it.
 */
export class Reader<T, Context = void> {
  readonly #narrow: (answer: JsonAnswer, context: Context) => T;
  readonly #values = new WeakMap<JsonAnswer, { value: T }>();

  constructor(narrow: (answer: JsonAnswer, context: Context) => T) {
    this.#narrow = narrow;
  }

  /** The answer, narrowed. The context says of the request what must be known to read its answer. */
  read(answer: JsonAnswer, context: Context): T {
    const known = this.#values.get(answer);
    if (known) return known.value;
    const value = this.#narrow(answer, context);
    this.#values.set(answer, { value });
    return value;
  }
}
