import { setTimeout as wait } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { OdsError } from '../errors.ts';
import { type Answer, type JsonAnswer, parseAnswer } from './answer.ts';
import type { Call, Caller, StreamOptions } from './call.ts';
import { CallQueue } from './call-queue.ts';
import type { Credential } from './credential.ts';
import { QuotaBook, type QuotaState } from './quota.ts';
import {
  errorOfAnswer,
  errorOfFailure,
  errorOfUnknownOutcome,
  isFailedConnect,
  isStaleConnection,
} from './response-error.ts';

/** From this length of URL on, proxies and servers start to refuse: the parameters go as a form instead. */
const MAX_URL_LENGTH = 2000;

/** Milliseconds before a change is tried again for which no connection came about: nothing of it was sent. */
const CONNECT_AGAIN_AFTER = [100, 400];

/** A gateway that could not hand on the portal's answer: the portal may have had the request. */
const GATEWAY_STATUSES = new Set([502, 504]);

export interface TransportOptions {
  /** The portal's address, e.g. `https://data.example.org`. */
  url: URL;
  /**
   * Milliseconds to wait for the answer's headers, and then for each next piece of its body.
   * @default 30000
   */
  timeout?: number;
  /**
   * Calls under way at a time; the others wait, callers taking turns. A stream counts until its answer begins.
   * @default 16
   */
  concurrency?: number;
}

/** Speaks HTTP to one portal: connections, credentials, timeouts, quota headers, errors. */
export class Transport {
  readonly url: URL;
  readonly quotas = new QuotaBook();
  readonly #pool: Pool;
  /** For changes: each has a connection of its own, so that none is lost to one that the portal just closed. */
  readonly #streamPool: Pool;
  readonly #changePool: Pool;
  readonly #queue: CallQueue;
  #closed: Promise<unknown> | null = null;
  readonly #basePath: string;

  constructor({ url, timeout = 30_000, concurrency = 16 }: TransportOptions) {
    this.url = url;
    this.#basePath = url.pathname.replace(/\/+$/, '');
    const options = {
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: { timeout: Math.min(timeout, 10_000) },
    };
    this.#queue = new CallQueue(concurrency);
    this.#pool = new Pool(url.origin, { ...options, connections: concurrency });
    // Apart: whoever reads a file slowly keeps no connection from anybody else.
    this.#streamPool = new Pool(url.origin, options);
    this.#changePool = new Pool(url.origin, { ...options, pipelining: 0, allowH2: false });
  }

  /** Makes a read call and gives the parsed JSON of its answer; every other outcome is an OdsError. */
  async getJson(caller: Caller, call: Call): Promise<unknown> {
    return (await this.getAnswer(caller, call)).json;
  }

  /** As `getJson`, with the answer's headers. */
  async getAnswer(caller: Caller, call: Call): Promise<JsonAnswer> {
    const leave = await this.#enter(caller);
    try {
      const { headers, body } = await this.#open(this.#pool, caller, call);
      const text = await body.text().catch((error: unknown) => {
        throw errorOfFailure(error, this.url);
      });
      return { json: parseAnswer(text, headers), headers, length: Buffer.byteLength(text) };
    } finally {
      leave();
    }
  }

  /**
   * Makes a read call and gives the answer as it begins, its body still to be read (or dumped). Statuses other than
   * 200 and those of `accept` are an OdsError, with their body read.
   */
  async stream(caller: Caller, call: Call, options?: StreamOptions): Promise<Answer> {
    const leave = await this.#enter(caller);
    try {
      return await this.#open(this.#streamPool, caller, call, options);
    } finally {
      leave();
    }
  }

