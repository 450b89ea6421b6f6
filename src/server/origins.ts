/** Whose pages may ask this server from a browser, and read what it answers. */
import type { IncomingMessage } from 'node:http';
import type { HeaderReader } from './header-reader.ts';
import { HttpError } from './http-error.ts';

/** What a script of another origin may read beside what all may. */
const EXPOSED_HEADERS = [
  'Retry-After',
  'Content-Disposition',
  'Content-Range',
  'Accept-Ranges',
  'ETag',
  'Server-Timing',
  'X-Request-ID',
];

const EXPOSING = { 'Access-Control-Expose-Headers': EXPOSED_HEADERS.join(',') };
const ANY_ORIGIN = { ...EXPOSING, 'Access-Control-Allow-Origin': '*' };

/** Seconds for which a browser need not ask again what it may send. */
const PREFLIGHT_MAX_AGE = 600;

export interface OriginsOptions {
  /** Origins beside the server's own; `*` is any. */
  allowed: readonly string[];
  publicUrl?: URL | undefined;
}

/** In the terms of hono's middleware `cors`, which is loaded with the routes. */
export interface CorsPolicy {
  origin: string | string[];
  allowMethods: string[];
  exposeHeaders: string[];
  maxAge: number;
}

/** The origins that a page may have, beside this server's own. */
export class Origins {
  readonly #allowed: ReadonlySet<string>;
  readonly #publicOrigin: string | undefined;

  constructor({ allowed, publicUrl }: OriginsOptions) {
    this.#allowed = new Set(allowed);
    this.#publicOrigin = publicUrl?.origin;
  }

  /** What browsers are told of the pages that may read an answer. No cookie is ever asked for: a credential is a header. */
  get policy(): CorsPolicy {
    return {
      origin: this.#isAny ? '*' : [...this.#allowed],
      allowMethods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
      exposeHeaders: EXPOSED_HEADERS,
      maxAge: PREFLIGHT_MAX_AGE,
    };
  }

  /** The same as the headers of one answer, for a carrier that is no application of hono. */
  headersFor(origin: string | null): Readonly<Record<string, string>> {
    if (this.#isAny) return ANY_ORIGIN;
    const isAllowed = origin !== null && this.#allowed.has(origin);
    return { ...EXPOSING, Vary: 'Origin', ...(isAllowed && { 'Access-Control-Allow-Origin': origin }) };
  }

  /**
   * Refuses to run an operation for a page of another site that could not read the answer: such a page can only spend
   * calls. Browsers tell which page asks. A client that is no browser does not tell, and is not refused.
   */
  refuseForeign(header: HeaderReader): void {
    const site = header('sec-fetch-site');
    if (site !== 'cross-site' && site !== 'same-site') return;
    const mode = header('sec-fetch-mode');
    const isRefused = mode === 'no-cors' || (mode === 'cors' && !this.#admits(header('origin') ?? undefined));
    if (!isRefused) return;
    throw new HttpError(403, 'Pages of this origin may not ask here (CORS_ORIGINS).', { code: 'FORBIDDEN' });
  }

  /** True if the page may open a WebSocket: browsers ask no server before they open one. */
  admitsUpgrade({ headers: { origin, host = '' } }: IncomingMessage): boolean {
    if (origin === undefined || this.#admits(origin) || origin === this.#publicOrigin) return true;
    return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  }

  get #isAny(): boolean {
    return this.#allowed.has('*');
  }

  #admits(origin: string | undefined): boolean {
    return this.#isAny || (origin !== undefined && this.#allowed.has(origin));
  }
}
