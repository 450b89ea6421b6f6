import { Pool } from 'undici';
import { abortSignalOf } from '../cancellation.ts';
import { OdsError } from '../errors.ts';
import { textOfBody } from '../json-body.ts';
import { Timeouts } from '../timeouts.ts';
import { endOfTurn, LONG_FOR_A_TURN } from '../turn.ts';
import { type Answer, discard, type JsonAnswer, ownHeaders, parseAnswer } from './answer.ts';
import { errorText, freeLarge, MAX_ERROR_BYTES } from './body.ts';
import { Breaker } from './breaker.ts';
import type { Call, Caller, ChangeCall, ReadCall, StreamOptions } from './call.ts';
import { CallQueue, WaitedTooLong } from './call-queue.ts';
import { Changes } from './changes.ts';
import type { Credential } from './credential.ts';
import { Deadline } from './deadline.ts';
import { exchange, NO_BODY, type WholeAnswer } from './exchange.ts';
import { collectAfter } from './garbage.ts';
import { type HttpRequest, HttpRequests } from './http-request.ts';
import { Lines } from './lines.ts';
import { Prober } from './probe.ts';
import { QuotaBook, type QuotaState } from './quota.ts';
import { ReadSender } from './read-sender.ts';
import { requireAnswer } from './required-answer.ts';
import { errorOfAnswer, errorOfBody, errorOfFailure } from './response-error.ts';
import { Retries } from './retries.ts';
import type { TransportOptions } from './transport-options.ts';

/** Large answers that are read at a time. */
const LARGE_BODIES = 2;

