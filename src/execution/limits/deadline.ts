/** How long a whole operation may take. */
import { LimitError } from '../../loading/limit-error.ts';
import { Cancellation, type Signal } from '../../ods/cancellation.ts';
import type { Timeout, Timeouts } from '../../ods/timeouts.ts';

/** The time that an operation has, and word of its end to all that it has under way. */
export class Deadline {
  readonly #end = new Cancellation();
  readonly #timeouts: Timeouts;
  readonly #timeout: Timeout;
  readonly #callerSignal: Signal;
  readonly #onAbort = () => this.#end.abort(this.#callerSignal.reason);
  /** Told when the time is over. */
  #onPassed: ((error: LimitError) => void) | null = null;

  /** `callerSignal` ends it too: nobody waits for the answer any more. */
  constructor(callerSignal: Signal, timeouts: Timeouts) {
    this.#callerSignal = callerSignal;
    this.#timeouts = timeouts;
    this.#timeout = timeouts.begin(() => {
      const error = new LimitError(
        'OPERATION_TIMEOUT',
        `The operation took longer than ${timeouts.milliseconds} ms (OPERATION_TIMEOUT): ask for less, or in several operations.`,
      );
      this.#end.abort(error);
      this.#onPassed?.(error);
    });
    if (callerSignal.aborted) this.#onAbort();
    else callerSignal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The outcome of this work, or OPERATION_TIMEOUT if the time is over before it. */
  within<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#onPassed = reject;
      work.then(resolve, reject);
    });
  }

  /** Ends the calls under way of the operation. */
  get signal(): Signal {
    return this.#end;
  }

  /** To be called when the operation is over, or lasts as long as its caller stays. */
  lift(): void {
    this.#timeouts.end(this.#timeout);
  }

  /** To be called when nothing of the operation is left. */
  end(): void {
    this.lift();
    this.#callerSignal.removeEventListener('abort', this.#onAbort);
  }
}
