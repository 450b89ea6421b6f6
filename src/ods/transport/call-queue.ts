/** Lets so many calls to a portal be under way at a time; the others wait, callers taking turns. */

interface Waiting {
  start: () => void;
}

/** A call that waited for its turn for as long as it may. */
export class WaitedTooLong extends Error {
  override readonly name = 'WaitedTooLong';
}

export class CallQueue {
  readonly #concurrency: number;
  readonly #timeout: number;
  #underWay = 0;
  /** The calls that wait, by caller; the callers in the order of their turns. */
  readonly #waiting = new Map<string, Set<Waiting>>();

  /** `timeout`: milliseconds for which a call may wait. */
  constructor(concurrency: number, timeout: number) {
    this.#concurrency = concurrency;
    this.#timeout = timeout;
  }

  /**
   * Waits for a turn; the function that it gives ends the turn. Rejects with the signal's reason for a caller that
   * leaves meanwhile, and with WaitedTooLong.
   */
  async enter(callerId: string, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#underWay >= this.#concurrency) await this.#wait(callerId, signal);
    else this.#underWay += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#next();
    };
  }

  #wait(callerId: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      };
      const waiting: Waiting = {
        start: () => {
          settle();
          resolve();
        },
      };
      const giveUp = (reason: unknown) => {
        settle();
        this.#remove(callerId, waiting);
        reject(reason);
      };
      const leave = () => giveUp(signal?.reason);
      const timer = setTimeout(() => giveUp(new WaitedTooLong()), this.#timeout);
      signal?.addEventListener('abort', leave, { once: true });
      const line = this.#waiting.get(callerId);
      if (line) line.add(waiting);
      else this.#waiting.set(callerId, new Set([waiting]));
    });
  }

  /** Gives the turn that has ended to the caller who has waited for one the longest, and puts it last. */
  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#underWay -= 1;
      return;
    }
    const [callerId, line] = first;
    const [next] = line;
    this.#waiting.delete(callerId);
    if (next) line.delete(next);
    if (line.size > 0) this.#waiting.set(callerId, line);
    next?.start();
  }

  #remove(callerId: string, waiting: Waiting): void {
    const line = this.#waiting.get(callerId);
    line?.delete(waiting);
    if (line?.size === 0) this.#waiting.delete(callerId);
  }
}
