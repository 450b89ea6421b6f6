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

const keyOf = ({ name, isAnonymous }: Payer): string => `${isAnonymous ? 'address' : 'key'} ${name}`;

export class Quota {
  readonly #limit: number;
  readonly #now: () => number;
  readonly #dialect: Dialect;
  readonly #used = new Map<string, number>();
  #today = 0;

  constructor(limit: number, dialect: Dialect, now: () => number = Date.now) {
    this.#limit = limit;
    this.#dialect = dialect;
    this.#now = now;
  }

  /** Counts one call. A call beyond the quota is not counted. */
  charge(payer: Payer): Account {
    const account = this.look(payer);
    if (account.isExceeded) return account;
    this.#used.set(keyOf(payer), account.limit - account.remaining + 1);
    return { ...account, remaining: account.remaining - 1 };
  }

  /** What the next call would find, without counting it. */
  look(payer: Payer): Account {
    const today = Math.floor(this.#now() / day);
    if (today !== this.#today) {
      this.#used.clear();
      this.#today = today;
    }
    const limit = payer.quota ?? this.#limit;
    const remaining = Math.max(0, limit - (this.#used.get(keyOf(payer)) ?? 0));
    return { limit, remaining, reset: new Date((today + 1) * day), isExceeded: remaining === 0 };
  }

  /** The headers that tell of an account. */
  headers({ limit, remaining, reset }: Account): Record<string, string> {
    return {
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': this.#dialect.resetText(reset),
    };
  }

  /** The error of a call beyond the quota. */
  exceeded(account: Account, payer: Payer): ApiError {
    return this.#dialect.exceeded(account, payer);
  }
}

/** How a quota is told. */
export interface Dialect {
  resetText(reset: Date): string;
  /** The error of a call beyond the quota. */
  exceeded(account: Account, payer: Payer): ApiError;
}

/** As the API's introduction says, and as portals of 2026 were seen to do it. */
export const dialects = {
  documented: {
    resetText: (reset) => String(reset.getTime() / 1000),
    exceeded: () =>
      new ApiError(403, 'License Violation Exception : You have exceeded your quotas.', { errorcode: 10001 }),
  },
  current: {
    resetText: (reset) => `${reset.toISOString().slice(0, 19).replace('T', ' ')}+00:00`,
    exceeded: currentExcess,
  },
} satisfies Record<string, Dialect>;

export type DialectName = keyof typeof dialects;

function currentExcess({ limit, reset }: Account, payer: Payer): ApiError {
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
