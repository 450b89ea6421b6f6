import { type Link, LinkedList } from './linked-list.ts';

/** Something that is over at a moment (`performance.now()`). */
interface Due {
  readonly at: number;
  readonly onOver: () => void;
}

export type Timeout = Link<Due>;

/**
 * What is over after the same time, if it does not end before: each call and each operation has such a time, and nearly all
 * end. What began first is over first, so that one timer serves all; a timer for each costs several times that.
 */
export class Timeouts {
  readonly #milliseconds: number;
  readonly #waiting = new LinkedList<Due>();
  #timer: NodeJS.Timeout | null = null;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  get milliseconds(): number {
    return this.#milliseconds;
  }

  /** Calls `onOver` when the time is over, unless `end` is called before with what this gives. */
  begin(onOver: () => void): Timeout {
    this.#timer ??= setTimeout(this.#look, this.#milliseconds);
    return this.#waiting.add({ at: performance.now() + this.#milliseconds, onOver });
  }

  end(timeout: Timeout): void {
    this.#waiting.remove(timeout);
    // A timer would keep the process from its end.
    if (this.#waiting.size > 0 || this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #look = (): void => {
    this.#timer = null;
    for (let due = this.#waiting.first; due; due = this.#waiting.first) {
      const left = due.at - performance.now();
      if (left > 0) {
        this.#timer ??= setTimeout(this.#look, Math.ceil(left));
        return;
      }
      this.#waiting.shift();
      due.onOver();
    }
  };
}
