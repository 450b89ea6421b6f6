/** Counts requests that are on their way, of which the executor knows nothing yet. */
export type ArrivalCount = () => number;

/** What is about to be asked, as listeners and readers of requests tell. */
export class Arrivals {
  readonly #counts: ArrivalCount[] = [];

  /** Takes one more that knows of requests. */
  add(count: ArrivalCount): void {
    this.#counts.push(count);
  }

  /** True if a request is on its way. */
  get any(): boolean {
    return this.#counts.some((count) => count() > 0);
  }
}
