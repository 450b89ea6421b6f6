import type { OdsError } from '../ods/errors.ts';
import type { CacheStatus, KeptRead } from '../ods/transport/call.ts';
import { LimitError } from './limit-error.ts';

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
  /** Calls that it was expected to spend at most, before it began. */
  estimated: number;
  /** Calls left to the caller afterwards; null if the portal has not said. */
  quotaRemaining: number | null;
}

/** Counts what one operation spends, and knows what of it is still under way. */
export class UpstreamMeter {
  readonly usage: Upstream = {
    calls: 0,
    shared: 0,
    cached: 0,
    stale: 0,
    estimated: 0,
    quotaRemaining: null,
  };
  /** The error that keeps it from any call: then it has only what is kept. */
  refusal: OdsError | LimitError | null = null;
  /** The reads that it was made of; null if one of them was a call, or another's, or not new. */
  reads: KeptRead[] | null = [];
  /** Calls that it may make at most. */
  maxCalls = Number.POSITIVE_INFINITY;
  #asked = 0;
  /** Pieces of work at the portal that are under way. */
  #underWay = 0;
  /** What goes on when none is. */
  #atRest: (() => void)[] = [];

  /** Counts a piece of work at the portal that begins: it is under way until its `end`. */
  begin(): void {
    this.#underWay += 1;
  }

  end(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) for (const goOn of this.#atRest.splice(0)) goOn();
  }

  /** Does such a piece of work. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work();
    } finally {
      this.end();
    }
  }

  /** Allows a call more; the error that says why not. */
  refuse(): OdsError | LimitError | null {
    if (this.refusal) return this.refusal;
    if (this.#asked < this.maxCalls) {
      this.#asked += 1;
      return null;
    }
    return new LimitError(
      'OPERATION_TOO_EXPENSIVE',
      `This operation has spent the ${this.maxCalls} calls to the portal that one may spend (MAX_CALLS_PER_OPERATION); ids that the portal does not know may cost more calls than were estimated.`,
    );
  }

  /** Takes back a call that it was allowed and that was not made for it. */
  giveBack(): void {
    this.#asked -= 1;
  }

  /** Notes an HTTP request that has left. */
  noteCall(): void {
    this.usage.calls += 1;
    this.reads = null;
  }

  /** Notes an answer that cost no call. */
  note(how: CacheStatus, read?: KeptRead): void {
    if (read) this.reads?.push(read);
    else this.reads = null;
    if (how === 'shared') this.usage.shared += 1;
    else this.usage.cached += 1;
    if (how === 'stale') this.usage.stale += 1;
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#atRest.push(resolve));
  }
}
