/** The connections of an HTTP server: what each is at, which of them has to go, and how all of them end. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Link, LinkedList } from '../ods/linked-list.ts';

/** What a connection was at so far. */
interface Connection {
  /** What is not finished; more than one if requests were pipelined. */
  readonly responses: ServerResponse[];
  /** The one to its last request; null if that is finished. */
  last: ServerResponse | null;
  /** True if it has sent a whole request head before. */
  hasAsked: boolean;
  /** True when it has become something else than HTTP, such as a WebSocket. */
  isUpgraded: boolean;
  /** Its place among those that ask nothing; null while it asks. */
  quiet: Link<Socket> | null;
}

export interface ConnectionsOptions {
  /** Connections at a time; further ones take the place of those that ask nothing, or are closed at once. */
  max: number;
  /** Milliseconds without a byte sent or read, after which an answer that nobody reads is given up. */
  idleTimeout: number;
  /** It is called each time that there are too many connections. */
  onTooMany: () => void;
}

/** Milliseconds after which a new connection that has asked nothing is no longer taken to be about to. */
const ARRIVING = 10;

/** Every connection of a server, from its beginning to its end. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #connections = new Map<Duplex, Connection>();
  /** Those that ask nothing at the moment, the longest silent first. */
  readonly #quiet = new LinkedList<Socket>();
  /** Those that have asked nothing yet, with the moments at which they came, in their order. */
  readonly #new = new Map<Socket, number>();
  #isDraining = false;
  #isEnding = false;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#connections.size;
  }

  /** How many have come just now and asked nothing yet: their first requests are on their way. */
  get arriving(): number {
    const since = performance.now() - ARRIVING;
    for (const [socket, cameAt] of this.#new) {
      if (cameAt >= since) break;
      this.#new.delete(socket);
    }
    return this.#new.size;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Takes a new connection. If there are too many, it takes the place of one that asks nothing. */
  add(socket: Socket): void {
    // A connection may break at any time, even after it was handed on: an error that nobody listens for ends the process.
    socket.on('error', ignore);
    if (this.#isDraining || !this.#makeRoom()) {
      socket.destroy();
      return;
    }
    const connection: Connection = {
      responses: [],
      last: null,
      hasAsked: false,
      isUpgraded: false,
      quiet: this.#quiet.add(socket),
    };
    this.#connections.set(socket, connection);
    this.#new.set(socket, performance.now());
    socket.once('close', () => {
      this.#connections.delete(socket);
      this.#new.delete(socket);
      this.#wake(connection);
    });
  }

  /** Notes that a request has begun; gives the one before it on the same connection if that is not finished. */
  begin(socket: Socket, response: ServerResponse): ServerResponse | null {
    const connection = this.#connections.get(socket);
    if (!connection) return null;
    const before = connection.last;
    connection.responses.push(response);
    connection.last = response;
    // It is new until then.
    if (!connection.hasAsked) this.#new.delete(socket);
    connection.hasAsked = true;
    this.#wake(connection);
    if (this.#isEnding) announceEnd(response);
    response.on('close', () => {
      const { responses } = connection;
      const place = responses.indexOf(response);
      if (place < 0) return;
      responses.splice(place, 1);
      if (connection.last === response) connection.last = null;
      if (responses.length > 0 || connection.isUpgraded || socket.destroyed) return;
      if (this.#isDraining) socket.destroySoon();
      else connection.quiet ??= this.#quiet.add(socket);
    });
    return before;
  }

  /** Notes that the connection was handed on: whoever has it now ends it. */
  upgrade(socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (!connection) return;
    connection.isUpgraded = true;
    this.#wake(connection);
  }

  /** Takes a connection out of those that ask nothing. */
  #wake(connection: Connection): void {
    if (connection.quiet) this.#quiet.remove(connection.quiet);
    connection.quiet = null;
  }

  /** True if a part of an answer is on its way: nothing else may be written. */
  isAnswering(socket: Duplex): boolean {
    const responses = this.#connections.get(socket)?.responses ?? [];
    return responses.some((response) => response.headersSent);
  }

  /** Ends a connection on which nothing happened for a while, unless it waits for an answer of ours. */
  onTimeout(socket: Socket): void {
    const isWaiting = (this.#connections.get(socket)?.responses.length ?? 0) > 0;
    if (isWaiting && socket.writableLength === 0) socket.setTimeout(this.#options.idleTimeout);
    else socket.destroy();
  }

  /** From now on each connection ends with the next answer on it; new ones are still taken. */
  announceEnd(): void {
    this.#isEnding = true;
    for (const { responses } of this.#connections.values()) responses.forEach(announceEnd);
  }

  /** From now on connections end with what is under way on them; those on which nothing is end at once. */
  drain(): void {
    this.#isDraining = true;
    this.announceEnd();
    for (const socket of this.#quiet) {
      // The first request may be arriving: it has until the end of the grace.
      const isArriving = socket.bytesRead > 0 && !this.#connections.get(socket)?.hasAsked;
      if (!isArriving) socket.destroy();
    }
  }

  /** Closes all of them, whatever is under way. */
  destroy(): void {
    for (const socket of this.#connections.keys()) socket.destroy();
  }

  #makeRoom(): boolean {
    if (this.#connections.size < this.#options.max) return true;
    this.#options.onTooMany();
    const silent = this.#quiet.shift();
    if (!silent) return false;
    this.#connections.delete(silent);
    silent.destroy();
    return true;
  }
}

/** Tells the client, while that is possible, that no further request is answered on this connection. */
function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

function ignore(): void {}
