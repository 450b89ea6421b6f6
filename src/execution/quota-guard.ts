import { OdsError } from '../ods/errors.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { QuotaState } from '../ods/transport/quota.ts';
import type { PortalTransport } from '../ods/transport/session.ts';

/** Who spends calls: the part of the quota that is kept back is for those with priority. */
export interface Spender {
  credential: Credential;
  hasPriority: boolean;
}

/** Says beforehand whether a caller's quota has room for what it is about to spend. */
export class QuotaGuard {
  readonly #transport: Pick<PortalTransport, 'quotaOf'>;
  readonly #reserve: number;
  readonly #now: () => number;

  /** `reserve`: the part of every quota, from 0 to 1, that is kept back. */
  constructor(transport: Pick<PortalTransport, 'quotaOf'>, reserve: number, now: () => number = Date.now) {
    this.#transport = transport;
    this.#reserve = reserve;
    this.#now = now;
  }

  /** The error that keeps so many calls from being spent; null if there is room, or if nothing is known. */
  refusal(spender: Spender, calls: number): OdsError | null | Promise<OdsError | null> {
    const quota = this.#transport.quotaOf(spender.credential);
    if (quota instanceof Promise) return quota.then((known) => this.#refusalOf(known, spender, calls));
    return this.#refusalOf(quota, spender, calls);
  }

  #refusalOf(quota: QuotaState | undefined, { hasPriority }: Spender, calls: number): OdsError | null {
    if (!quota || calls === 0 || quota.resetAt.getTime() <= this.#now()) return null;
    const { limit, remaining, resetAt } = quota;
    const kept = hasPriority ? 0 : Math.ceil(limit * this.#reserve);
    const free = Math.max(0, remaining - kept);
    if (calls <= free) return null;
    const part = kept > 0 ? ` (${kept} more are kept for pushes and for callers with priority)` : '';
    return new OdsError(
      'QUOTA_EXCEEDED',
      `This may need ${count(calls)}, and the quota has ${free} left until ${resetAt.toISOString()}${part}: nothing was asked.`,
      { resetAt, limit },
    );
  }
}

function count(calls: number): string {
  return calls === 1 ? '1 call' : `${calls} calls`;
}