  /** Waits for this caller's turn. */
  async #enter({ credential, signal }: Caller): Promise<() => void> {
    try {
      return await this.#queue.enter(credential.id, signal);
    } catch (error) {
      throw errorOfFailure(error, this.url);
    }
  }

  async #open(
    pool: Pool,
    caller: Caller,
    call: Call,
    { headers = {}, accept = [] }: StreamOptions = {},
  ): Promise<Answer> {
    const send = () => this.#send(pool, caller, this.#readRequest(call, headers), call.datasetId);
    const answer = await send()
      .catch((error: unknown) => {
        // A kept-alive connection that the portal closed just then: nothing was answered, and a read may be repeated.
        if (isStaleConnection(error) && !caller.signal?.aborted) return send();
        throw error;
      })
      .catch((error: unknown) => {
        throw errorOfFailure(error, this.url);
      });
    if (answer.statusCode !== 200 && !accept.includes(answer.statusCode))
      throw await this.#readRefusal(caller, answer, call);
    return answer;
  }

  /**
   * Sends a change as JSON, and gives the parsed JSON of its answer. It is sent once: again only where no connection
   * came about and so nothing of it left. Where it left and no answer tells what became of it: OUTCOME_UNKNOWN.
   */
  post(caller: Caller, call: Call, json: string): Promise<unknown> {
    return this.#change(caller, call, {
      method: 'POST',
      body: json,
      headers: { 'content-type': 'application/json' },
    });
  }

  /** As `post`, for the changes that the API takes as a GET: never sent a second time at all. */
  getChange(caller: Caller, call: Call): Promise<unknown> {
    return this.#change(caller, call, { method: 'GET', headers: {} });
  }

  /** What is known of the caller's quota; undefined before the portal has reported one. */
  async quotaOf(credential: Credential): Promise<QuotaState | undefined> {
    return this.quotas.get(credential);
  }

  /** Waits for the calls under way. */
  async close(): Promise<void> {
    this.#closed ??= Promise.all(
      [this.#pool, this.#streamPool, this.#changePool].map((pool) => pool.close()),
    );
    await this.#closed;
  }

  /** Ends all connections, whatever is under way on them. */
  async destroy(): Promise<void> {
    await Promise.all([this.#pool, this.#streamPool, this.#changePool].map((pool) => pool.destroy()));
  }

  async #change(caller: Caller, call: Call, request: Omit<HttpRequest, 'path'>): Promise<unknown> {
    const leave = await this.#enter({ credential: caller.credential });
    try {
      return await this.#changeInTurn(caller, call, request);
    } finally {
      leave();
    }
  }

  async #changeInTurn(caller: Caller, call: Call, request: Omit<HttpRequest, 'path'>): Promise<unknown> {
    const query = new URLSearchParams([...call.parameters]);
    const again = request.method === 'POST' ? CONNECT_AGAIN_AFTER : [];
    const answer = await this.#sendChange(
      caller,
      { ...request, path: `${this.#basePath}${call.path}?${query}` },
      again,
    );
    this.quotas.observe(caller.credential, answer.headers, call.datasetId);
    if (GATEWAY_STATUSES.has(answer.statusCode)) {
      await answer.body.dump().catch(() => {});
      throw errorOfUnknownOutcome(undefined, `could not be heard (HTTP ${answer.statusCode})`, this.url);
    }
    if (answer.statusCode !== 200) throw await this.#refusal(caller, answer);
    const text = await answer.body.text().catch((error: unknown) => {
      throw errorOfUnknownOutcome(error, 'broke off its answer', this.url);
    });
    return parseAnswer(text, answer.headers);
  }

  /** A change that left is not called back when its caller is gone: half a request helps nobody. */
  async #sendChange(caller: Caller, request: HttpRequest, [pause, ...pauses]: number[]): Promise<Answer> {
    let sent = false;
    const onStart = () => {
      sent = true;
      caller.onCall?.(pathOf(request));
    };
    try {
      return await this.#changePool
        .compose((dispatch) => (options, handler) => dispatch(options, tellingStart(handler, onStart)))
        .request({ ...request, headers: { ...request.headers, ...caller.credential.headers() } });
    } catch (error) {
      if (sent) throw errorOfUnknownOutcome(error, 'gave no answer', this.url);
      if (pause === undefined || !isFailedConnect(error)) throw errorOfFailure(error, this.url);
      await wait(pause);
      return this.#sendChange(caller, request, pauses);
    }
  }

  async #send(
    pool: Pool,
    caller: Caller,
    request: HttpRequest,
    datasetId: string | undefined,
  ): Promise<Answer> {
    // Nothing leaves for a caller that is gone already, and so nothing is told of it.
    caller.signal?.throwIfAborted();
    caller.onCall?.(pathOf(request));
    const answer = await pool.request({
      ...request,
      // As few headers as possible: some portals answer 500 to ones they do not expect.
      headers: { ...request.headers, ...caller.credential.headers() },
      ...(caller.signal && { signal: caller.signal }),
    });
    this.quotas.observe(caller.credential, answer.headers, datasetId);
    return answer;
  }

  /** As `#refusal`, noting a quota that is used up: of reads, since changes have a key and a count of their own. */
  async #readRefusal(caller: Caller, answer: Answer, { datasetId }: Call): Promise<OdsError> {
    const refusal = await this.#refusal(caller, answer);
    if (refusal.code === 'QUOTA_EXCEEDED') this.quotas.refused(caller.credential, refusal.details, datasetId);
    return refusal;
  }

  /** The error of an answer; a body that breaks off tells no more than none, and none tells the credential. */
  async #refusal({ credential }: Caller, { statusCode, headers, body }: Answer): Promise<OdsError> {
    const text = await body.text().catch(() => '');
    const { code, message, details } = errorOfAnswer(statusCode, headers, text, this.url);
    return new OdsError(code, credential.redact(message), details);
  }

  #readRequest({ path, parameters }: Call, headers: Record<string, string>): HttpRequest {
    const query = new URLSearchParams([...parameters]).toString();
    const target = query === '' ? path : `${path}?${query}`;
    if (this.url.origin.length + this.#basePath.length + target.length < MAX_URL_LENGTH) {
      return { method: 'GET', path: this.#basePath + target, headers };
    }
    return {
      method: 'POST',
      path: this.#basePath + path,
      body: query,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    };
  }
}

interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
  headers: Record<string, string>;
}

/** The path alone: a query may carry a push key. */
function pathOf({ path }: HttpRequest): string {
  return path.replace(/\?.*$/s, '');
}

/** The handler, and word of the moment at which its request begins to leave on a connection. */
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
