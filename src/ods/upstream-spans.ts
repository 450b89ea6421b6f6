/** A span of each call to the portal, which is told of the trace: as the HTTP client tells of its requests on its channels. */
import diagnostics from 'node:diagnostics_channel';
import { SpanKind } from '@opentelemetry/api';
import { apiOf } from './api-name.ts';
import { isObject } from './json.ts';
import { OpenSpan } from './spans.ts';

interface OpenCall {
  span: OpenSpan;
  status: number | undefined;
}

export class UpstreamSpans {
  readonly #portal: URL;
  readonly #open = new WeakMap<object, OpenCall>();
  readonly #channels: readonly (readonly [name: string, listener: (message: unknown) => void])[] = [
    ['undici:request:create', (message) => this.#onCreate(message)],
    ['undici:request:headers', (message) => this.#onHeaders(message)],
    ['undici:request:trailers', (message) => this.#end(message)],
    ['undici:request:error', (message) => this.#end(message, 'failed')],
  ];

  constructor(portal: URL) {
    this.#portal = portal;
    for (const [name, listener] of this.#channels) diagnostics.subscribe(name, listener);
  }

  close(): void {
    for (const [name, listener] of this.#channels) diagnostics.unsubscribe(name, listener);
  }

  #onCreate(message: unknown): void {
    const request = requestOf(message);
    if (!request) return;
    const { origin, path, method, addHeader } = request;
    if (String(origin) !== this.#portal.origin || typeof path !== 'string' || !path.includes('/api/')) return;
    const api = apiOf(path);
    const span = OpenSpan.now(`${method} ${api}`, SpanKind.CLIENT, {
      'http.request.method': String(method),
      // Without the query, which may have a push key in it.
      'url.path': path.split('?', 1)[0] ?? '',
      'server.address': this.#portal.hostname,
      'ods.api': api,
    });
    this.#open.set(request, { span, status: undefined });
    if (typeof addHeader !== 'function') return;
    for (const header of Object.entries(span.headers())) Reflect.apply(addHeader, request, header);
  }

  #onHeaders(message: unknown): void {
    const request = requestOf(message);
    const call = request && this.#open.get(request);
    if (!call || !isObject(message) || !isObject(message.response)) return;
    const { statusCode } = message.response;
    if (typeof statusCode === 'number' && statusCode >= 200) call.status = statusCode;
  }

  #end(message: unknown, failure?: string): void {
    const request = requestOf(message);
    const call = request && this.#open.get(request);
    if (!request || !call) return;
    this.#open.delete(request);
    const { span, status } = call;
    const failed = failure ?? (status !== undefined && status >= 400 ? String(status) : undefined);
    span.end(status === undefined ? {} : { 'http.response.status_code': status }, failed);
  }
}

function requestOf(message: unknown) {
  return isObject(message) && isObject(message.request) ? message.request : undefined;
}
