import { OdsError, type OdsErrorCode } from '../ods/errors.ts';
import type { Answer, JsonAnswer } from '../ods/transport/answer.ts';
import type { CacheStatus, Call, Caller, StreamOptions } from '../ods/transport/call.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { QuotaState } from '../ods/transport/quota.ts';
import { errorOfFailure } from '../ods/transport/response-error.ts';
import type { PortalTransport } from '../ods/transport/session.ts';
import type { Transport } from '../ods/transport/transport.ts';
import { CallsInFlight } from './calls-in-flight.ts';
import { type Read, readOf } from './read.ts';
import type { Replicas } from './replicas.ts';
import {
  type CacheSettings,
  type KeptAnswer,
  NO_CACHE,
  type NotFound,
  type Reply,
  ResponseCache,
} from './response-cache.ts';
import { SharedAnswers } from './shared-answers.ts';

export interface CachedTransportOptions {
  /** @default nothing is kept */
  cache?: CacheSettings;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** What other replicas of this server have in common with it. */
  replicas?: Replicas;
  /** Told of every refresh: what it spent belongs to no operation. */
  onRefresh?: (refresh: Refresh) => void;
}

/** What was asked anew in the background. */
export interface Refresh {
  path: string;
  /** HTTP requests that left for the portal. */
  calls: number;
  /** The code of the error, where it failed. */
  error: string | null;
}

/** An answer, and whether it was kept somewhere. */
interface Outcome {
  readonly answer: Reply;
  readonly saving?: 'cached' | undefined;
}

/**
 * A portal for many operations at a time: what one of them asks, all with the same credential are answered from.
 *
 * A read is answered by the first that can: an answer that was kept and is new enough, the same call that is under way
 * for another, the other replicas, the portal. An answer beyond its time to live is shown while it is asked for anew,
 * for as long again; and where the portal fails or the quota is used up, for as long as it is kept. Changes and streams
 * go to the portal as they are. No read leaves while the caller's quota is known to be used up.
 */
export class CachedTransport implements PortalTransport {
  readonly url: URL;
  readonly #transport: Transport;
  readonly #cache: ResponseCache;
  readonly #shared: SharedAnswers | undefined;
  readonly #inFlight = new CallsInFlight<Outcome>();
  /** Reads under way, by credential. */
  readonly #underWay = new Map<string, number>();
  readonly #now: () => number;
  readonly #onRefresh: ((refresh: Refresh) => void) | undefined;

  constructor(
    transport: Transport,
    { cache = NO_CACHE, now = Date.now, replicas, onRefresh }: CachedTransportOptions = {},
  ) {
    this.url = transport.url;
    this.#transport = transport;
    this.#now = now;
    this.#onRefresh = onRefresh;
    this.#cache = new ResponseCache(cache, now);
    this.#shared = replicas && new SharedAnswers(replicas, (datasetId) => this.#cache.forget(datasetId));
  }

  async getJson(caller: Caller, call: Call): Promise<unknown> {
    return (await this.getAnswer(caller, call)).json;
  }

  async getAnswer(caller: Caller, call: Call): Promise<JsonAnswer> {
    const read = readOf(this.url, caller.credential, call);
    if (caller.noCache) {
      refuseWhere(caller);
      return found((await this.#ask(caller, call, read)).answer);
    }
    const kept = this.#cache.get(read);
    if (kept?.freshness === 'fresh') return saved(caller, 'cached', kept);
    if (kept?.heldOff) return saved(caller, 'stale', kept);
    if (kept?.freshness === 'recent') {
      this.#refresh(caller.credential, call, read);
      return saved(caller, 'stale', kept);
    }
    return this.#together(caller, call, read).catch((error: unknown) => {
      const standIn = isFailure(error) && !caller.signal?.aborted && this.#cache.get(read);
      if (!standIn) throw error;
      this.#cache.holdOff(read);
      return saved(caller, 'stale', standIn);
    });
  }

  async stream(caller: Caller, call: Call, options?: StreamOptions): Promise<Answer> {
    await this.quotaOf(caller.credential);
    this.#refuseExhausted(caller.credential, call.datasetId);
    refuseWhere(caller);
    const answer = await this.#transport.stream(caller, call, options);
    this.#tellQuota(caller.credential);
    return answer;
  }

  post(caller: Caller, call: Call, json: string): Promise<unknown> {
    return this.#transport.post(caller, call, json).finally(() => this.#tellQuota(caller.credential));
  }

  getChange(caller: Caller, call: Call): Promise<unknown> {
    return this.#transport.getChange(caller, call).finally(() => this.#tellQuota(caller.credential));
  }

  /** What is known of the caller's quota, at this replica or another. */
  async quotaOf(credential: Credential): Promise<QuotaState | undefined> {
    const note = await this.#shared?.quota(credential);
    if (note) this.#transport.quotas.learn(credential, note);
    return this.#transport.quotaOf(credential);
  }

  /** Drops every answer that a change of this dataset made untrue, whoever asked for it. */
  forget(datasetId: string): void {
    this.#cache.forget(datasetId);
    this.#shared?.forget(datasetId);
  }

