/** Counts the calls of each caller per day. A day ends at midnight UTC. */
import { ApiError } from './errors.ts';

/** The account that a call counts on: the name of a key or login, or the address of an anonymous caller. */
export interface Payer {
  name: string;
  isAnonymous: boolean;
  /** Calls per day. The default is the portal's quota. */
  quota?: number | undefined;
}

export interface Account {
  limit: number;
  remaining: number;
  /** When the count starts again. */
  reset: Date;
  /** Whether this call is beyond the limit. */
  isExceeded: boolean;
}

const day = 86_400_000;

export class Quota {
  readonly #limit: number;
  readonly #now: () => number;
  readonly #used = new Map<string, number>();
  #today = 0;

  constructor(limit: number, now: () => number = Date.now) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Counts one call. A call beyond the quota is not counted. */
  charge(payer: Payer): Account {
    const today = Math.floor(this.#now() / day);
    if (today !== this.#today) {
      this.#used.clear();
      this.#today = today;
    }
    const limit = payer.quota ?? this.#limit;
    const key = `${payer.isAnonymous ? 'address' : 'key'} ${payer.name}`;
    const before = this.#used.get(key) ?? 0;
    const isExceeded = before >= limit;
    const used = isExceeded ? before : before + 1;
    this.#used.set(key, used);
    return { limit, remaining: Math.max(0, limit - used), reset: new Date((today + 1) * day), isExceeded };
  }
}

/** The quota headers. The reset is written as the live portals write it. */
export function quotaHeaders({ limit, remaining, reset }: Account): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': `${reset.toISOString().slice(0, 19).replace('T', ' ')}+00:00`,
  };
}

/** The documented error of a call beyond the quota. */
export function quotaExceeded({ limit, reset }: Account, payer: Payer): ApiError {
  const message = payer.isAnonymous
    ? 'You have exceeded the requests limit for anonymous users.'
    : 'Too many requests on the domain. Please contact the domain administrator.';
  return new ApiError(429, message, {
    errorcode: payer.isAnonymous ? 10005 : 10002,
    reset_time: `${reset.toISOString().slice(0, 19)}Z`,
    limit_time_unit: 'day',
    call_limit: limit,
  });
}
