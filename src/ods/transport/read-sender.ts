/** Sends reads: again if that may help, noting what they say of the portal, and telling those who keep count. */

import type { Signal } from '../cancellation.ts';
import type { Breaker } from './breaker.ts';
import type { Call, Caller } from './call.ts';
import { type Begun, failureOf, isPassing } from './failure.ts';
import { type HttpRequest, pathOf } from './http-request.ts';
import { type TransportObserver, tellCallEnd } from './observer.ts';
import type { QuotaBook } from './quota.ts';
import { errorOfFailure } from './response-error.ts';
import { pause, type Retries } from './retries.ts';
import { readRetryAfter } from './retry-after.ts';

/** A read. */
interface Read {
  readonly caller: Caller;
  readonly call: Call;
  /** What its failures are counted for, if for anything but the portal: see breaker.ts. */
  readonly topic: string | null;
  readonly request: HttpRequest;
  /** Ends it: the caller's, or a deadline's. */
  readonly signal: Signal;
}

/** A read, and how it is sent. */
export interface Sending<T extends Begun> extends Read {
  readonly send: (request: HttpRequest) => Promise<T>;
  /** Ends an answer that nobody reads. */
  readonly drop?: (answer: T) => void;
}

export interface ReadSenderOptions {
  url: URL;
  quotas: QuotaBook;
  breaker: Breaker;
  retries: Retries;
  observer: TransportObserver;
}

export class ReadSender {
  readonly #options: ReadSenderOptions;

  constructor(options: ReadSenderOptions) {
    this.#options = options;
  }

  /** Sends a read; gives what answers it, with whatever status. */
  async send<T extends Begun>(sending: Sending<T>): Promise<T> {
    const { caller, call, request, signal, drop } = sending;
    const { quotas, observer, retries } = this.#options;
    retries.noteCall();
    for (let attempt = 0; ; attempt += 1) {
      const began = observer.onCallEnd ? performance.now() : 0;
      // Nothing leaves for a caller that is gone already, and so nothing is told of it.
      if (signal.aborted) throw errorOfFailure(signal.reason, this.#options.url);
      let answer: T | undefined;
      let error: unknown;
      try {
        caller.onCall?.(pathOf(request));
        answer = await sending.send(request);
        quotas.observe(caller.credential, answer.headers, call.datasetId);
      } catch (cause) {
        error = cause;
      }
      if (observer.onCallEnd) {
        tellCallEnd(observer, this.#options.url, {
          path: call.path,
          reason: attempt === 0 ? 'call' : 'retry',
          began,
          status: answer?.statusCode ?? null,
          failure: answer ? answer.failure : error,
        });
      }
      const wait = this.#retryIn(sending, answer, error, attempt);
      if (wait === null) {
        this.#note(sending, answer, error);
        if (answer) return answer;
        throw errorOfFailure(error, this.#options.url);
      }
      if (answer) drop?.(answer);
      await pause(wait, signal);
    }
  }

  /** The milliseconds after which it is sent again; null if it is not. */
  #retryIn(
    { caller, call, signal }: Read,
    answer: Begun | undefined,
    error: unknown,
    attempt: number,
  ): number | null {
    if (answer && answer.statusCode < 500 && answer.failure === undefined) return null;
    const { breaker, quotas, retries } = this.#options;
    if (signal.aborted || !isPassing(answer, error)) return null;
    // Once others have failed as well it is no mishap, and more calls would only add to it.
    if (!breaker.isClear || quotas.exhaustion(caller.credential, call.datasetId)) return null;
    const wait = retries.take(attempt, answer ? readRetryAfter(answer.headers, new Date()) : null);
    // It is a call as any other, and the caller may have spent all that it may.
    if (wait === null || !caller.refuse?.()) return wait;
    retries.giveBack();
    return null;
  }

  #note({ caller, call, topic }: Read, answer: Begun | undefined, error: unknown): void {
    const { breaker } = this.#options;
    if (answer && answer.statusCode < 500 && answer.failure === undefined) {
      if (!breaker.isClear) breaker.succeeded(topic);
      return;
    }
    // A caller that leaves says nothing of the portal.
    if (caller.signal?.aborted) return;
    const failure = failureOf(answer, error);
    if (failure) breaker.failed(topic, call.datasetId, failure);
    else if (answer && !breaker.isClear) breaker.succeeded(topic);
  }
}
