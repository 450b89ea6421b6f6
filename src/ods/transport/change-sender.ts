import { setTimeout as wait } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import type { Answer } from './answer.ts';
import type { Caller } from './call.ts';
import { isFailedConnect } from './failure.ts';
import { type HttpRequest, pathOf } from './http-request.ts';
import { errorOfFailure, errorOfUnknownOutcome } from './response-error.ts';

/** Milliseconds before a change is tried again for which no connection came about: nothing of it was sent. */
const CONNECT_AGAIN_AFTER = [100, 400];

/** Sends changes to a portal, each once and on a connection of its own, so that none is lost to one that just closed. */
export class ChangeSender {
  readonly #url: URL;
  readonly #pool: Pool;

  constructor(url: URL, options: Pool.Options) {
    this.#url = url;
    this.#pool = new Pool(url.origin, { ...options, pipelining: 0, allowH2: false });
  }

  /**
   * Sends a change, a POST again if no connection came about. If it left and no answer came: OUTCOME_UNKNOWN. Only the
   * deadline's signal ends it: a change that left is not called back when its caller is gone, since half a request
   * helps nobody.
   */
  async send(caller: Caller, request: HttpRequest, deadline: AbortSignal): Promise<Answer> {
    const pauses = request.method === 'POST' ? CONNECT_AGAIN_AFTER : [];
    for (const pause of pauses) {
      try {
        return await this.#sendOnce(caller, request, deadline);
      } catch (error) {
        if (!(error instanceof NotSent)) throw error;
        if (!isFailedConnect(error.cause)) throw errorOfFailure(error.cause, this.#url);
        await wait(pause, undefined, { signal: deadline }).catch(() => {});
      }
    }
    return this.#sendOnce(caller, request, deadline).catch((error: unknown) => {
      throw error instanceof NotSent ? errorOfFailure(error.cause, this.#url) : error;
    });
  }

  async #sendOnce(caller: Caller, request: HttpRequest, deadline: AbortSignal): Promise<Answer> {
    let sent = false;
    const onStart = () => {
      sent = true;
      caller.onCall?.(pathOf(request));
    };
    try {
      return await this.#pool
        .compose((dispatch) => (options, handler) => dispatch(options, tellingStart(handler, onStart)))
        .request({
          ...request,
          headers: { ...request.headers, ...caller.credential.headers() },
          signal: deadline,
        });
    } catch (error) {
      throw sent ? errorOfUnknownOutcome(error, 'gave no answer', this.#url) : new NotSent(error);
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  destroy(): Promise<void> {
    return this.#pool.destroy();
  }
}

/** Nothing of the change left. */
class NotSent extends Error {
  constructor(cause: unknown) {
    super('not sent', { cause });
  }
}

/** The handler, told of the moment at which its request begins to leave on a connection. */
function tellingStart(handler: Dispatcher.DispatchHandler, onStart: () => void): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...args) => {
      onStart();
      handler.onRequestStart?.(...args);
    },
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}
