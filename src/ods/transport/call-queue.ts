/** Lets so many calls to a portal be under way at a time; the others wait, callers taking turns. */

interface Waiting {
  start: () => void;
}

export class CallQueue {
  readonly #concurrency: number;
  #underWay = 0;
  /** Who waits, by caller; the callers in the order of their turns. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Waits for a turn; what it gives ends it. Rejects with the signal's reason for a caller that leaves meanwhile. */
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
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = () => {
        this.#remove(callerId, waiting);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      const line = this.#waiting.get(callerId);
      if (line) line.push(waiting);
      else this.#waiting.set(callerId, [waiting]);
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
    const next = line.shift();
    this.#waiting.delete(callerId);
    if (line.length > 0) this.#waiting.set(callerId, line);
    next?.start();
  }

  #remove(callerId: string, waiting: Waiting): void {
    const left = this.#waiting.get(callerId)?.filter((other) => other !== waiting) ?? [];
    if (left.length > 0) this.#waiting.set(callerId, left);
    else this.#waiting.delete(callerId);
  }
}
