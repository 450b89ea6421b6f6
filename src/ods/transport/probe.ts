/** Whether calls pass to the portal; if the breaker keeps them, somebody looks from time to time whether it is well. */

import type { Dispatcher } from 'undici';
import { Cancellation } from '../cancellation.ts';
import { OdsError } from '../errors.ts';
import { Timeouts } from '../timeouts.ts';
import { MAX_ERROR_BYTES } from './body.ts';
import type { Breaker, Failure } from './breaker.ts';
import type { Call } from './call.ts';
import type { Credential } from './credential.ts';
import { Deadline } from './deadline.ts';
import { exchange } from './exchange.ts';
import { failureOf } from './failure.ts';
import type { HttpRequests } from './http-request.ts';
import { type TransportObserver, tellCallEnd } from './observer.ts';
import type { QuotaBook } from './quota.ts';

export interface ProberOptions {
  url: URL;
  pool: Dispatcher;
  requests: HttpRequests;
  quotas: QuotaBook;
  breaker: Breaker;
  observer: TransportObserver;
  /** Milliseconds that a probe may take. */
  timeout: number;
  /** Bytes of an answer that are read. */
  maxBytes: number;
}

/** Lets calls pass, or refuses them at once and looks at the portal in their place: nobody waits for that. */
export class Prober {
  readonly #options: ProberOptions;
  readonly #end = new Cancellation();

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /** Throws if the breaker keeps calls about this topic from the portal; of none, if it keeps all. */
  requirePass(topic: string | null, datasetId: string | undefined, credential: Credential): void {
    const { breaker, url } = this.#options;
    const refusal = breaker.refusal(topic);
    if (!refusal) return;
    const { retryAt, isProbeDue } = refusal;
    if (isProbeDue && !this.#end.aborted) void this.#probe(topic, datasetId, credential);
    throw new OdsError(
      'UPSTREAM_UNAVAILABLE',
      `The portal at ${url.host} has failed several times in a row, or asked for a pause: nothing was sent. It may be asked again at ${retryAt.toISOString()}.`,
      { retryAt, unasked: true },
    );
  }

  /** Ends the probes under way. */
  close(): void {
    this.#end.abort();
  }

  async #probe(topic: string | null, datasetId: string | undefined, credential: Credential): Promise<void> {
    const { breaker, pool, requests, quotas, timeout, maxBytes, url } = this.#options;
    const call = probeOf(breaker.isOpen ? undefined : datasetId);
    const late = () => new OdsError('UPSTREAM_TIMEOUT', `The portal at ${url.host} took too long to answer.`);
    const deadline = new Deadline(new Timeouts(timeout), late, this.#end);
    const began = performance.now();
    try {
      const answer = await exchange(pool, requests.ofRead(call, credential.headers()), {
        signal: deadline.signal,
        maxBytesOf: (status) => (status === 200 ? maxBytes : MAX_ERROR_BYTES),
        claim: async () => {},
      });
      quotas.observe(credential, answer.headers, call.datasetId);
      breaker.probed(topic, failureOf(answer, undefined));
      this.#tell(call, began, answer.statusCode, answer.failure);
    } catch (error) {
      if (this.#end.aborted) return;
      breaker.probed(topic, failureOf(undefined, error) ?? OTHER_FAILURE);
      this.#tell(call, began, null, error);
    } finally {
      deadline.end();
    }
  }

  #tell({ path }: Call, began: number, status: number | null, failure: unknown): void {
    const { observer, url } = this.#options;
    tellCallEnd(observer, url, { path, reason: 'probe', began, status, failure });
  }
}

/** Without an answer, the portal is not well, whatever the reason. */
const OTHER_FAILURE: Failure = { isUnreachable: false, isTimeout: false, retryAt: null };

/**
 * The cheapest call that tells whether a dataset, or else the portal, is well. It is not one of those that failed: one
 * that always fails, and is asked often, could keep everybody away.
 */
function probeOf(datasetId: string | undefined): Call {
  return datasetId === undefined
    ? { path: '/api/datasets/1.0/search/', parameters: [['rows', '0']] }
    : { path: `/api/datasets/1.0/${encodeURIComponent(datasetId)}/`, parameters: [], datasetId };
}
