import type { JsonAnswer } from './transport/answer.ts';

/** What a reader made of an answer. */
interface Narrowed<T> {
  readonly reader: object;
  readonly value: T;
}

/**
 * Under this name, an answer has what was made of it. A WeakMap of answers would keep each of them alive until all memory is
 * looked through; JSON does not show the name.
 */
const NARROWED = Symbol('narrowed');

interface ReadAnswer extends JsonAnswer {
  [NARROWED]?: Narrowed<unknown>;
}

/**
 * Narrows the answers of one API, each of them once: an answer that is kept is read many times. All
 * readers get the same value, so none of them may change it.
 */
export class Reader<T, Context = void> {
  readonly #narrow: (answer: JsonAnswer, context: Context) => T;

  constructor(narrow: (answer: JsonAnswer, context: Context) => T) {
    this.#narrow = narrow;
  }

  /** The answer, narrowed. The context says of the request what must be known to read its answer. */
  read(answer: ReadAnswer, context: Context): T {
    const known = answer[NARROWED];
    if (this.#isOwn(known)) return known.value;
    const value = this.#narrow(answer, context);
    answer[NARROWED] = { reader: this, value };
    return value;
  }

  #isOwn(known: Narrowed<unknown> | undefined): known is Narrowed<T> {
    return known?.reader === this;
  }
}
