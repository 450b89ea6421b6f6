import { setTimeout as wait } from 'node:timers/promises';
import { abortSignalOf, type Signal } from '../cancellation.ts';

/** No more than this part of all calls are retries, so that they do not make an outage worse. */
const PART = 0.1;

/** So many retries may be saved up: there are a few from the start, and no flood after a quiet day. */
const FIRST = 3;
const MOST = 5;

/** Milliseconds within which the first retry is sent; the second within four times as many. */
const FIRST_PAUSE = 100;

/** A portal that asks for more patience than these milliseconds gets it from the caller, and not from this server. */
const LONGEST_PAUSE = 2000;

/** How many reads may be sent again: a budget that each first call adds to and each retry takes from. */
export class Retries {
  readonly #most: number;
  #left = FIRST;

  /** `most`: how many times one read may be sent again. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Notes a call that is no retry. */
  noteCall(): void {
    if (this.#left < MOST) this.#left += PART;
  }

  /** Takes one from the budget; gives the milliseconds after which it is sent, or null if there is to be none. */
  take(attempt: number, retryAt: Date | null): number | null {
    if (attempt >= this.#most || this.#left < 1) return null;
    const least = retryAt ? Math.max(0, retryAt.getTime() - Date.now()) : 0;
    if (least > LONGEST_PAUSE) return null;
    this.#left -= 1;
    // At any moment within the pause: those that failed together do not come again together.
    return least + Math.random() * FIRST_PAUSE * 4 ** attempt;
  }

  /** Puts one back that was not sent after all. */
  giveBack(): void {
    this.#left += 1;
  }
}

/** Waits before a retry; the signal ends it early. */
export async function pause(milliseconds: number, signal: Signal): Promise<void> {
  await wait(milliseconds, undefined, { signal: abortSignalOf(signal) }).catch(() => {});
}
