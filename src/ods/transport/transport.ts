import { Pool } from 'undici';
import { OdsError } from '../errors.ts';
import type { Redacts } from '../redaction.ts';
import { type Answer, type JsonAnswer, ownHeaders, parseAnswer } from './answer.ts';
import { errorText, MAX_ERROR_BYTES, readBody } from './body.ts';
import type { Call, Caller, ChangeCall, ReadCall, StreamOptions } from './call.ts';
import { CallQueue, WaitedTooLong } from './call-queue.ts';
import { ChangeSender } from './change-sender.ts';
import type { Credential } from './credential.ts';
import { Deadline } from './deadline.ts';
import { exchange, type WholeAnswer } from './exchange.ts';
import { type HttpRequest, HttpRequests, pathOf } from './http-request.ts';
import { Lines } from './lines.ts';
import { QuotaBook, type QuotaState } from './quota.ts';
import { requireAnswer } from './required-answer.ts';
import {
  errorOfAnswer,
  errorOfBody,
  errorOfFailure,
  errorOfUnknownOutcome,
  isStaleConnection,
} from './response-error.ts';

/** Statuses of a gateway that could not hand on the portal's answer: the portal may have had the request. */
const GATEWAY_STATUSES = new Set([502, 504]);

/** Large answers that are read at a time. */
const LARGE_BODIES = 2;

export interface TransportOptions {
  /** The portal's address, e.g. `https://data.example.org`. */
  url: URL;
  /**
   * Milliseconds to wait for an answer to begin, and then for each next piece of its body.
   * @default 30000
   */
  timeout?: number;
  /**
   * Milliseconds in which a connection must come about.
   * @default 10000
   */
  connectTimeout?: number;
  /**
   * Milliseconds for one whole call, from its turn to the last byte of its answer; of a stream to the first byte.
   * @default 60000
   */
  callTimeout?: number;
  /**
   * Milliseconds for which a call may wait for its turn.
   * @default 30000
   */
  queueTimeout?: number;
  /**
   * The longest answer that is read into memory, in MB (1024 * 1024 bytes), unpacked; streams excepted.
   * @default 32
   */
  maxAnswerMb?: number;
  /**
   * Calls under way at a time; the others wait, callers taking turns. A stream counts until its answer begins.
   * @default 16
   */
  concurrency?: number;
}

/** Speaks HTTP to one portal: connections, credentials, deadlines, quota headers, errors. */
export class Transport {
  readonly url: URL;
  readonly quotas = new QuotaBook();
  readonly #requests: HttpRequests;
  readonly #pool: Pool;
  readonly #streamPool: Pool;
  readonly #changes: ChangeSender;
  readonly #queue: CallQueue;
  /** Large answers take turns too: each may have MAX_UPSTREAM_MB, and several times that while it is parsed. */
  readonly #largeBodies: CallQueue;
  readonly #lines = new Lines();
  readonly #limits: { callTimeout: number; queueTimeout: number; maxAnswerMb: number };
  #closed: Promise<unknown> | null = null;

  constructor({
    url,
    timeout = 30_000,
    connectTimeout = 10_000,
    callTimeout = 60_000,
    queueTimeout = 30_000,
    maxAnswerMb = 32,
    concurrency = 16,
  }: TransportOptions) {
    this.url = url;
    this.#requests = new HttpRequests(url);
    this.#limits = { callTimeout, queueTimeout, maxAnswerMb };
    const options = { headersTimeout: timeout, bodyTimeout: timeout, connect: { timeout: connectTimeout } };
    this.#queue = new CallQueue(concurrency, queueTimeout);
    this.#largeBodies = new CallQueue(LARGE_BODIES, callTimeout);
    this.#pool = new Pool(url.origin, { ...options, connections: concurrency });
    // A pool of its own: a caller that reads a file slowly must not keep a connection from others.
    this.#streamPool = new Pool(url.origin, options);
    this.#changes = new ChangeSender(url, options);
  }

