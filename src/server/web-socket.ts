/** Operations over WebSocket (the protocol `graphql-transport-ws`), each answered as if it had come over HTTP. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { schema } from '../schema/schema.ts';

/** More than any page has open, and less than would keep others waiting. */
const MAX_OPERATIONS = 100;

/** What a header can carry, and any credential of a portal has. */
const HEADER_VALUE = /^[\x20-\x7e]*$/;

/** The library wants a document of the operation; the request has the one that counts. */
const SOME_DOCUMENT = parse('{ __typename }');

export interface WebSocketOptions {
  /** Answers a request over HTTP. */
  fetch(request: Request): Response | Promise<Response>;
  /** The largest message in MB (1024 * 1024 bytes). */
  maxBodyMb: number;
}

type Connection = Context<Record<string, unknown> | undefined, { request: IncomingMessage }>;

/**
 * The graph's endpoint for WebSockets. An operation becomes a request for server-sent events to the HTTP edge, so that
 * credentials, limits, log and errors are the same, and whatever HTTP learns is known here.
 */
export class GraphWebSocket {
  readonly #sockets: WebSocketServer;

  constructor({ fetch, maxBodyMb }: WebSocketOptions) {
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: maxBodyMb * 1024 * 1024 });
    useServer(
      {
        onSubscribe: (connection: Connection, _id, payload) => {
          if (Object.keys(connection.subscriptions).length > MAX_OPERATIONS) return [tooMany()];
          const authorization = credentialOf(connection.extra.request, connection.connectionParams);
          if (authorization !== undefined && !HEADER_VALUE.test(authorization)) return [noHeader()];
          const contextValue = requestOf(connection, payload, authorization);
          return { schema, document: SOME_DOCUMENT, contextValue };
        },
        execute: async ({ contextValue }) =>
          contextValue instanceof Request ? resultsOf(await fetch(contextValue)) : { errors: [] },
        // As the graph wrote it: the library would take its errors for some of its own making.
        onNext: (_connection, _id, _payload, _args, result) => Object.fromEntries(Object.entries(result)),
        onError: (_connection, _id, _payload, errors) => errors.flatMap(refusalsOf),
        isProd: true,
      },
      this.#sockets,
    );
  }

  /** Takes an `upgrade` event of a `node:http` server; anything but `/graphql` is refused. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!URL.canParse(addressOf(request)) || new URL(addressOf(request)).pathname !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#sockets.emit('connection', webSocket, request);
    });
  }

  /** Ends all operations and connections: clients are told that the server goes away, and may come again. */
  close(): void {
    for (const client of this.#sockets.clients) client.close(1001, 'Going away');
  }
}

function addressOf({ headers: { host = '' }, url = '/' }: IncomingMessage): string {
  return `http://${host}${url}`;
}

/** The operation as a request over HTTP by the same caller. */
function requestOf(
  { extra }: Connection,
  payload: SubscribePayload,
  authorization: string | undefined,
): Request {
  return new Request(addressOf(extra.request), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(authorization !== undefined && { authorization }),
    },
    body: JSON.stringify(payload),
  });
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

/** The value itself is not told: it is a secret, if a wrong one. */
function noHeader(): GraphQLError {
  return new GraphQLError(
    'connectionParams.Authorization has characters that no credential has: line ends, or letters beyond ASCII.',
    { extensions: { code: 'UNAUTHENTICATED', argument: 'Authorization' } },
  );
}

function tooMany(): GraphQLError {
  return new GraphQLError(
    `${MAX_OPERATIONS} operations are under way on this connection: let some of them end, or open another one.`,
    { extensions: { code: 'TOO_MANY_OPERATIONS' } },
  );
}

/** The results in an answer, one by one as they come. */
function resultsOf(response: Response): AsyncGenerator<ExecutionResult> {
  const reader = eventsOf(response).getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      if (done) return { done, value: undefined };
      const result = JSON.parse(value);
      if (isRefused(result)) throw new Refusal(result.errors);
      return { done: false, value: result };
    },
    // A generator would first wait for the next result, which may never come.
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await reader.cancel();
      throw error;
    },
    async [Symbol.asyncDispose]() {
      await reader.cancel();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The results as they were written. */
function eventsOf({ headers, body }: Response): ReadableStream<string> {
  if (!body) return new ReadableStream({ start: (controller) => controller.close() });
  const text = body.pipeThrough(new TextDecoderStream());
  // What is refused before the graph is asked is one result.
  if (!headers.get('content-type')?.startsWith('text/event-stream')) return text.pipeThrough(whole());
  return text.pipeThrough(new EventSourceParserStream()).pipeThrough(
    new TransformStream({
      transform: ({ event, data }, controller) => {
        if (event === 'next') controller.enqueue(data);
      },
    }),
  );
}

function whole(): TransformStream<string, string> {
  let text = '';
  return new TransformStream({
    transform: (chunk) => {
      text += chunk;
    },
    flush: (controller) => controller.enqueue(text),
  });
}

function isRefused(result: object): result is { errors: GraphQLFormattedError[] } {
  return 'errors' in result && !('data' in result) && !('hasNext' in result);
}
