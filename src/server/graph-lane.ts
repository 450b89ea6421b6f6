/**
 * The way of an ordinary request to the graph: from `node:http` to the executor and back. A request is ordinary if it is
 * a POST or a GET of `/graphql` that takes JSON for an answer. Whether it has one result shows when it has been executed:
 * if it has several, Yoga writes them. All others go through Yoga from the start, with the same executor, the same reading
 * of bodies and the same writing of results.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Execution } from '../execution/execution.ts';
import type { Executor } from '../execution/executor.ts';
import type { Logger } from '../execution/logger.ts';
import type { RequestRecord } from '../execution/request-record.ts';
import { comesInParts } from '../execution/results.ts';
import { Cancellation, type Signal } from '../ods/cancellation.ts';
import { free } from '../ods/memory.ts';
import { EndOfTurnQueue, endOfTurn, LONG_FOR_A_TURN } from '../ods/turn.ts';
import { prefersHtml } from './accept.ts';
import { bodyOfNode } from './body-source.ts';
import type { ClientAddresses } from './client-address.ts';
import type { Compression } from './compression.ts';
import { errorAnswer, publicErrorOf } from './error-answer.ts';
import { paramsOfAddress, paramsOfBody } from './graph-params.ts';
import { type HeaderReader, readerOf } from './header-reader.ts';
import { answerOf, type HttpAnswer, type ResultType, resultTypeOf, sentBody } from './http-answer.ts';
import { graphRequestOf, type HttpRequest } from './http-request.ts';
import { KeptBody } from './kept-body.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { Origins } from './origins.ts';
import type { JsonBody, RequestBodies } from './request-body.ts';
import { REQUEST_ID } from './requests.ts';

const PATH = '/graphql';

export interface GraphLaneOptions {
  executor: Executor;
  bodies: RequestBodies;
  origins: Origins;
  addresses: ClientAddresses;
  lifetimes: Lifetimes;
  /** Without it answers are sent as they are. */
  compression?: Compression | undefined;
  logger: Logger;
}

/** An ordinary request, and what of it decides how it is answered. */
interface Ordinary {
  request: IncomingMessage;
  header: HeaderReader;
  method: string;
  type: ResultType;
  /** The parameters of the address; null if it has none. */
  parameters: URLSearchParams | null;
  record: RequestRecord;
}

/** Milliseconds for which a client that was answered early may go on sending its body. */
const LAST_BYTES = 500;

export class GraphLane {
  readonly #options: GraphLaneOptions;
  readonly #handedOn = new WeakMap<IncomingMessage, Execution>();
  readonly #leftAlone = new WeakSet<IncomingMessage>();
  /** How many answers are being made. */
  #underWay = 0;
  /** Fulfilled when none is; null if nobody waits for that. */
  #end: PromiseWithResolvers<void> | null = null;
  readonly #sends = new EndOfTurnQueue();
  #reading = 0;

  constructor(options: GraphLaneOptions) {
    this.#options = options;
  }

  /** Answers the request for this target if it is an ordinary one; all others are left to `passOn`. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    target: string,
    record: RequestRecord,
    passOn: () => void,
  ): void {
    const ordinary = ordinaryOf(request, target, record);
    if (!ordinary) {
      this.#leftAlone.add(request);
      passOn();
      return;
    }
    this.#underWay += 1;
    void this.#answer(ordinary, response, passOn);
  }

  /** The execution of a request that began here and was passed on then, because its results come in parts. */
  handedOn(request: IncomingMessage): Execution | undefined {
    return this.#handedOn.get(request);
  }

  /** What compresses the answer to a request that did not begin here; nothing does for a listener of somebody else. */
  compressionFor(request: IncomingMessage): Compression | undefined {
    return this.#leftAlone.has(request) ? this.#options.compression : undefined;
  }

  /** How many requests are being read: what they ask is not known yet. */
  get reading(): number {
    return this.#reading;
  }