/** Speaks HTTP to one portal: connections, credentials, deadlines, quota headers, errors. */
export class Transport {
  readonly url: URL;
  readonly quotas = new QuotaBook();
  readonly #requests: HttpRequests;
  readonly #pool: Pool;
  readonly #streamPool: Pool;
  readonly #changes: Changes;
  readonly #queue: CallQueue;
  /** Large answers take turns too: each may have MAX_UPSTREAM_MB, and several times that while it is parsed. */
  readonly #largeBodies: CallQueue;
  readonly #lines = new Lines();
  readonly #breaker: Breaker;
  readonly #prober: Prober;
  readonly #reads: ReadSender;
  readonly #timeouts: Timeouts;
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
    retries = 2,
    breakerFailures = 5,
    probeInterval = 15_000,
    now = Date.now,
    observer = {},
  }: TransportOptions) {
    this.url = url;
    this.#requests = new HttpRequests(url);
    this.#limits = { callTimeout, queueTimeout, maxAnswerMb };
    this.#timeouts = new Timeouts(callTimeout);
    const options = {
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: { timeout: connectTimeout },
      // One connection for all calls would take all of them with it: docs/operating.md says what was seen.
      allowH2: false,
    };
    this.#queue = new CallQueue(concurrency, queueTimeout);
    this.#largeBodies = new CallQueue(LARGE_BODIES, callTimeout);
    this.#pool = new Pool(url.origin, { ...options, connections: concurrency });
    // A pool of its own: a caller that reads a file slowly must not keep a connection from others.
    this.#streamPool = new Pool(url.origin, options);
    const onChange = observer.onBreakerChange;
    this.#breaker = new Breaker({ failures: breakerFailures, probeInterval, now, onChange });
    const { quotas } = this;
    const shared = { url, quotas, breaker: this.#breaker, observer };
    this.#changes = new Changes({ ...shared, pool: options });
    this.#reads = new ReadSender({ ...shared, retries: new Retries(retries) });
    this.#prober = new Prober({
      ...shared,
      // Calls that wait for a portal that does not answer may have all connections of the other.
      pool: this.#streamPool,
      requests: this.#requests,
      timeout: Math.min(callTimeout, probeInterval),
      maxBytes: maxAnswerMb * 1024 * 1024,
    });
  }

  /** Makes a read call and gives the answer, if it is one of that API; every other outcome is an OdsError. */
  async getAnswer(caller: Caller, call: ReadCall): Promise<JsonAnswer> {
    const topic = call.datasetId ?? '';
    if (!this.#breaker.isClear) this.#prober.requirePass(topic, call.datasetId, caller.credential);
    const leave = this.#queue.tryEnter() ?? (await this.#waitForTurn(caller, call, topic));
    const deadline = this.#deadlineOf(caller);
    const { signal } = deadline;
    let leaveLarge = () => {};
    const claim = async () => {
      leaveLarge = await this.#largeBodies.enter(caller.credential.id, signal);
    };
    try {
      const answer = await this.#reads.send({
        caller,
        call,
        topic,
        signal,
        request: this.#requests.ofRead(call, caller.credential.headers()),
        send: (request) => exchange(this.#pool, request, { signal, maxBytesOf: this.#maxBytesOf, claim }),
      });
      if (answer.body.length <= LONG_FOR_A_TURN) await endOfTurn();
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
    const { statusCode, headers, body, failure } = answer;
    if (statusCode !== 200) throw this.#readError(credential, answer, textOfBody(body), call);
    this.#lines.admit(credential);
    if (failure !== undefined) throw errorOfBody(failure, this.url, this.#limits.maxAnswerMb);
    const { length } = body;
    // Also of one that cannot be read: what is left of it is as much.
    collectAfter(length);
    const json = parseAnswer(body, headers, credential);
    freeLarge(body);
    answer.body = NO_BODY;
    return requireAnswer(call, { json, headers: ownHeaders(headers), length }, credential);
  }

  /**
   * Makes a read call and gives the answer as it begins, its body still to be read (or dumped). Statuses other than
   * 200 and those of `accept` are an OdsError, with their body read.
   */
  stream(caller: Caller, call: Call, { headers = {}, accept = [] }: StreamOptions = {}): Promise<Answer> {
    // The caller's signal still ends it when its deadline is over.
    return this.#inTurn(caller, call, async ({ signal }) => {
      const answer = await this.#reads.send<Answer>({
        caller,
        call,
        topic: null,
        signal,
        request: this.#requests.ofRead(call, { ...headers, ...caller.credential.headers() }),
        send: (request) => this.#streamPool.request({ ...request, signal: abortSignalOf(signal) }),
        drop: discard,
      });
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

  /** False while the breaker keeps all calls from the portal. */
  get isPortalWell(): boolean {
    return !this.#breaker.isOpen;
  }

  /** What is known of the caller's quota; undefined before the portal has reported one. */
  async quotaOf(credential: Credential): Promise<QuotaState | undefined> {
    return this.quotas.get(credential);
  }

  /** How many calls have their turn now, of the MAX_UPSTREAM_CONCURRENCY that may have it. */
  get callsUnderWay(): number {
    return this.#queue.underWay;
  }

  /** How many calls wait for their turn. */
  get callsWaiting(): number {
    return this.#queue.waiting;
  }

  /** Waits for the calls under way. */
  async close(): Promise<void> {
    this.#prober.close();
    this.#closed ??= Promise.all([this.#pool, this.#streamPool, this.#changes].map((pool) => pool.close()));
    await this.#closed;
  }

  /** Breaks off the calls under way; for a shutdown that has waited long enough. */
  async destroy(): Promise<void> {
    await Promise.all([this.#pool, this.#streamPool, this.#changes].map((pool) => pool.destroy()));
  }

  /** Does a caller's work, which has no topic, when it is its turn; the turn ends with it, and it with its deadline. */
  async #inTurn<T>(caller: Caller, call: Call, work: (deadline: Deadline) => Promise<T>): Promise<T> {
    if (!this.#breaker.isClear) this.#prober.requirePass(null, call.datasetId, caller.credential);
    const leave = this.#queue.tryEnter() ?? (await this.#waitForTurn(caller, call, null));
    const deadline = this.#deadlineOf(caller);
    try {
      return await work(deadline);
    } finally {
      deadline.lift();
      leave();
    }
  }

  async #waitForTurn(
    { credential, signal }: Caller,
    { datasetId }: Call,
    topic: string | null,
  ): Promise<() => void> {
    let leave = () => {};
    try {
      leave = await this.#queue.enter(credential.id, signal, this.#lines.of(credential));
      // The calls before it may have failed meanwhile.
      if (!this.#breaker.isClear) this.#prober.requirePass(topic, datasetId, credential);
      return leave;
    } catch (error) {
      leave();
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
    return new Deadline(this.#timeouts, error, signal);
  }

  #change(caller: Caller, call: ChangeCall, request: Omit<HttpRequest, 'path'>): Promise<unknown> {
    // Without the caller's signal: a change is not called back.
    const { credential } = caller;
    return this.#inTurn({ credential }, call, async ({ signal }) => {
      const answer = await this.#changes.make(
        caller,
        call,
        this.#requests.ofChange(call, request),
        abortSignalOf(signal),
      );
      this.#lines.admit(credential);
      return answer;
    });
  }

  /** The error of an answer; a quota that is used up is noted: of reads, since changes have a count of their own. */
  #readError(
    credential: Credential,
    { statusCode, headers }: Head,
    text: string,
    { datasetId }: Call,
  ): OdsError {
    const error = errorOfAnswer(statusCode, headers, text, this.url, credential);
    if (error.code === 'QUOTA_EXCEEDED') this.quotas.refused(credential, error.details, datasetId);
    return error;
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
