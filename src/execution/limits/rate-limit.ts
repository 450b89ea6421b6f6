/** How many operations one caller may ask in a minute, and how many calls to the portal they may cause. */
import { LRUCache } from 'lru-cache';
import { LimitError } from '../../loading/limit-error.ts';

const MINUTE = 60_000;

/** How many callers are counted at a time. If there are more, the counts of those that have not asked for longest begin again at zero. */
const MAX_CALLERS = 100_000;

/** What the replicas of the server count together. */
export interface SharedCounter {
  /** Adds to a count that is forgotten after so many seconds, and gives the sum; undefined if nobody can tell. */
  add(key: string, amount: number, seconds: number): Promise<number | undefined>;
}

export interface RateLimitOptions {
  /** Operations a minute. */
  operations: number;
  /** Calls to the portal a minute. */
  calls: number;
  shared?: SharedCounter | undefined;
  now?: (() => number) | undefined;
}

interface Entry {
  minute: number;
  count: number;
}

/** Counts by the minute of the clock. */
export class RateLimit {
  readonly #most: Pick<RateLimitOptions, 'operations' | 'calls'>;
  readonly #shared: SharedCounter | undefined;
  readonly #now: () => number;
  readonly #counts = new LRUCache<string, Entry>({ max: MAX_CALLERS });

  constructor({ operations, calls, shared, now = Date.now }: RateLimitOptions) {
    this.#most = { operations, calls };
    this.#shared = shared;
    this.#now = now;
  }

  /** Counts an operation of a caller; throws RATE_LIMITED if it is one too many. */
  admitOperation(callerId: string): void {
    const refusal = this.#add('operations', callerId);
    if (refusal) throw refusal;
  }

  /** Counts a call of a caller; gives the error that keeps it from being made if it is one too many. */
  refuseCall(callerId: string): LimitError | null {
    return this.#add('calls', callerId);
  }

  /** Takes a call of a caller out of the count again, since it was not made. */
  giveBackCall(callerId: string): void {
    const minute = this.#minute();
    const key = `calls ${callerId}`;
    const entry = this.#entry(key, minute);
    // In a minute that has begun since, it was not counted.
    if (entry.count > 0) this.#count(entry, key, -1);
  }

  #add(what: 'operations' | 'calls', callerId: string): LimitError | null {
    const minute = this.#minute();
    const key = `${what} ${callerId}`;
    const entry = this.#entry(key, minute);
    if (entry.count >= this.#most[what]) return this.#refusal(what, minute);
    this.#count(entry, key, 1);
    return null;
  }

  #minute(): number {
    return Math.floor(this.#now() / MINUTE);
  }

  #count(entry: Entry, key: string, amount: number): void {
    const { minute } = entry;
    entry.count += amount;
    // The sum of all replicas is known a moment later: each may go beyond it by what comes meanwhile.
    void this.#shared?.add(`rate:${minute}:${key}`, amount, (2 * MINUTE) / 1000).then((sum) => {
      if (sum !== undefined && entry.minute === minute) entry.count = Math.max(entry.count, sum);
    });
  }

  #entry(key: string, minute: number): Entry {
    const known = this.#counts.get(key);
    if (known?.minute === minute) return known;
    const entry = { minute, count: 0 };
    this.#counts.set(key, entry);
    return entry;
  }

  #refusal(what: 'operations' | 'calls', minute: number): LimitError {
    const text = what === 'operations' ? 'operations' : 'calls to the portal';
    return new LimitError(
      'RATE_LIMITED',
      `This caller has had the ${this.#most[what]} ${text} that one may have in a minute (RATE_LIMIT). Ask again in the next minute.`,
      { retryAt: new Date((minute + 1) * MINUTE), ofCaller: true },
    );
  }
}