  /** What is to be waited for, as answers are being made or sent. */
  get underWay(): Promise<void>[] {
    const waits: Promise<void>[] = [];
    if (this.#underWay > 0) {
      this.#end ??= Promise.withResolvers();
      waits.push(this.#end.promise);
    }
    if (!this.#sends.isEmpty) waits.push(endOfTurn());
    return waits;
  }

  async #answer(ordinary: Ordinary, response: ServerResponse, passOn: () => void): Promise<void> {
    const { logger, origins } = this.#options;
    const { request, header, record } = ordinary;
    let answer: HttpAnswer | null;
    try {
      origins.refuseForeign(header);
      answer = await this.#execute(ordinary, response);
    } catch (error) {
      const shown = publicErrorOf(error, logger, record.id);
      record.fail(shown);
      answer = errorAnswer(shown);
    }
    if (answer === null) passOn();
    else if (!response.destroyed)
      write(request, response, answer, record.id, origins.headersFor(header('origin')), this.#sends);
    this.#underWay -= 1;
    if (this.#underWay > 0) return;
    this.#end?.resolve();
    this.#end = null;
  }

  /** Runs what is asked; null if the results come in parts, which Yoga writes. */
  async #execute(ordinary: Ordinary, response: ServerResponse): Promise<HttpAnswer | null> {
    const { executor, addresses, lifetimes, compression } = this.#options;
    const { request, type, parameters } = ordinary;
    let body: JsonBody | null;
    this.#reading += 1;
    try {
      // All that came with the request is read first.
      await endOfTurn();
      const reading = this.#read(ordinary);
      body = reading instanceof Promise ? await reading : reading;
    } finally {
      this.#reading -= 1;
    }
    try {
      const asked = new Asked(ordinary, addresses.of(request), response);
      const params = body
        ? paramsOfBody(body.json, parameters)
        : paramsOfAddress(parameters ?? NO_PARAMETERS);
      const execution = await executor.execute(params, graphRequestOf(asked));
      const { results, operation } = execution;
      // What is pushed comes once, and may have a push key beside it.
      if (operation?.kind === 'query') body?.keep();
      if (comesInParts(results)) {
        this.#handedOn.set(request, execution);
        return null;
      }
      const answer = answerOf(execution, results, type, asked, lifetimes);
      execution.leftovers.empty();
      const sent = compression ? compression.of(answer, asked) : answer;
      return sent instanceof Promise ? await sent : sent;
    } finally {
      body?.release();
    }
  }

  /** The body of a POST; null for a GET. */
  #read({ request, header, method }: Ordinary): JsonBody | Promise<JsonBody> | null {
    return method === 'POST' ? this.#options.bodies.read(header, bodyOfNode(request)) : null;
  }
}

const NO_PARAMETERS = new URLSearchParams();

function ordinaryOf(request: IncomingMessage, target: string, record: RequestRecord): Ordinary | null {
  const { method = '' } = request;
  if (method !== 'POST' && method !== 'GET') return null;
  if (!target.startsWith(PATH)) return null;
  const search = target.slice(PATH.length);
  if (search !== '' && !search.startsWith('?')) return null;
  const header = readerOf(request.headers);
  const accept = header('accept');
  const type = resultTypeOf(accept);
  // A browser that opens the address is shown GraphiQL.
  if (type === null || (method === 'GET' && prefersHtml(accept))) return null;
  const parameters = search === '' ? null : new URLSearchParams(search);
  return { request, header, method, type, parameters, record };
}

/** An ordinary request as the executor and the answer read it. */
class Asked implements HttpRequest {
  readonly header: HeaderReader;
  readonly method: string;
  readonly parameters: URLSearchParams | null;
  readonly origin: string;
  readonly address: string;
  readonly record: RequestRecord;
  readonly #response: ServerResponse;
  #signal: Signal | undefined;

  constructor({ header, method, parameters, record }: Ordinary, address: string, response: ServerResponse) {
    this.header = header;
    this.method = method;
    this.parameters = parameters;
    this.origin = `http://${(header('host') ?? '').toLowerCase()}`;
    this.address = address;
    this.record = record;
    this.#response = response;
  }

  /** Most of what is kept is answered without it. */
  get signal(): Signal {
    this.#signal ??= signalOf(this.#response);
    return this.#signal;
  }
}

/** Aborted when the client is gone before it has its answer. */
function signalOf(response: ServerResponse): Signal {
  const signal = new Cancellation();
  response.on('close', () => {
    if (!response.writableFinished) signal.abort();
  });
  if (response.destroyed) signal.abort();
  return signal;
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body: given, isOwn }: HttpAnswer,
  requestId: string,
  ofOrigin: Readonly<Record<string, string>>,
  sends: EndOfTurnQueue,
): void {
  if (!request.complete) {
    // The client may be sending still: it has some time to read that this is of no use.
    response.once('finish', () =>
      setTimeout(() => request.complete || request.destroy(), LAST_BYTES).unref(),
    );
  }
  for (const name in ofOrigin) {
    const more = ofOrigin[name] ?? '';
    headers[name] = name === 'Vary' && headers.Vary !== undefined ? `${headers.Vary}, ${more}` : more;
  }
  headers[REQUEST_ID] = requestId;
  const kept = given instanceof KeptBody && given.begin ? given : null;
  const body = kept ? null : sentBody(given);
  if (given instanceof KeptBody) headers['Content-Length'] = String(given.byteLength);
  else if (body !== null) headers['Content-Length'] = String(Buffer.byteLength(body));
  response.writeHead(status, headers);
  const send = () => {
    if (response.destroyed) return;
    if (kept?.begin) sendTogether(response, kept.begin, kept.end);
    else response.end(body ?? undefined);
  };
  if (body === null || body.length <= LONG_FOR_A_TURN) {
    sends.add(send);
    return;
  }
  if (isOwn && body instanceof Uint8Array) response.on('finish', () => free(body));
  send();
}

/** Sends both parts of a body together. */
function sendTogether(response: ServerResponse, begin: Uint8Array, end: string): void {
  response.cork();
  response.write(begin);
  response.end(end);
}
