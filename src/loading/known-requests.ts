/**
 * What was made of requests of one kind. They come again with the arguments that they are made of, which are kept with the
 * variables of an operation, and in the same company; a WeakMap keeps none of them.
 */
export class KnownRequests<Request extends object, Made> {
  readonly #made = new WeakMap<Request, { requests: readonly Request[]; made: Made }>();
  readonly #onAgain: (made: Made) => void;

  /** `onAgain` is told of what was made before, each time that it is asked for again. */
  constructor(onAgain: (made: Made) => void = () => {}) {
    this.#onAgain = onAgain;
  }

  /** What `make` makes of these requests: once, if the same ones come again together. */
  of(requests: readonly Request[], make: () => Made): Made {
    const [first] = requests;
    if (!first) return make();
    const known = this.#made.get(first);
    if (known && areSame(known.requests, requests)) {
      this.#onAgain(known.made);
      return known.made;
    }
    const made = make();
    this.#made.set(first, { requests, made });
    return made;
  }
}

function areSame(some: readonly object[], others: readonly object[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
