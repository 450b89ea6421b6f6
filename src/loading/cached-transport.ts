import type { Credential } from '../ods/credential.ts';
import { OdsError } from '../ods/errors.ts';
import type { QuotaState } from '../ods/quota.ts';
import { errorOfFailure } from '../ods/response-error.ts';
import type { PortalTransport } from '../ods/session.ts';
import type { Answer, Call, Caller, JsonAnswer, StreamOptions, Transport } from '../ods/transport.ts';
import { CallsInFlight } from './calls-in-flight.ts';
import { type Read, readOf } from './read.ts';
import { type CacheSettings, NO_CACHE, ResponseCache } from './response-cache.ts';

export interface CachedTransportOptions {
  /** @default nothing is kept */
  cache?: CacheSettings;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** An answer, and whether it was kept somewhere. */
interface Outcome {
  readonly answer: JsonAnswer;
  readonly saving?: 'cached' | undefined;
}

/**
 * A portal for many operations at a time: what one of them asks, all with the same credential are answered from.
 *
 * A read is answered by the first that can: an answer that was kept and is new enough, the same call that is under way
 * for another, the portal. Changes and streams go to the portal as they are. No read leaves for the portal while the
 * caller's quota is known to be used up.
 */
export class CachedTransport implements PortalTransport {
  readonly url: URL;
  readonly #transport: Transport;
  readonly #cache: ResponseCache;
  readonly #inFlight = new CallsInFlight<Outcome>();
  readonly #now: () => number;

  constructor(transport: Transport, { cache = NO_CACHE, now = Date.now }: CachedTransportOptions = {}) {
    this.url = transport.url;
    this.#transport = transport;
    this.#now = now;
    this.#cache = new ResponseCache(cache, now);
  }

  async getJson(caller: Caller, call: Call): Promise<unknown> {
    return (await this.getAnswer(caller, call)).json;
  }

  async getAnswer(caller: Caller, call: Call): Promise<JsonAnswer> {
    const read = readOf(this.url, caller.credential, call);
    if (caller.noCache) return (await this.#ask(caller, call, read)).answer;
    const kept = this.#cache.get(read);
    if (kept?.freshness === 'fresh') {
      caller.onSaved?.('cached');
      return kept.answer;
    }
    return this.#shared(caller, call, read);
  }

  async stream(caller: Caller, call: Call, options?: StreamOptions): Promise<Answer> {
    this.#refuseExhausted(caller.credential, call.datasetId);
    return this.#transport.stream(caller, call, options);
  }

  post(caller: Caller, call: Call, json: string): Promise<unknown> {
    return this.#transport.post(caller, call, json);
  }

  getChange(caller: Caller, call: Call): Promise<unknown> {
    return this.#transport.getChange(caller, call);
  }

  quotaOf(credential: Credential): Promise<QuotaState | undefined> {
    return this.#transport.quotaOf(credential);
  }

  /** Drops every answer that a change of this dataset made untrue, whoever asked for it. */
  forget(datasetId: string): void {
    this.#cache.forget(datasetId);
  }

  /** The answer of the one call that all who ask the same at this moment share. */
  async #shared(caller: Caller, call: Call, read: Read): Promise<JsonAnswer> {
    // After a change, what was asked before it is not joined any more.
    const key = `${read.key} ${this.#cache.generation(read)}`;
    const { outcome, joined } = this.#inFlight.run(key, caller.signal, (signal) =>
      this.#ask({ credential: caller.credential, onCall: caller.onCall, signal }, call, read),
    );
    const { answer, saving = joined ? 'shared' : undefined } = await outcome.catch((error: unknown) => {
      throw errorOfFailure(error, this.url);
    });
    if (saving) caller.onSaved?.(saving);
    return answer;
  }

  /** Asks the portal, and keeps its answer. */
  async #ask(caller: Caller, call: Call, read: Read): Promise<Outcome> {
    this.#refuseExhausted(caller.credential, call.datasetId);
    const generation = this.#cache.generation(read);
    const askedAt = this.#now();
    const answer = keepable(await this.#transport.getAnswer(caller, call));
    this.#cache.set(read, { answer, askedAt }, generation);
    return { answer };
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

/** What an answer says of itself, without what its delivery was like. */
function keepable({ json, headers, length }: JsonAnswer): JsonAnswer {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('ods-'));
  return { json, headers: Object.fromEntries(own), length };
}