  /** The answer of the one call that all who ask the same at this moment share. */
  async #together(caller: Caller, call: Call, read: Read): Promise<JsonAnswer> {
    const key = this.#keyInFlight(read);
    if (!this.#inFlight.isUnderWay(key)) refuseWhere(caller);
    const { outcome, joined } = this.#inFlight.run(key, caller.signal, (signal) =>
      this.#ask({ credential: caller.credential, onCall: caller.onCall, signal }, call, read),
    );
    const { answer, saving = joined ? 'shared' : undefined } = await outcome.catch((error: unknown) => {
      throw caller.signal?.aborted ? errorOfFailure(error, this.url) : error;
    });
    if (saving) caller.onCacheStatus?.(saving);
    return found(answer);
  }

  /** After a change, what was asked before it is not joined any more. */
  #keyInFlight(read: Read): string {
    return `${read.key} ${this.#cache.generation(read)}`;
  }

  /** Asks anew what has just been shown, for the next who asks. Nobody waits for it, and it goes beyond no quota. */
  #refresh(credential: Credential, call: Call, read: Read): void {
    const key = this.#keyInFlight(read);
    if (this.#inFlight.isUnderWay(key) || !this.#hasCallsToSpare(credential, call.datasetId)) return;
    let calls = 0;
    const onCall = () => {
      calls += 1;
    };
    const told = (error: string | null) => this.#onRefresh?.({ path: call.path, calls, error });
    this.#inFlight
      .run(key, undefined, (signal) => this.#ask({ credential, onCall, signal }, call, read))
      .outcome.then(
        () => told(null),
        (error: unknown) => {
          this.#cache.holdOff(read);
          told(error instanceof OdsError ? error.code : String(error));
        },
      );
  }

  /** True where a call more, beside those under way, does not take the quota below zero. */
  #hasCallsToSpare(credential: Credential, datasetId: string | undefined): boolean {
    const underWay = this.#underWay.get(credential.id) ?? 0;
    const { quotas } = this.#transport;
    return (
      !quotas.exhaustion(credential, datasetId, new Date(this.#now())) &&
      [quotas.get(credential), datasetId === undefined ? undefined : quotas.get(credential, datasetId)].every(
        (counter) =>
          counter === undefined || counter.resetAt.getTime() <= this.#now() || counter.remaining > underWay,
      )
    );
  }

  /** Asks for a read, and counts it while it is under way. */
  async #ask(caller: Caller, call: Call, read: Read): Promise<Outcome> {
    const { id } = caller.credential;
    this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
    try {
      return await this.#askElsewhere(caller, call, read);
    } finally {
      const left = (this.#underWay.get(id) ?? 0) - 1;
      if (left > 0) this.#underWay.set(id, left);
      else this.#underWay.delete(id);
    }
  }

  /** Asks the other replicas' memory, then the portal, and keeps the answer. */
  async #askElsewhere(caller: Caller, call: Call, read: Read): Promise<Outcome> {
    const generation = this.#cache.generation(read);
    const lookup = await this.#shared?.lookup(read, caller.credential);
    if (lookup?.quota) this.#transport.quotas.learn(caller.credential, lookup.quota);
    if (lookup?.kept && !caller.noCache) {
      this.#cache.set(read, lookup.kept, generation);
      if (this.#cache.freshness(read, lookup.kept) === 'fresh')
        return { answer: lookup.kept.answer, saving: 'cached' };
    }
    this.#refuseExhausted(caller.credential, call.datasetId);
    const askedAt = this.#now();
    const answer = await this.#transport
      .getAnswer(caller, call)
      .finally(() => this.#tellQuota(caller.credential))
      .then(keepable, notFound);
    if ('notFound' in answer || call.isAnswer?.(answer.json) !== false) {
      const kept = { answer, askedAt };
      this.#cache.set(read, kept, generation);
      if (lookup) this.#shared?.keep(read, kept, lookup.edition, this.#cache.lifetime(read));
    }
    return { answer };
  }

  /** What the portal's last answer said, to the other replicas. */
  #tellQuota(credential: Credential): void {
    this.#shared?.keepQuota(credential, this.#transport.quotas.note(credential), this.#now());
  }

  /** Where it is known that the portal would refuse, it is not asked: a refused call may be counted too. */
  #refuseExhausted(credential: Credential, datasetId: string | undefined): void {
    const exhaustion = this.#transport.quotas.exhaustion(credential, datasetId, new Date(this.#now()));
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

/** Who may spend no more is told so before anything leaves. */
function refuseWhere({ refuse }: Caller): void {
  const refusal = refuse?.();
  if (refusal) throw refusal;
}

function saved({ onCacheStatus }: Caller, how: CacheStatus, { answer }: KeptAnswer): JsonAnswer {
  onCacheStatus?.(how);
  return found(answer);
}

/** Errors for which an older answer is better than none. */
const FAILURES = new Set<OdsErrorCode>([
  'QUOTA_EXCEEDED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
]);

function isFailure(error: unknown): boolean {
  return error instanceof OdsError && FAILURES.has(error.code);
}

/** The error of an id that the portal knows nothing under, to be kept; any other goes on its way. */
function notFound(error: unknown): NotFound {
  if (!(error instanceof OdsError && error.code === 'NOT_FOUND')) throw error;
  return { notFound: error.message, length: error.message.length };
}

/** The answer, or the error that it was. */
function found(reply: Reply): JsonAnswer {
  if ('notFound' in reply) throw new OdsError('NOT_FOUND', reply.notFound, { status: 404 });
  return reply;
}

/** What an answer says of itself, without what its delivery was like. */
function keepable({ json, headers, length }: JsonAnswer): JsonAnswer {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('ods-'));
  return { json, headers: Object.fromEntries(own), length };
}
