/** Operations over WebSocket (the protocol `graphql-transport-ws`), run by the executor as those over HTTP are. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { type Context, handleProtocols, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Executor } from '../execution/executor.ts';
import type { GraphRequest } from '../execution/graph-request.ts';
import type { Logger } from '../execution/logger.ts';
import type { RequestRecord } from '../execution/request-record.ts';
import { comesInParts, KeptPart, mapParts, type Part, type Results } from '../execution/results.ts';
import type { ClientAddresses } from './client-address.ts';
import { withoutHttp } from './http-answer.ts';
import type { Requests } from './requests.ts';
import { type ConnectionExtra, carryMessages } from './web-socket-connection.ts';

/** It is more than any page has open on one connection, and less than would keep others waiting. */
const MAX_OPERATIONS = 100;

/** The largest message: larger requests, such as pushes of many records, are sent over HTTP. Each connection may hold one. */
const MAX_MESSAGE_BYTES = 256 * 1024;

/** Connections at a time, so that their messages fit into memory. */
const MAX_CONNECTIONS = 500;

/** A client that opens a connection and says nothing is not waited for longer, in milliseconds. */
const INIT_TIMEOUT = 3000;

/** The library wants a document of the operation; the executor reads the one that counts. */
const SOME_DOCUMENT = parse('{ __typename }');

export interface WebSocketOptions {
  executor: Executor;
  logger: Logger;
  addresses: ClientAddresses;
  requests: Requests;
  /** The largest request in MB (1024 * 1024 bytes). */
  maxBodyMb: number;
}

type Connection = Context<Record<string, unknown> | undefined, ConnectionExtra>;

/** An operation that waits to be executed: the library hands on a context value of any kind. */
class Asked {
  readonly connection: Connection;
  readonly payload: SubscribePayload;

  constructor(connection: Connection, payload: SubscribePayload) {
    this.connection = connection;
    this.payload = payload;
  }
}

/** The graph's endpoint for WebSockets. */
export class GraphWebSocket {
  readonly #sockets: WebSocketServer;
  readonly #executor: Executor;
  readonly #logger: Logger;
  readonly #addresses: ClientAddresses;
  readonly #requests: Requests;
  readonly #protocol: Server<ConnectionExtra>;
  /** What ends the operations of each connection when it closes. */
  readonly #closed = new WeakMap<WebSocket, AbortController>();

  constructor({ executor, logger, addresses, requests, maxBodyMb }: WebSocketOptions) {
    this.#addresses = addresses;
    this.#requests = requests;
    this.#executor = executor;
    const { schema } = executor;
    this.#logger = logger;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: Math.min(maxBodyMb * 1024 * 1024, MAX_MESSAGE_BYTES),
      // One message in a turn: a flood of them on one connection does not hold up all others.
      allowSynchronousEvents: false,
      handleProtocols,
    });
    this.#protocol = makeServer({
      connectionInitWaitTimeout: INIT_TIMEOUT,
      onSubscribe: (connection: Connection, _id, payload) =>
        Object.keys(connection.subscriptions).length > MAX_OPERATIONS
          ? [this.#tooMany(connection)]
          : { schema, document: SOME_DOCUMENT, contextValue: new Asked(connection, payload) },
      execute: ({ contextValue }) => this.#execute(contextValue),
      // The result stays as the executor gave it: the library would mistake its errors for its own.
      onNext: (_connection, _id, _payload, _args, result) => Object.fromEntries(Object.entries(result)),
      onError: (_connection, _id, _payload, errors) => errors.flatMap(refusalsOf),
    });
  }

  /** Takes an `upgrade` event of a `node:http` server; anything but `/graphql` is refused. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, record: RequestRecord): void {
    // Without this listener, a reset during the handshake would end the process.
    socket.on('error', () => socket.destroy());
    if (pathOf(request) !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      record.carried(404, 0);
      return;
    }
    if (this.#sockets.clients.size >= MAX_CONNECTIONS) {
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 10\r\nContent-Length: 0\r\n\r\n',
      );
      record.carried(503, 0);
      return;
    }
    // The library refuses a handshake that is none, and closes the connection.
    const onClose = () => record.carried(400, request.socket.bytesWritten);
    socket.once('close', onClose);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      socket.off('close', onClose);
      webSocket.once('close', (code) => {
        if (isRefusal(code)) record.fail(refusalOf(`WEBSOCKET_${code}`));
        record.carried(101, request.socket.bytesWritten);
      });
      webSocket.once('error', (error) =>
        record.fail(refusalOf('code' in error ? String(error.code) : 'WEBSOCKET')),
      );
      carryMessages(
        this.#protocol,
        webSocket,
        { request, socket: webSocket, record, asked: 0 },
        this.#logger,
      );
    });
  }

  /** Ends all operations and connections: clients are told that the server goes away, and may come again. */
  close(): void {
    for (const client of this.#sockets.clients) client.close(1001, 'Going away');
  }

  async #execute(asked: unknown): Promise<AsyncGenerator<object>> {
    if (!(asked instanceof Asked)) throw new Error('An operation that nobody asked.');
    const { connection, payload } = asked;
    const record = this.#recordOf(connection);
    const controller = new AbortController();
    const closed = this.#closedSignal(connection.extra.socket);
    const request = graphRequestOf(
      connection,
      this.#addresses.of(connection.extra.request),
      AbortSignal.any([closed, controller.signal]),
    );
    const { results } = await this.#executor.execute({ ...payload }, { ...request, record });
    if (!comesInParts(results)) record.carried(null, null);
    const { socket } = connection.extra;
    return generatorOf(results, (isWhole) => {
      // A client that has had enough of a subscription says so, and stays.
      record.carried(null, null, isWhole || socket.readyState === socket.OPEN);
      controller.abort();
    });
  }

  #recordOf({ extra }: Connection): RequestRecord {
    extra.asked += 1;
    return this.#requests.beginMessage(extra.record, extra.asked);
  }

  #tooMany(connection: Connection): GraphQLError {
    const refusal = tooMany();
    const record = this.#recordOf(connection);
    record.kind = 'operation';
    record.fail(refusal);
    record.carried(null, null);
    return refusal;
  }

  #closedSignal(socket: WebSocket): AbortSignal {
    const known = this.#closed.get(socket);
    if (known) return known.signal;
    const controller = new AbortController();
    this.#closed.set(socket, controller);
    socket.once('close', () => controller.abort());
    return controller.signal;
  }
}

