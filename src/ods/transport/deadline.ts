/** Ends a piece of work after so many milliseconds, or earlier when its caller is gone. */
export class Deadline {
  /** Aborts with the error of the deadline, or with the reason of the caller. */
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number, error: () => Error, callerSignal?: AbortSignal) {
    const controller = new AbortController();
    this.#timer = setTimeout(() => controller.abort(error()), milliseconds);
    this.signal = callerSignal ? AbortSignal.any([controller.signal, callerSignal]) : controller.signal;
  }

  /** Takes the deadline away; a caller that goes still ends the work. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
