/** How many operations, subscriptions or downloads may be under way at a time: of one caller, and of all together. */

import { LimitError, type LimitErrorCode } from '../../loading/limit-error.ts';
import { KeyedCounts } from '../../ods/keyed-counts.ts';

export interface InFlightOptions {
  code: Extract<LimitErrorCode, `TOO_MANY_${string}`>;
  /** What is counted, as the error says it: `operations`. */
  what: string;
  /** The setting of the limit of all; that of one caller ends in `_PER_CALLER`. */
  setting: string;
  max: number;
  maxPerCaller: number;
}

/** After how many milliseconds a caller that is refused may ask again. */
const RETRY_AFTER = 1000;

/** Counts what is under way. */
export class InFlight {
  readonly #options: InFlightOptions;
  readonly #byCaller = new KeyedCounts();
  #count = 0;

  constructor(options: InFlightOptions) {
    this.#options = options;
  }

  /** How many are under way. */
  get size(): number {
    return this.#count;
  }

  /** Lets one more begin, and gives what ends it; throws an error if too many are under way. */
  enter(callerId: string): () => void {
    const { max, maxPerCaller, setting } = this.#options;
    const own = this.#byCaller.of(callerId);
    if (this.#count >= max) throw this.#tooMany(`${max} are under way`, setting, false);
    if (own >= maxPerCaller)
      throw this.#tooMany(`${maxPerCaller} of this caller are under way`, `${setting}_PER_CALLER`, true);
    this.#count += 1;
    this.#byCaller.begin(callerId);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#leave(callerId);
    };
  }

  #leave(callerId: string): void {
    this.#count -= 1;
    this.#byCaller.end(callerId);
  }

  #tooMany(why: string, setting: string, ofCaller: boolean): LimitError {
    const { code, what } = this.#options;
    return new LimitError(
      code,
      `Too many ${what} at a time: ${why} (${setting}). Try again when one has ended.`,
      { retryAt: new Date(Date.now() + RETRY_AFTER), ofCaller },
    );
  }
}
