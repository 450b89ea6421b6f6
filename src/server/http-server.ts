import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '../execution/logger.ts';
import type { ArrivalCount } from './arrivals.ts';
import { answerClientError } from './client-error.ts';
import { Connections } from './connections.ts';
import { http } from './node-http.ts';
import { ReleasingResponse } from './releasing-response.ts';

export interface HttpServer {
  /** Where it answers, without a slash at the end: `http://localhost:4000`. */
  url: string;
  /** From now on each connection ends with the next answer on it; new ones are still taken. */
  announceEnd(): void;
  /** Stops listening, lets what is under way finish until the grace is over, closes the rest, and is done then. */
  close(): Promise<void>;
}

/** Whatever answers requests. */
export interface Answering {
  listener(request: IncomingMessage, response: ServerResponse): void;
  /** Takes over a connection that becomes a WebSocket. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** True if it takes over this request; all others are answered as if they had asked for no upgrade. */
  isUpgrade(request: IncomingMessage): boolean;
  /** Is given what counts the connections that are about to ask something. */
  expect?(arriving: ArrivalCount): void;
}

/** What a client may take of this server. Times are in seconds. */
export interface HttpServerLimits {
  /**
   * Connections at a time.
   * @default 2000
   */
  maxConnections?: number | undefined;
  /**
   * How long the head of a request may take to arrive.
   * @default 10
   */
  headersTimeout?: number | undefined;
  /**
   * How long a whole request may take to arrive.
   * @default 60
   */
  requestTimeout?: number | undefined;
  /**
   * How long an answer may wait to be read without a byte sent or read.
   * @default 60
   */
  idleTimeout?: number | undefined;
  /**
   * How long what is under way may take when the server is closed.
   * @default 10
   */
  shutdownGrace?: number | undefined;
}

export interface HttpServerOptions extends HttpServerLimits {
  port: number;
  host: string;
  logger: Logger;
}

/** The size of all headers of a request together. Proxies and browsers send much less. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Seconds for which a connection may be silent between two requests: longer than the proxies in front keep one, so that none is closed under them. */
const KEEP_ALIVE_TIMEOUT = 65;
/** Milliseconds between two looks at what has taken too long. */
const CHECK_INTERVAL = 1000;
/** Milliseconds between two lines of the log about too many connections. */
const TOLD_AGAIN_AFTER = 60_000;

/** Listens for HTTP; rejects with a sentence if that cannot be. */
export async function startHttpServer(
  answering: Answering,
  { port, host, logger, shutdownGrace = 10, ...limits }: HttpServerOptions,
): Promise<HttpServer> {
  const connections = connectionsOf(limits, logger);
  answering.expect?.(() => connections.arriving);
  const server = serverOf(answering, connections, limits, logger);
  const url = await listeningOn(server, { port, host, names: ['PORT', 'HOST'] });
  // One such error: the process has no file descriptor left for the next connection.
  server.on('error', (error) => logger.error({ err: error }, 'a connection could not be accepted'));
  return {
    url,
    announceEnd: () => connections.announceEnd(),
    close: () => drained(server, connections, shutdownGrace),
  };
}

/** Where a server is to listen, and the settings that say so. */
interface Place {
  port: number;
  host: string;
  names: readonly [port: string, host: string];
}

/** Starts to listen, and gives the address; rejects with a sentence that names the setting if that cannot be. */
export async function listeningOn(server: Server, place: Place): Promise<string> {
  const { port, host } = place;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(startError(error, place)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return `http://${shownHost(host)}:${actualPort}`;
}

function connectionsOf(
  { maxConnections = 2000, idleTimeout = 60 }: HttpServerLimits,
  logger: Logger,
): Connections {
  let toldAt = Number.NEGATIVE_INFINITY;
  return new Connections({
    max: maxConnections,
    idleTimeout: idleTimeout * 1000,
    onTooMany: () => {
      if (performance.now() - toldAt < TOLD_AGAIN_AFTER) return;
      toldAt = performance.now();
      logger.warn(
        { maxConnections },
        'there are more connections than MAX_CONNECTIONS: silent ones are closed',
      );
    },
  });
}

function serverOf(
  answering: Answering,
  connections: Connections,
  limits: HttpServerLimits,
  logger: Logger,
): Server {
  const { headersTimeout = 10, requestTimeout = 60, idleTimeout = 60 } = limits;
  const server = http.createServer({
    ServerResponse: ReleasingResponse,
    headersTimeout: Math.min(headersTimeout, requestTimeout) * 1000,
    requestTimeout: requestTimeout * 1000,
    connectionsCheckingInterval: CHECK_INTERVAL,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT * 1000,
    maxHeaderSize: MAX_HEADER_BYTES,
    // Clients offer HTTP/2 as an upgrade (`Upgrade: h2c`): they are answered in the protocol that they speak already.
    shouldUpgradeCallback: (request) => !connections.isDraining && answering.isUpgrade(request),
  });
  // No header is left out silently: their bytes are bounded, and their number is checked before anything is answered.
  server.maxHeadersCount = 0;
  server.timeout = idleTimeout * 1000;
  server.on('timeout', (socket) => connections.onTimeout(socket));
  server.on('connection', (socket: Socket) => connections.add(socket));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const requestId = randomUUID();
    const status = answerClientError(error, socket, connections.isAnswering(socket), requestId);
    // Nothing more is known of what was no request.
    if (status !== null)
      logger.info({ requestId, outcome: error.code ?? `HTTP_${status}`, status }, 'request');
  });
  server.on('upgrade', (request, socket, head) => {
    connections.upgrade(request.socket);
    answering.handleUpgrade(request, socket, head);
  });
  server.on('request', (request, response) => {
    request.on('error', ignore);
    response.on('error', ignore);
    const before = connections.begin(request.socket, response);
    if (before) inTurn(before, request.socket, response, () => answering.listener(request, response));
    else answering.listener(request, response);
  });
  return server;
}

/** Requests that come on one connection without waiting for answers are answered one after the other. */
function inTurn(before: ServerResponse, socket: Socket, response: ServerResponse, answer: () => void): void {
  // Nobody is there any more for the answers of a connection that has closed.
  before.once('close', () => (socket.destroyed ? response.destroy() : answer()));
}

/** Resolves when no connection is left. */
async function drained(server: Server, connections: Connections, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  connections.drain();
  const deadline = setTimeout(() => connections.destroy(), grace * 1000);
  await closed;
  clearTimeout(deadline);
}

/** An address that a person can open: the wildcards and loopback are `localhost`. */
function shownHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function startError(error: NodeJS.ErrnoException, { port, host, names: [portName, hostName] }: Place): Error {
  const reason: Record<string, string> = {
    EADDRINUSE: `${portName}=${port} is in use on ${host}: set ${portName} to a free one.`,
    EACCES: `${portName}=${port} may not be listened on: set ${portName} to one from 1024 on.`,
    EADDRNOTAVAIL: `${hostName}=${host} is no address of this machine: set ${hostName} to one that is, such as 127.0.0.1.`,
    ENOTFOUND: `${hostName}=${host} is no known host: set ${hostName} to an address of this machine, such as 127.0.0.1.`,
  };
  return Object.assign(new Error(reason[error.code ?? ''] ?? error.message), { code: error.code });
}

/** The error of a broken connection can be ignored: its end follows. */
function ignore(): void {}
