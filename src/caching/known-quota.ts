import { OdsError } from '../ods/errors.ts';
import { KeyedCounts } from '../ods/keyed-counts.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { QuotaBook, QuotaNote, QuotaState } from '../ods/transport/quota.ts';
import type { SharedAnswers } from './shared-answers.ts';

/** What is known of the callers' quotas, here and at other replicas, and which reads under way will count too. */
export class KnownQuota {
  readonly #quotas: QuotaBook;
  readonly #shared: SharedAnswers | undefined;
  readonly #now: () => number;
  /** Reads under way, by credential. */
  readonly #underWay = new KeyedCounts();

  constructor(quotas: QuotaBook, shared: SharedAnswers | undefined, now: () => number) {
    this.#quotas = quotas;
    this.#shared = shared;
    this.#now = now;
  }

  /** A caller's quota, as this replica or another has seen it last. */
  of(credential: Credential): QuotaState | undefined | Promise<QuotaState | undefined> {
    if (!this.#shared) return this.#quotas.get(credential);
    return this.#shared.quota(credential).then((note) => {
      this.learn(credential, note);
      return this.#quotas.get(credential);
    });
  }

  /** Takes what another replica has seen. */
  learn(credential: Credential, note: QuotaNote | undefined): void {
    if (note) this.#quotas.learn(credential, note);
  }

  /** Tells the other replicas what the portal's last answer said. */
  tell(credential: Credential): void {
    this.#shared?.keepQuota(credential, this.#quotas.note(credential));
  }

  /** Counts a read that begins: it is under way until its `end`. */
  begin({ id }: Credential): void {
    this.#underWay.begin(id);
  }

  end({ id }: Credential): void {
    this.#underWay.end(id);
  }

  /** True if one more call, beside those under way, does not take the quota below zero. */
  hasCallsToSpare(credential: Credential, datasetId: string | undefined): boolean {
    if (this.#quotas.exhaustion(credential, datasetId, new Date(this.#now()))) return false;
    const underWay = this.#underWay.of(credential.id);
    return [
      this.#quotas.get(credential),
      datasetId === undefined ? undefined : this.#quotas.get(credential, datasetId),
    ].every(
      (counter) =>
        counter === undefined || counter.resetAt.getTime() <= this.#now() || counter.remaining > underWay,
    );
  }

  /** If it is known that the portal would refuse, it is not asked: a refused call may be counted too. */
  requireCallsLeft(credential: Credential, datasetId: string | undefined): void {
    const exhaustion = this.#quotas.exhaustion(credential, datasetId, new Date(this.#now()));
    if (!exhaustion) return;
    const { resetAt, limit, limitTimeUnit, errorcode } = exhaustion;
    throw new OdsError(
      'QUOTA_EXCEEDED',
      `The portal's quota of calls is used up until ${resetAt.toISOString()}: nothing was asked.`,
      {
        resetAt,
        ...(limit !== undefined && { limit }),
        ...(limitTimeUnit !== undefined && { limitTimeUnit }),
        ...(errorcode !== undefined && { errorcode }),
      },
    );
  }
}
