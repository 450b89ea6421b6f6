/** The network address of whoever asks: what callers without a credential are told apart by. */
import type { IncomingMessage } from 'node:http';
import { incomingOf } from './incoming.ts';

/** It is longer than any address; a longer text is no address. */
const MAX_LENGTH = 64;

/** Tells the address of a client. */
export class ClientAddresses {
  readonly #trustedProxies: number;

  /**
   * `trustedProxies`: how many proxies stand in front of this server. Each adds the address that it was asked from to
   * `X-Forwarded-For`, at its end; what stands before those was written by the client, and is not believed.
   */
  constructor(trustedProxies: number) {
    this.#trustedProxies = trustedProxies;
  }

  /** The address of the client of a request; empty if the listener does not tell it. */
  of(request: IncomingMessage): string {
    const peer = request.socket.remoteAddress ?? '';
    if (this.#trustedProxies === 0) return peer;
    const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
    return forwarded.at(-this.#trustedProxies)?.trim().slice(0, MAX_LENGTH) || peer;
  }

  /** The same from what hono hands on of the listener. */
  ofEnvironment(env: unknown): string {
    const incoming = incomingOf(env);
    return incoming ? this.of(incoming) : '';
  }
}
