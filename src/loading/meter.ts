import type { Saving } from '../ods/transport.ts';

/** What one operation spent at the portal: shown to its caller as `extensions.upstream`. */
export interface Upstream {
  /** HTTP requests that left for the portal. */
  calls: number;
  /** Lookups and searches that needed no call of their own, since another's answered them too. */
  shared: number;
  /** Lookups and searches answered from the response cache. */
  cached: number;
  /** Of these, those shown beyond their time to live. */
  stale: number;
}

/** Counts what one operation spends, and knows what of it is still under way. */
export class UpstreamMeter {
  readonly spent: Upstream = { calls: 0, shared: 0, cached: 0, stale: 0 };
  readonly #pending = new Set<Promise<unknown>>();

  /** Follows a piece of work at the portal until it is done, well or badly. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#pending.add(work);
    const done = () => this.#pending.delete(work);
    work.then(done, done);
    return work;
  }

  /** Notes an answer that cost no call. */
  saved(how: Saving): void {
    if (how === 'shared') this.spent.shared += 1;
    else this.spent.cached += 1;
    if (how === 'stale') this.spent.stale += 1;
  }

  /** Waits for all that is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }
}
