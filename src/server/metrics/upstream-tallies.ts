/** The calls to the portal in numbers, by API and status: as the HTTP client tells of them on its channels. */
import diagnostics from 'node:diagnostics_channel';
import { apiOf } from '../../ods/api-name.ts';
import { Latency } from './latency.ts';

/** Told of what the portal did, whoever asked. */
export interface PortalListener {
  /** It has answered, if only that it has nothing. */
  answered(): void;
  /** It gave no answer, or one with which it says that it fails. */
  failed(): void;
}

export class UpstreamTallies {
  readonly #origin: string;
  readonly #listener: PortalListener;
  /** By API and status; `failed` is the status of those that got no answer. */
  readonly calls = new Map<string, { api: string; status: string; count: number }>();
  readonly latencies = new Map<string, Latency>();
  readonly #begun = new WeakMap<object, number>();
  /** What is under way: its answer has not begun. */
  underWay = 0;

  constructor(portal: URL, listener: PortalListener) {
    this.#origin = portal.origin;
    this.#listener = listener;
    diagnostics.subscribe('undici:request:create', this.#onCreate);
    diagnostics.subscribe('undici:request:headers', this.#onHeaders);
    diagnostics.subscribe('undici:request:error', this.#onError);
  }

  close(): void {
    diagnostics.unsubscribe('undici:request:create', this.#onCreate);
    diagnostics.unsubscribe('undici:request:headers', this.#onHeaders);
    diagnostics.unsubscribe('undici:request:error', this.#onError);
  }

  readonly #onCreate = (message: unknown): void => {
    const request = requestOf(message);
    if (!request || !this.#isOurs(request)) return;
    this.#begun.set(request, performance.now());
    this.underWay += 1;
  };

  readonly #onHeaders = (message: unknown): void => {
    const status = statusOf(message);
    // What comes before the answer (103 Early Hints) is none.
    if (status < 200 || !this.#end(message, String(status))) return;
    if (status >= 500) this.#listener.failed();
    else this.#listener.answered();
  };

  readonly #onError = (message: unknown): void => {
    // An answer that breaks off was counted when it began.
    if (this.#end(message, 'failed') && !isAborted(message)) this.#listener.failed();
  };

  #end(message: unknown, status: string): boolean {
    const request = requestOf(message);
    const begun = request && this.#begun.get(request);
    if (!request || begun === undefined) return false;
    this.#begun.delete(request);
    this.underWay -= 1;
    const api = apiOf(request.path);
    const key = `${api} ${status}`;
    const tally = this.calls.get(key) ?? { api, status, count: 0 };
    tally.count += 1;
    this.calls.set(key, tally);
    const latency = this.latencies.get(api) ?? new Latency();
    latency.observe((performance.now() - begun) / 1000);
    this.latencies.set(api, latency);
    return true;
  }

  #isOurs({ origin, path }: HttpRequest): boolean {
    return String(origin) === this.#origin && path.includes('/api/');
  }
}

interface HttpRequest {
  origin: unknown;
  path: string;
}

function requestOf(message: unknown): HttpRequest | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  const { request } = message;
  return isHttpRequest(request) ? request : undefined;
}

function isHttpRequest(request: unknown): request is HttpRequest {
  return (
    typeof request === 'object' &&
    request !== null &&
    'origin' in request &&
    'path' in request &&
    typeof request.path === 'string'
  );
}

function statusOf(message: unknown): number {
  const response =
    typeof message === 'object' && message !== null && 'response' in message ? message.response : null;
  const status =
    typeof response === 'object' && response !== null && 'statusCode' in response ? response.statusCode : 0;
  return typeof status === 'number' ? status : 0;
}

/** True if this server gave up the call, since nobody wants its answer any more. */
function isAborted(message: unknown): boolean {
  const error = typeof message === 'object' && message !== null && 'error' in message ? message.error : null;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && cause.name === 'AbortError';
}
