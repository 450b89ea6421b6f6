import { onceFor } from '../once-for.ts';
import type { Call } from './call.ts';
import { formOf } from './form.ts';

/** From this length of URL on, proxies and servers start to refuse: the parameters go as a form instead. */
const MAX_URL_LENGTH = 2000;

/** A request as it leaves for the portal. */
export interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
  headers: Record<string, string>;
}

/** Makes the requests to one portal: its address may have a path of its own. */
export class HttpRequests {
  readonly #origin: string;
  readonly #basePath: string;

  constructor({ origin, pathname }: URL) {
    this.#origin = origin;
    this.#basePath = withoutTrailingSlashes(pathname);
  }

  /** The request of a read: its parameters are in the URL, or in a form if that gets too long. */
  ofRead(call: Call, headers: Record<string, string>): HttpRequest {
    const { path } = call;
    const query = queryOf(call);
    const target = this.#basePath + withQuery(path, query);
    if (this.#origin.length + target.length < MAX_URL_LENGTH) return { method: 'GET', path: target, headers };
    return {
      method: 'POST',
      path: this.#basePath + path,
      body: query,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    };
  }

  /** The request of a change, which has its parameters in the URL whatever their length. */
  ofChange({ path, parameters }: Call, request: Omit<HttpRequest, 'path'>): HttpRequest {
    return { ...request, path: this.#basePath + withQuery(path, formOf(parameters)) };
  }
}

/** The path alone: a query may carry a push key. */
export function pathOf({ path }: HttpRequest): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}

const knownQuery = onceFor(({ parameters }: Call) => formOf(parameters));

function queryOf(call: Call): string {
  return call.comesAgain ? knownQuery(call) : formOf(call.parameters);
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
