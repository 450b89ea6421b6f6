/** Connections that ask to become a WebSocket: which may, and what becomes of the others. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestRecord } from '../execution/request-record.ts';
import { readerOf } from './header-reader.ts';
import { HttpError } from './http-error.ts';
import { http } from './node-http.ts';
import type { Origins } from './origins.ts';
import { targetOf } from './request-target.ts';
import type { Requests } from './requests.ts';

/** What speaks WebSocket. */
interface WebSockets {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, record: RequestRecord): void;
  close(): void;
}

export class Upgrades {
  readonly #load: () => Promise<WebSockets>;
  readonly #origins: Origins;
  readonly #requests: Requests;
  #webSockets: Promise<WebSockets> | undefined;
  #isClosed = false;

  /** `load` brings what speaks WebSocket when it is first needed: a start does not wait for it. */
  constructor(load: () => Promise<WebSockets>, { requests }: { requests: Requests }, origins: Origins) {
    this.#load = load;
    this.#origins = origins;
    this.#requests = requests;
  }

  /** True if a request asks for a WebSocket at `/graphql`; any other is best answered as an ordinary one. */
  isUpgrade(request: IncomingMessage): boolean {
    const protocols = (request.headers.upgrade ?? '').toLowerCase().split(',');
    return (
      protocols.some((protocol) => protocol.trim() === 'websocket') &&
      request.url?.split('?', 1)[0] === '/graphql'
    );
  }

  /** Takes an `upgrade` event of a `node:http` server. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // From here on nobody else listens for errors, and an error that nobody listens for ends the process.
    socket.on('error', ignore);
    const record = this.#requests.begin(readerOf(request.headers), request.method ?? '', request.url ?? '');
    try {
      this.#check(request);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 400;
      record.fail(error);
      refuse(socket, status);
      record.carried(status, 0);
      return;
    }
    this.#webSockets ??= this.#load();
    const leave = () => {
      socket.destroy();
      record.carried(null, 0, false);
    };
    this.#webSockets.then((webSockets) => {
      // The client may have left while it was loaded.
      if (this.#isClosed || socket.destroyed) leave();
      else webSockets.handleUpgrade(request, socket, head, record);
    }, leave);
  }

  /** Ends all WebSockets: clients are told that the server goes away, and may come again. */
  close(): void {
    this.#isClosed = true;
    void this.#webSockets?.then((webSockets) => webSockets.close());
  }

  #check(request: IncomingMessage): void {
    targetOf(request);
    if (!this.isUpgrade(request)) throw new HttpError(404, 'There are WebSockets at /graphql only.');
    if (this.#origins.admitsUpgrade(request)) return;
    throw new HttpError(403, 'Pages of this origin may not ask here (CORS_ORIGINS).');
  }
}

function refuse(socket: Duplex, status: number): void {
  const head = `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  socket.end(head, () => socket.destroy());
}

function ignore(): void {}
