/** Ends a piece of work after so many milliseconds, or earlier when its caller is gone. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #callerSignal: AbortSignal | undefined;
  // AbortSignal.any would do the same for the price of a whole request.
  readonly #onLeave = () => this.#controller.abort(this.#callerSignal?.reason);

  constructor(milliseconds: number, error: () => Error, callerSignal?: AbortSignal) {
    this.#callerSignal = callerSignal;
    this.#timer = setTimeout(() => this.#controller.abort(error()), milliseconds);
    if (callerSignal?.aborted) this.#onLeave();
    else callerSignal?.addEventListener('abort', this.#onLeave, { once: true });
  }

  /** Aborts with the error of the deadline, or with the reason of the caller. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Takes the deadline away; a caller that goes still ends the work. */
  lift(): void {
    clearTimeout(this.#timer);
  }

  /** To be called when nothing of the work is left. */
  end(): void {
    this.lift();
    this.#callerSignal?.removeEventListener('abort', this.#onLeave);
  }
}
