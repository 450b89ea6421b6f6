import type { JsonAnswer } from './transport/answer.ts';

/** What a reader made of an answer. */
interface Narrowed<T> {
  readonly reader: object;
  readonly value: T;
  /** Takes out of the value what makes it large. */
  empty(value: T): void;
}

/**
 * Under these names, an answer has what was made of it, and how many hold it. A WeakMap of answers would keep each of them alive
 * until all memory is looked through; JSON does not show the names.
 */
const NARROWED = Symbol('narrowed');
const HOLDERS = Symbol('holders');

interface ReadAnswer extends JsonAnswer {
  [NARROWED]?: Narrowed<unknown> | undefined;
  [HOLDERS]?: number;
}

/**
 * Narrows the answers of one API, each of them once: an answer that is kept is read many times. All
 * readers get the same value, so none of them may change it.
 */
export class Reader<T, Context = void> {
  readonly #narrow: (answer: JsonAnswer, context: Context) => T;
  readonly #empty: (value: T) => void;

  /** `empty` takes the lists out of a value that nobody reads any more: see `letGo`. */
  constructor(narrow: (answer: JsonAnswer, context: Context) => T, empty: (value: T) => void = () => {}) {
    this.#narrow = narrow;
    this.#empty = empty;
  }

  /** The answer, narrowed. The context says of the request what must be known to read its answer. */
  read(answer: ReadAnswer, context: Context): T {
    const known = answer[NARROWED];
    if (this.#isOwn(known)) return known.value;
    const value = this.#narrow(answer, context);
    const narrowed: Narrowed<T> = { reader: this, value, empty: this.#empty };
    answer[NARROWED] = narrowed;
    return value;
  }

  #isOwn(known: Narrowed<unknown> | undefined): known is Narrowed<T> {
    return known?.reader === this;
  }
}

/** Says that an answer which is kept nowhere is going to be read: until `letGo`, and by others maybe longer. */
export function hold(answer: ReadAnswer): void {
  answer[HOLDERS] = (answer[HOLDERS] ?? 0) + 1;
}

/** Says that it is not read any more. If nobody else holds it, it is emptied. */
export function letGo(answer: ReadAnswer): void {
  const holders = (answer[HOLDERS] ?? 0) - 1;
  answer[HOLDERS] = holders;
  if (holders !== 0) return;
  const narrowed = answer[NARROWED];
  narrowed?.empty(narrowed.value);
  answer[NARROWED] = undefined;
  answer.json = null;
}
