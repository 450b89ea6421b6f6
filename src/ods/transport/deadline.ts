import { Cancellation, type Signal } from '../cancellation.ts';
import type { Timeout, Timeouts } from '../timeouts.ts';

/** Ends a piece of work when its time is over, or earlier when its caller is gone. */
export class Deadline {
  readonly #end = new Cancellation();
  readonly #timeouts: Timeouts;
  readonly #timeout: Timeout;
  readonly #callerSignal: Signal | undefined;
  readonly #onLeave = () => this.#end.abort(this.#callerSignal?.reason);

  constructor(timeouts: Timeouts, error: () => Error, callerSignal?: Signal) {
    this.#callerSignal = callerSignal;
    this.#timeouts = timeouts;
    this.#timeout = timeouts.begin(() => this.#end.abort(error()));
    if (callerSignal?.aborted) this.#onLeave();
    else callerSignal?.addEventListener('abort', this.#onLeave, { once: true });
  }

  /** Aborts with the error of the deadline, or with the reason of the caller. */
  get signal(): Signal {
    return this.#end;
  }

  /** Takes the deadline away; a caller that goes still ends the work. */
  lift(): void {
    this.#timeouts.end(this.#timeout);
  }

  /** To be called when nothing of the work is left. */
  end(): void {
    this.lift();
    this.#callerSignal?.removeEventListener('abort', this.#onLeave);
  }
}
