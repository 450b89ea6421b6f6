/** How long lookups wait for others that may share their call. */

import { performance } from 'node:perf_hooks';

/** Where the time comes from: a test brings its own. */
export interface BatchTimers {
  /** Runs work when all that had arrived by now has been looked at: no time passes that could be spared. */
  afterThisTurn(work: () => void): void;
  /** Runs work after so many milliseconds. */
  after(milliseconds: number, work: () => void): void;
  /** The milliseconds in which the process had nothing to do, since any moment. */
  idle(): number;
}

export interface BatchWindowOptions {
  /** Milliseconds for which a lookup waits at most (BATCH_WINDOW). */
  milliseconds: number;
  /** True if others are under way, which may be about to look something up too. */
  isBusy: () => boolean;
  /** @default those of Node.js */
  timers?: BatchTimers | undefined;
}

const TIMERS: BatchTimers = {
  afterThisTurn: (work) => void setImmediate(work),
  after: (milliseconds, work) => void setTimeout(work, milliseconds),
  idle: () => performance.eventLoopUtilization().idle,
};

/** Timers count whole milliseconds: what is left of one is not waited for. */
const ROUNDING = 0.5;

/**
 * A window opens with the first lookup of a batch.
 *
 * If nobody else is under way, it closes when what has arrived meanwhile has been looked at: a lone request never waits.
 * Otherwise it closes after the milliseconds that a lookup may wait. Those are milliseconds in which there was nothing
 * to do: while the server is busy with requests that have arrived, and finds more lookups for the call among them, its
 * work is what they wait for, and a call that left earlier would be answered no earlier. Two looks that find none end it.
 */
export class BatchWindow {
  readonly #milliseconds: number;
  readonly #isBusy: () => boolean;
  readonly #timers: BatchTimers;

  constructor({ milliseconds, isBusy, timers = TIMERS }: BatchWindowOptions) {
    this.#milliseconds = milliseconds;
    this.#isBusy = isBusy;
    this.#timers = timers;
  }

  /** Opens a window, and calls back when it closes. `size` tells how many lookups have come so far. */
  open(size: () => number, close: () => void): void {
    const { afterThisTurn } = this.#timers;
    const wait = () => this.#wait(this.#milliseconds, size, close);
    afterThisTurn(() => {
      if (this.#isBusy()) wait();
      // What came while the first was being worked on is read in the next turn.
      else afterThisTurn(() => (this.#isBusy() ? wait() : close()));
    });
  }

  #wait(milliseconds: number, size: () => number, close: () => void, isLastLook = false): void {
    const { after, afterThisTurn, idle } = this.#timers;
    const [sizeBefore, idleBefore] = [size(), idle()];
    after(milliseconds, () =>
      afterThisTurn(() => {
        const left = milliseconds - (idle() - idleBefore);
        const hasGrown = size() > sizeBefore;
        if (left < ROUNDING || (isLastLook && !hasGrown)) close();
        else this.#wait(Math.max(1, left), size, close, !hasGrown);
      }),
    );
  }
}
