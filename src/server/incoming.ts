import type { IncomingMessage } from 'node:http';
import { http } from './node-http.ts';

/** The request of `node:http` behind one of the Fetch API, if whoever listens hands it on, as `@hono/node-server` does. */
export function incomingOf(env: unknown): IncomingMessage | undefined {
  const incoming = typeof env === 'object' && env !== null && 'incoming' in env ? env.incoming : undefined;
  return incoming instanceof http.IncomingMessage ? incoming : undefined;
}