/** True of a code with which a connection ends since something was wrong: all others are those of a client that leaves. */
function isRefusal(code: number): boolean {
  return code >= 1002 && code !== 1005 && code !== 1006;
}

/** What the log tells of such an end. */
function refusalOf(code: string): GraphQLError {
  return new GraphQLError('The connection was closed.', { extensions: { code } });
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : '';
}

/** The caller of an operation: the one who opened the connection. */
function graphRequestOf(
  { extra: { request }, connectionParams }: Connection,
  address: string,
  signal: AbortSignal,
): GraphRequest {
  const { headers, url = '/' } = request;
  return {
    authorization: credentialOf(request, connectionParams) ?? null,
    priorityToken: textOf(headers['x-priority-token']),
    noCache: false,
    explain: new URL(url, 'http://localhost').searchParams.has('explain'),
    address,
    origin: headers.host === undefined ? null : `http://${headers.host.toLowerCase()}`,
    isReadOnly: false,
    signal,
  };
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : null;
}

/**
 * The caller's credential: `Authorization` of the connection's parameters, as a page's script can give it. One in a
 * header counts for programs only: a browser sends such a header by itself, whichever page asked.
 */
function credentialOf(
  { headers }: IncomingMessage,
  parameters: Readonly<Record<string, unknown>> = {},
): string | undefined {
  const given = parameters.Authorization ?? parameters.authorization;
  if (typeof given === 'string') return given;
  return headers.origin === undefined ? headers.authorization : undefined;
}

/** What is refused before it is executed: an error message of the protocol, and no result. */
class Refusal extends Error {
  readonly errors: readonly GraphQLFormattedError[];

  constructor(errors: readonly GraphQLFormattedError[]) {
    super('refused');
    this.errors = errors;
  }
}

function refusalsOf(error: GraphQLError): readonly GraphQLFormattedError[] {
  return error.originalError instanceof Refusal ? error.originalError.errors : [error.toJSON()];
}

function tooMany(): GraphQLError {
  return new GraphQLError(
    `${MAX_OPERATIONS} operations are under way on this connection: let some of them end, or open another one.`,
    { extensions: { code: 'TOO_MANY_OPERATIONS' } },
  );
}

/** The results as the protocol sends them. `end` ends what is under way if nobody wants more of them. */
function generatorOf(results: Results, onEnd: (isWhole: boolean) => void): AsyncGenerator<object> {
  const end = () => onEnd(false);
  const parts = mapParts(comesInParts(results) ? results : one(results), {
    change: (part) => part,
    onError: (error) => ({ errors: [new GraphQLError(String(error))] }),
    onEnd: () => onEnd(true),
  });
  return {
    async next() {
      const { done, value } = await parts.next();
      if (done) return { done: true, value: undefined };
      try {
        return { done: false, value: formatted(value) };
      } catch (error) {
        onEnd(true);
        throw error;
      }
    },
    async return() {
      end();
      await parts.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      end();
      await parts.return?.();
      throw error;
    },
    async [Symbol.asyncDispose]() {
      end();
      await parts.return?.();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* one(part: Part): AsyncGenerator<Part> {
  yield part;
}

/** A part as clients read it; one that was refused before it was executed is thrown. */
function formatted(part: Part): object {
  if (part instanceof KeptPart) return part.toJSON();
  const errors = part.errors?.map(withoutHttp);
  if (errors && !('data' in part) && part.hasNext === undefined) throw new Refusal(errors);
  return errors ? { ...part, errors } : part;
}
