/** What a request over HTTP says of who asks, and how: for the executor, and for the answer. */
import type { GraphRequest } from '../execution/graph-request.ts';
import type { RequestRecord } from '../execution/request-record.ts';
import type { Signal } from '../ods/cancellation.ts';
import type { HeaderReader } from './header-reader.ts';

/** What a request says that wants no kept answers. */
const NO_CACHE = /(?:^|,)\s*no-cache\s*(?:,|$)/i;

/** A request, whoever carries it. */
export interface HttpRequest {
  header: HeaderReader;
  method: string;
  /** The parameters of the address; null if it has none. */
  parameters: URLSearchParams | null;
  /** The origin of the address as the client sees it, such as `http://localhost:4000`. */
  origin: string;
  /** The caller's network address. */
  address: string;
  /** Aborted when the caller is gone. */
  signal: Signal;
  record?: RequestRecord | undefined;
}

/** The same as the executor is told of it. */
export function graphRequestOf(request: HttpRequest): GraphRequest {
  return new CarriedRequest(request);
}

class CarriedRequest implements GraphRequest {
  readonly authorization: string | null;
  readonly priorityToken: string | null;
  readonly noCache: boolean;
  readonly explain: boolean;
  readonly address: string;
  readonly origin: string;
  readonly isReadOnly: boolean;
  readonly record: RequestRecord | undefined;
  readonly #request: HttpRequest;

  constructor(request: HttpRequest) {
    const { header, method, parameters, origin, address, record } = request;
    this.authorization = header('authorization');
    this.priorityToken = header('x-priority-token');
    this.noCache = NO_CACHE.test(header('cache-control') ?? '');
    this.explain = header('x-explain') === '1' || parameters?.has('explain') === true;
    this.address = address;
    this.origin = origin;
    this.isReadOnly = method !== 'POST';
    this.record = record;
    this.#request = request;
  }

  /** What is kept is answered without it: it may be made when it is first read. */
  get signal(): Signal {
    return this.#request.signal;
  }
}
