/** How long a whole operation may take. */
import { LimitError } from '../../loading/limit-error.ts';
import type { Signal } from '../../ods/cancellation.ts';
import type { Timeouts } from '../../ods/timeouts.ts';
import { Deadline as WorkDeadline } from '../../ods/transport/deadline.ts';

/** The time that an operation has, and word of its end to all that it has under way. */
export class Deadline {
  readonly #deadline: WorkDeadline;
  /** Told when the time is over. */
  #onPassed: ((error: LimitError) => void) | null = null;

  /** `callerSignal` ends it too: nobody waits for the answer any more. */
  constructor(callerSignal: Signal, timeouts: Timeouts) {
    const passed = () => {
      const error = new LimitError(
        'OPERATION_TIMEOUT',
        `The operation took longer than ${timeouts.milliseconds} ms (OPERATION_TIMEOUT): ask for less, or in several operations.`,
      );
      this.#onPassed?.(error);
      return error;
    };
    this.#deadline = new WorkDeadline(timeouts, passed, callerSignal);
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
    return this.#deadline.signal;
  }

  /** To be called when the operation is over, or lasts as long as its caller stays. */
  lift(): void {
    this.#deadline.lift();
  }

  /** To be called when nothing of the operation is left. */
  end(): void {
    this.#deadline.end();
  }
}
