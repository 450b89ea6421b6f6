/** The portal's sockets: HTTP/1.1 in the clear, or HTTP/2 and HTTP/1.1 over TLS. */
import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ApiEnv } from './http/admission.ts';
import type { TlsContents } from './tls.ts';

/** Requests of one HTTP/2 connection at a time: a browser's pages ask for fewer. */
const mostStreams = 100;

export interface Listener {
  url: string;
  /** Resolves when the port is free. Requests in flight are broken off. */
  close(): Promise<void>;
}

export interface ListenOptions {
  port: number;
  host: string;
  tls: TlsContents | null;
}

export async function listen(app: Hono<ApiEnv>, { port, host, tls }: ListenOptions): Promise<Listener> {
  const server = tls === null ? createAdaptorServer({ fetch: app.fetch }) : secureServer(app, tls);
  // A connection of HTTP/2, or one over TLS that asks for nothing, would hold the server open.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: urlOf(server.address(), tls === null ? 'http' : 'https'),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function secureServer(app: Hono<ApiEnv>, tls: TlsContents): ServerType {
  return createAdaptorServer({
    fetch: app.fetch,
    createServer: createSecureServer,
    serverOptions: { ...tls, allowHTTP1: true, settings: { maxConcurrentStreams: mostStreams } },
  });
}

function urlOf(address: AddressInfo | string | null, scheme: 'http' | 'https'): string {
  if (address === null || typeof address === 'string') throw new Error('The portal listens on no port.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${scheme}://${host}:${address.port}`;
}
