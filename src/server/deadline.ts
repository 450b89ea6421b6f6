/** A moment until which something is waited for. */
export class Deadline {
  readonly #over: Promise<void>;
  readonly #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** The deadline never comes if the seconds are infinite. */
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

  /** Resolves when the work is done, or at the deadline. */
  async race(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.#over]);
  }

  /** Lets the process end: the timer holds it no longer. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
