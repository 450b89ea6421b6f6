/** The requests under way: each gets an id as it comes, and is told of as it ends. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type RequestObserver, RequestRecord } from '../execution/request-record.ts';
import { OpenSpan, spans } from '../ods/spans.ts';
import type { HeaderReader } from './header-reader.ts';
import { incomingOf } from './incoming.ts';

/** The header with the id, in requests and in answers. */
export const REQUEST_ID = 'X-Request-ID';

/** An id that a caller may give: it is repeated in an answer and in the log. */
const GIVEN_ID = /^[\w.:/+=@-]{1,128}$/;

/** The W3C trace context: its trace is the id if the caller gives no other. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;

export class Requests {
  readonly #told: RequestObserver;
  /** Those that are not answered where they came in. */
  readonly #records = new WeakMap<Request | IncomingMessage, RequestRecord>();

  constructor(told: RequestObserver) {
    this.#told = told;
  }

  /** A request that has come. */
  begin(header: HeaderReader, method: string, target: string): RequestRecord {
    const query = target.indexOf('?');
    const path = query < 0 ? target : target.slice(0, query);
    const record = new RequestRecord(this.#told, idOf(header), method, path);
    if (spans.areWanted) {
      const attributes = { 'http.request.method': method, 'url.path': path, 'request.id': record.id };
      record.span = OpenSpan.ofRequest(header, method, attributes);
    }
    return record;
  }

  /** An operation of a connection that asks many: its id tells which one it is of. */
  beginMessage(of: RequestRecord, number: number): RequestRecord {
    const record = new RequestRecord(this.#told, `${of.id}.${number}`, of.method, of.path);
    record.span = of.span?.below('message') ?? null;
    return record;
  }

  /** Finds the record for those that get the request later. */
  remember(request: Request | IncomingMessage, record: RequestRecord): void {
    this.#records.set(request, record);
  }

  /** The record of a request that was remembered. */
  of(request: Request | IncomingMessage): RequestRecord | undefined {
    return this.#records.get(request);
  }

  /** Answers a request of the Fetch API, and follows the answer to its end unless a listener of ours does. */
  async answer(
    request: Request,
    env: unknown,
    respond: () => Response | Promise<Response>,
  ): Promise<Response> {
    const incoming = incomingOf(env);
    const known = incoming && this.#records.get(incoming);
    if (known) {
      this.remember(request, known);
      return respond();
    }
    const { headers, method, url } = request;
    const record = this.begin((name) => headers.get(name), method, new URL(url).pathname);
    this.remember(request, record);
    const response = await respond();
    response.headers.set(REQUEST_ID, record.id);
    if (record.isStreamed && response.body) return followed(response, response.body, record);
    const length = response.headers.get('content-length');
    // The caller may have left while it was made.
    record.carried(response.status, length === null ? null : Number(length), !request.signal.aborted);
    return response;
  }
}

/** The caller's own id if it is one that can be repeated; otherwise a new one. */
function idOf(header: HeaderReader): string {
  const given = header('x-request-id');
  if (given !== null && GIVEN_ID.test(given)) return given;
  const trace = header('traceparent');
  return (trace !== null && TRACEPARENT.exec(trace)?.[1]) || randomUUID();
}

/** The response with a body that tells of its end: nothing is read ahead of the caller. */
function followed(response: Response, body: ReadableStream<Uint8Array>, record: RequestRecord): Response {
  const reader = body.getReader();
  let bytes = 0;
  const { status } = response;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            record.carried(status, bytes);
            controller.close();
            return;
          }
          bytes += value.length;
          controller.enqueue(value);
        } catch (error) {
          record.carried(status, bytes, false);
          controller.error(error);
        }
      },
      async cancel(reason) {
        record.carried(status, bytes, false);
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(stream, response);
}
