import { OdsError } from '../ods/errors.ts';
import type { Answer, JsonAnswer } from '../ods/transport/answer.ts';
import type {
  CacheStatus,
  Call,
  Caller,
  ChangeCall,
  KeptRead,
  ReadCall,
  StreamOptions,
} from '../ods/transport/call.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { QuotaState } from '../ods/transport/quota.ts';
import { errorOfFailure } from '../ods/transport/response-error.ts';
import type { PortalTransport } from '../ods/transport/session.ts';
import type { DirectTransport } from '../ods/transport/transport.ts';
import { CallsInFlight } from './calls-in-flight.ts';
import { isFailure, isInDoubt, isUnasked } from './failed-call.ts';
import { KnownQuota } from './known-quota.ts';
import { type Read, readOf } from './read.ts';
import type { Replicas } from './replicas.ts';
import { found, isAnswer, notFound, type Reply } from './reply.ts';
import {
  type CacheSettings,
  type KeptAnswer,
  NO_CACHE,
  ResponseCache,
  type UsableAnswer,
} from './response-cache.ts';
import { SharedAnswers } from './shared-answers.ts';

export interface CachedTransportOptions {
  /** @default nothing is kept */
  cache?: CacheSettings;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** The way to the other replicas of this server. */
  replicas?: Replicas;
  /** Told of every refresh: its calls belong to no operation. */
  onRefresh?: (refresh: Refresh) => void;
  /** Told of every read on which the portal failed, and whether a kept answer stands in for it. */
  onFailedRead?: (error: OdsError, isStoodIn: boolean) => void;
}

/** What was asked anew in the background. */
export interface Refresh {
  path: string;
  /** HTTP requests that left for the portal. */
  calls: number;
  /** The code of the error; null if it did not fail. */
  error: string | null;
}

/** An answer, and whether it was kept somewhere. */
interface Outcome {
  readonly answer: Reply;
  readonly status?: Exclude<CacheStatus, 'stale'> | undefined;
  /** True if others may read it later. */
  readonly isKept: boolean;
}

/**
 * A portal for many operations at a time: an answer to one of them serves all that have the same credential.
 *
 * A read is answered by the first that can: an answer that was kept and is new enough, the same call that is under way
 * for another, the other replicas, the portal. An answer beyond its time to live is shown while it is asked for anew,
 * for as long again; and if the portal fails or the quota is used up, for as long as it is kept. Streams go to the
 * portal as they are. So do changes, and a change drops what it made untrue. No read leaves while the caller's quota is
 * known to be used up.
 */
export class CachedTransport implements PortalTransport {
  readonly url: URL;
  readonly #transport: DirectTransport;
  readonly #cache: ResponseCache;
  readonly #shared: SharedAnswers | undefined;
  readonly #inFlight = new CallsInFlight<Outcome>();
  readonly #quota: KnownQuota;
  readonly #now: () => number;
  readonly #onRefresh: CachedTransportOptions['onRefresh'];
  readonly #onFailedRead: CachedTransportOptions['onFailedRead'];

  constructor(
    transport: DirectTransport,
    { cache = NO_CACHE, now = Date.now, replicas, onRefresh, onFailedRead }: CachedTransportOptions = {},
  ) {
    this.url = transport.url;
    this.#transport = transport;
    this.#now = now;
    this.#onRefresh = onRefresh;
    this.#onFailedRead = onFailedRead;
    this.#cache = new ResponseCache(cache, now);
    this.#shared = replicas && new SharedAnswers(replicas, now, (datasetId) => this.#cache.forget(datasetId));
    this.#quota = new KnownQuota(transport.quotas, this.#shared, now);
  }

  /** What is kept, and the memory that it counts with. */
  get kept(): { entries: number; bytes: number } {
    return this.#cache.size;
  }

