/** A moment until which something is waited for. */
export class Deadline {
  readonly #over: Promise<void>;
  readonly #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** Without an end if the seconds are infinite. */
  constructor(seconds: number) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#over = promise;
    if (!Number.isFinite(seconds)) return;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      resolve();
    }, seconds * 1000);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Done when the work is, or at the deadline. */
  async race(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.#over]);
  }

  /** Holds the process no longer. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
