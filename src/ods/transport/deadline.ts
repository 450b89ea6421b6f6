import { Cancellation, type Signal } from '../cancellation.ts';

/** Ends a piece of work after so many milliseconds, or earlier when its caller is gone. */
export class Deadline {
  readonly #end = new Cancellation();
  readonly #timer: NodeJS.Timeout;
  readonly #callerSignal: Signal | undefined;
  readonly #onLeave = () => this.#end.abort(this.#callerSignal?.reason);

  constructor(milliseconds: number, error: () => Error, callerSignal?: Signal) {
    this.#callerSignal = callerSignal;
    this.#timer = setTimeout(() => this.#end.abort(error()), milliseconds);
    if (callerSignal?.aborted) this.#onLeave();
    else callerSignal?.addEventListener('abort', this.#onLeave, { once: true });
  }

  /** Aborts with the error of the deadline, or with the reason of the caller. */
  get signal(): Signal {
    return this.#end;
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