  // None of these is awaited here: each promise in between would cost every call.
  getAnswer(caller: Caller, call: ReadCall): Promise<JsonAnswer> {
    const read = readOf(this.url, caller.credential, call);
    if (caller.noCache) return this.#anew(caller, call, read);
    const kept = this.#cache.get(read);
    const isShown = kept && (kept.heldOff || kept.age !== 'old');
    return isShown ? this.#shown(caller, call, read, kept) : this.#together(caller, call, read);
  }

  /** What is kept, which is asked for anew if it is not new. */
  async #shown(caller: Caller, call: ReadCall, read: Read, kept: UsableAnswer): Promise<JsonAnswer> {
    if (kept.age === 'fresh') return saved(caller, 'cached', kept, this.#cache.follow(read, kept));
    if (!kept.heldOff) this.#refresh(caller.credential, call, read);
    return saved(caller, 'stale', kept);
  }

  /** What is kept stands in for an answer that did not come; throws the error if nothing is. */
  #standIn(caller: Caller, read: Read, error: unknown): JsonAnswer {
    if (!isFailure(error)) throw error;
    const standIn = this.#cache.get(read);
    this.#onFailedRead?.(error, standIn !== undefined);
    if (!standIn) throw error;
    // What was not even asked is not held off: it is asked again as soon as that is possible.
    if (!isUnasked(error)) this.#cache.holdOff(read);
    return saved(caller, 'stale', standIn);
  }

  keptAnswer(caller: Caller, call: ReadCall): JsonAnswer | undefined {
    if (caller.noCache) return undefined;
    const read = readOf(this.url, caller.credential, call);
    const kept = this.#cache.get(read);
    if (kept?.age !== 'fresh' || 'notFound' in kept.answer) return undefined;
    return saved(caller, 'cached', kept, this.#cache.follow(read, kept));
  }

  async stream(caller: Caller, call: Call, options?: StreamOptions): Promise<Answer> {
    await this.#quota.of(caller.credential);
    this.#quota.requireCallsLeft(caller.credential, call.datasetId);
    requireAllowed(caller);
    const answer = await this.#transport.stream(caller, call, options);
    this.#quota.tell(caller.credential);
    return answer;
  }

  post(caller: Caller, call: ChangeCall, json: string): Promise<unknown> {
    return this.#change(caller, call, this.#transport.post(caller, call, json));
  }

  getChange(caller: Caller, call: ChangeCall): Promise<unknown> {
    return this.#change(caller, call, this.#transport.getChange(caller, call));
  }

  /** Drops what a change made untrue, also if its outcome is in doubt; not if the portal refused it. */
  async #change(caller: Caller, { datasetId }: ChangeCall, change: Promise<unknown>): Promise<unknown> {
    try {
      const answer = await change;
      this.forget(datasetId);
      return answer;
    } catch (error) {
      if (isInDoubt(error)) this.forget(datasetId);
      throw error;
    } finally {
      this.#quota.tell(caller.credential);
    }
  }

  /** What is known of the caller's quota, at this replica or another. */
  quotaOf(credential: Credential): QuotaState | undefined | Promise<QuotaState | undefined> {
    return this.#quota.of(credential);
  }

  /** Drops every answer that a change of this dataset made untrue, whoever asked for it. */
  forget(datasetId: string): void {
    this.#cache.forget(datasetId);
    this.#shared?.forget(datasetId);
  }

  /** The portal's own answer of this moment. */
  async #anew(caller: Caller, call: ReadCall, read: Read): Promise<JsonAnswer> {
    requireAllowed(caller);
    const outcome = await this.#ask(caller, call, read);
    if (outcome.status) spared(caller, outcome.status);
    return given(caller, outcome);
  }

  /** The answer of one call, shared by all callers that ask the same at this moment. */
  async #together(caller: Caller, call: ReadCall, read: Read): Promise<JsonAnswer> {
    try {
      const generation = this.#cache.generation(read);
      if (!this.#inFlight.isUnderWay(read.key, generation)) requireAllowed(caller);
      const { credential, onCall, refuse } = caller;
      const { outcome, joined } = this.#inFlight.run(read.key, generation, caller.signal, (signal) =>
        this.#ask({ credential, onCall, refuse, signal }, call, read),
      );
      const came = await outcome;
      if (joined) caller.onCacheStatus?.(came.status ?? 'shared');
      else if (came.status) spared(caller, came.status);
      return given(caller, came);
    } catch (error) {
      if (caller.signal?.aborted) throw errorOfFailure(error, this.url);
      return this.#standIn(caller, read, error);
    }
  }

  /** Asks anew what has just been shown, for the next caller. Nobody waits for it, and it goes beyond no quota. */
  #refresh(credential: Credential, call: ReadCall, read: Read): void {
    const generation = this.#cache.generation(read);
    if (
      this.#inFlight.isUnderWay(read.key, generation) ||
      !this.#quota.hasCallsToSpare(credential, call.datasetId)
    )
      return;
    let calls = 0;
    const onCall = () => {
      calls += 1;
    };
    const told = (error: string | null) => this.#onRefresh?.({ path: call.path, calls, error });
    this.#inFlight
      .run(read.key, generation, undefined, (signal) => this.#ask({ credential, onCall, signal }, call, read))
      .outcome.then(
        () => told(null),
        (error: unknown) => {
          if (isUnasked(error)) return;
          this.#cache.holdOff(read);
          told(error instanceof OdsError ? error.code : String(error));
        },
      );
  }

  /** Asks the other replicas' memory, then the portal, and keeps the answer. */
  async #ask(caller: Caller, call: ReadCall, read: Read): Promise<Outcome> {
    const { credential } = caller;
    this.#quota.begin(credential);
    try {
      const generation = this.#cache.generation(read);
      const lookup = this.#shared && (await this.#shared.lookup(read, credential));
      this.#quota.learn(credential, lookup?.quota);
      if (lookup?.kept && !caller.noCache && isAnswer(call, lookup.kept.answer)) {
        this.#cache.set(read, lookup.kept, generation);
        if (this.#cache.ageOf(read, lookup.kept) === 'fresh')
          return { answer: lookup.kept.answer, status: 'cached', isKept: true };
      }
      this.#quota.requireCallsLeft(credential, call.datasetId);
      const askedAt = this.#now();
      let status: 'shared' | undefined;
      const onCacheStatus = () => {
        status = 'shared';
      };
      let answer: Reply;
      try {
        answer = await this.#transport.getAnswer({ ...caller, onCacheStatus }, call);
      } catch (error) {
        // That there is nothing under an id is a reply too.
        answer = notFound(error);
      } finally {
        this.#quota.tell(credential);
      }
      const kept = { answer, askedAt };
      const isKept = this.#cache.set(read, kept, generation);
      if (lookup) this.#shared?.keep(read, kept, lookup.generation, this.#cache.lifetime(read));
      return { answer, status, isKept: isKept || lookup !== undefined };
    } finally {
      this.#quota.end(credential);
    }
  }
}

/** A caller that may spend no more is told so before anything leaves. */
function requireAllowed({ refuse }: Caller): void {
  const refusal = refuse?.();
  if (refusal) throw refusal;
}

/** A caller that was allowed a call is told that it had none. */
function spared({ onCacheStatus, giveBack }: Caller, how: CacheStatus): void {
  giveBack?.();
  onCacheStatus?.(how);
}

/** The answer of an outcome, which its caller is told of if it is kept nowhere. */
function given({ onUnkept }: Caller, { answer, isKept }: Outcome): JsonAnswer {
  const json = found(answer);
  if (!isKept) onUnkept?.(json);
  return json;
}

function saved(
  { onCacheStatus }: Caller,
  how: CacheStatus,
  { answer }: KeptAnswer,
  read?: KeptRead,
): JsonAnswer {
  onCacheStatus?.(how, read);
  return found(answer);
}