  /** Makes a read call and gives the answer, if it is one of that API; every other outcome is an OdsError. */
  async getAnswer(caller: Caller, call: ReadCall): Promise<JsonAnswer> {
    const leave = this.#queue.tryEnter() ?? (await this.#waitForTurn(caller));
    const deadline = this.#deadlineOf(caller);
    const { signal } = deadline;
    let leaveLarge = () => {};
    const claim = async () => {
      leaveLarge = await this.#largeBodies.enter(caller.credential.id, signal);
    };
    try {
      const answer = await this.#send(caller, call, {}, signal, (request) =>
        exchange(this.#pool, request, { signal, maxBytesOf: this.#maxBytesOf, claim }),
      );
      return this.#jsonOf(caller, call, answer);
    } finally {
      deadline.end();
      leaveLarge();
      leave();
    }
  }

  readonly #maxBytesOf = (statusCode: number): number =>
    statusCode === 200 ? this.#limits.maxAnswerMb * 1024 * 1024 : MAX_ERROR_BYTES;

  #jsonOf({ credential }: Caller, call: ReadCall, answer: WholeAnswer): JsonAnswer {
    const { statusCode, headers, text, length, failure } = answer;
    if (statusCode !== 200) throw this.#readError(credential, answer, text, call);
    this.#lines.admit(credential);
    if (failure !== undefined) throw errorOfBody(failure, this.url, this.#limits.maxAnswerMb);
    const json = parseAnswer(text, headers, credential);
    return requireAnswer(call, { json, headers: ownHeaders(headers), length }, credential);
  }

  /**
   * Makes a read call and gives the answer as it begins, its body still to be read (or dumped). Statuses other than
   * 200 and those of `accept` are an OdsError, with their body read.
   */
  stream(caller: Caller, call: Call, { headers = {}, accept = [] }: StreamOptions = {}): Promise<Answer> {
    // The caller's signal still ends it when its deadline is over.
    return this.#inTurn(caller, async ({ signal }) => {
      const answer = await this.#send(caller, call, headers, signal, (request) =>
        this.#streamPool.request({ ...request, signal }),
      );
      if (answer.statusCode !== 200 && !accept.includes(answer.statusCode))
        throw this.#readError(caller.credential, answer, await errorText(answer), call);
      this.#lines.admit(caller.credential);
      return answer;
    });
  }

  /**
   * Sends a change as JSON, and gives the parsed JSON of its answer. It is sent once: again only if no connection
   * came about and so nothing of it left. If it left and no answer tells what became of it: OUTCOME_UNKNOWN.
   */
  post(caller: Caller, call: ChangeCall, json: string): Promise<unknown> {
    return this.#change(caller, call, {
      method: 'POST',
      body: json,
      headers: { 'content-type': 'application/json' },
    });
  }

  /** As `post`, for the changes that the API takes as a GET: never sent a second time at all. */
  getChange(caller: Caller, call: ChangeCall): Promise<unknown> {
    return this.#change(caller, call, { method: 'GET', headers: {} });
  }

  /** What is known of the caller's quota; undefined before the portal has reported one. */
  async quotaOf(credential: Credential): Promise<QuotaState | undefined> {
    return this.quotas.get(credential);
  }

  /** How many calls wait for their turn. */
  get callsWaiting(): number {
    return this.#queue.waiting;
  }

  /** Waits for the calls under way. */
  async close(): Promise<void> {
    this.#closed ??= Promise.all([this.#pool, this.#streamPool, this.#changes].map((pool) => pool.close()));
    await this.#closed;
  }

  /** Breaks off the calls under way; for a shutdown that has waited long enough. */
  async destroy(): Promise<void> {
    await Promise.all([this.#pool, this.#streamPool, this.#changes].map((pool) => pool.destroy()));
  }

  /** Does a caller's work when it is its turn, which ends with the work, and the work with its deadline. */
  async #inTurn<T>(caller: Caller, work: (deadline: Deadline) => Promise<T>): Promise<T> {
    const leave = this.#queue.tryEnter() ?? (await this.#waitForTurn(caller));
    const deadline = this.#deadlineOf(caller);
    try {
      return await work(deadline);
    } finally {
      deadline.lift();
      leave();
    }
  }

  async #waitForTurn({ credential, signal }: Caller): Promise<() => void> {
    try {
      return await this.#queue.enter(credential.id, signal, this.#lines.of(credential));
    } catch (error) {
      if (!(error instanceof WaitedTooLong)) throw errorOfFailure(error, this.url);
      throw timeout(
        `This call waited ${this.#limits.queueTimeout} ms for its turn (ODS_QUEUE_TIMEOUT), since as many calls to the portal at ${this.url.host} were under way as may be at a time (MAX_UPSTREAM_CONCURRENCY). It was not sent.`,
      );
    }
  }

  #deadlineOf({ signal }: Caller): Deadline {
    const { callTimeout } = this.#limits;
    const error = () =>
      timeout(
        `The portal at ${this.url.host} did not finish its answer within ${callTimeout} ms (ODS_CALL_TIMEOUT).`,
      );
    return new Deadline(callTimeout, error, signal);
  }

  /** Sends a read until the signal ends it; gives what answers it. */
  async #send<T extends Head>(
    { credential, onCall }: Caller,
    call: Call,
    headers: Record<string, string>,
    signal: AbortSignal,
    sendOnce: (request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    // As few headers as possible: some portals answer 500 to ones they do not expect.
    const request = this.#requests.ofRead(call, { ...headers, ...credential.headers() });
    for (let isAgain = false; ; isAgain = true) {
      try {
        // Nothing leaves for a caller that is gone already, and so nothing is told of it.
        signal.throwIfAborted();
        onCall?.(pathOf(request));
        const answer = await sendOnce(request);
        this.quotas.observe(credential, answer.headers, call.datasetId);
        return answer;
      } catch (error) {
        // A kept-alive connection that the portal closed just then: nothing was answered, and a read may be repeated.
        if (isAgain || !isStaleConnection(error) || signal.aborted) throw errorOfFailure(error, this.url);
      }
    }
  }

  #change(caller: Caller, call: ChangeCall, request: Omit<HttpRequest, 'path'>): Promise<unknown> {
    // Without the caller's signal: a change is not called back.
    const { credential } = caller;
    const secrets = { redact: (text: string) => call.secrets.redact(credential.redact(text)) };
    return this.#inTurn({ credential }, async ({ signal }) => {
      const answer = await this.#changes.send(caller, this.#requests.ofChange(call, request), signal);
      this.quotas.observe(credential, answer.headers, call.datasetId);
      if (GATEWAY_STATUSES.has(answer.statusCode)) {
        await readBody(answer, MAX_ERROR_BYTES).catch(() => {});
        throw errorOfUnknownOutcome(undefined, `could not be heard (HTTP ${answer.statusCode})`, this.url);
      }
      if (answer.statusCode !== 200) throw this.#errorOf(secrets, answer, await errorText(answer));
      // A change is confirmed by a word: nothing is to be learnt from an answer that is much longer.
      const { text } = await readBody(answer, MAX_ERROR_BYTES).catch((error: unknown) => {
        throw errorOfUnknownOutcome(error, 'broke off its answer', this.url);
      });
      return parseAnswer(text, answer.headers, secrets);
    });
  }

  /** As `#errorOf`, noting a quota that is used up: of reads, since changes have a key and a count of their own. */
  #readError(credential: Credential, answer: Head, text: string, { datasetId }: Call): OdsError {
    const error = this.#errorOf(credential, answer, text);
    if (error.code === 'QUOTA_EXCEEDED') this.quotas.refused(credential, error.details, datasetId);
    return error;
  }

  #errorOf(secrets: Redacts, { statusCode, headers }: Head, text: string): OdsError {
    return errorOfAnswer(statusCode, headers, text, this.url, secrets);
  }
}

/** The way to the portal itself: `Transport`, or what merges calls in front of it. */
export type DirectTransport = Pick<
  Transport,
  'url' | 'quotas' | 'getAnswer' | 'stream' | 'post' | 'getChange'
>;

/** How an answer begins. */
type Head = Pick<WholeAnswer, 'statusCode' | 'headers'>;

function timeout(message: string): OdsError {
  return new OdsError('UPSTREAM_TIMEOUT', message);
}
