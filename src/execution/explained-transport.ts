import { servedFields } from '../loading/served-fields.ts';
import { OdsError } from '../ods/errors.ts';
import type { Answer, JsonAnswer } from '../ods/transport/answer.ts';
import type {
  CacheStatus,
  Call,
  Caller,
  ChangeCall,
  ReadCall,
  StreamOptions,
} from '../ods/transport/call.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { PortalTransport } from '../ods/transport/session.ts';

/** What was asked of the portal, or would have been. */
export interface UpstreamRequest {
  /** Path of the API, below the portal's address. */
  api: string;
  datasetId: string | null;
  /** Values by name, in their order; a push key is left out. */
  parameters: Record<string, string[]>;
  /** How it was answered: by a `call`, or without one. */
  answeredBy: 'call' | CacheStatus;
  /** HTTP requests that left for the portal for it: more than one if it was sent again, or asked again alone. */
  calls: number;
  /** HTTP status; null if no answer came. */
  status: number | null;
  milliseconds: number;
  /** Bytes of the answer, unpacked; null if it was not read here. */
  bytes: number | null;
  /** The fields of the operation that it serves, by their paths without indexes. */
  fields: readonly string[];
}

const SECRETS = new Set(['pushkey', 'apikey']);

/** A transport that notes all that goes through it, for one operation whose caller asked to explain it. */
export class ExplainedTransport implements PortalTransport {
  readonly #transport: PortalTransport;
  readonly #requests: UpstreamRequest[];

  constructor(transport: PortalTransport, requests: UpstreamRequest[]) {
    this.#transport = transport;
    this.#requests = requests;
  }

  get url(): URL {
    return this.#transport.url;
  }

  getAnswer(caller: Caller, call: ReadCall): Promise<JsonAnswer> {
    return this.#noted(
      caller,
      call,
      (noting) => this.#transport.getAnswer(noting, call),
      ({ length }) => ({ status: 200, bytes: length }),
    );
  }

  stream(caller: Caller, call: Call, options?: StreamOptions): Promise<Answer> {
    return this.#noted(
      caller,
      call,
      (noting) => this.#transport.stream(noting, call, options),
      ({ statusCode }) => ({ status: statusCode, bytes: null }),
    );
  }

  post(caller: Caller, call: ChangeCall, json: string): Promise<unknown> {
    return this.#noted(
      caller,
      call,
      (noting) => this.#transport.post(noting, call, json),
      () => ({ status: 200, bytes: null }),
    );
  }

  getChange(caller: Caller, call: ChangeCall): Promise<unknown> {
    return this.#noted(
      caller,
      call,
      (noting) => this.#transport.getChange(noting, call),
      () => ({ status: 200, bytes: null }),
    );
  }

  quotaOf(credential: Credential): ReturnType<PortalTransport['quotaOf']> {
    return this.#transport.quotaOf(credential);
  }

  async #noted<T>(
    caller: Caller,
    { path, parameters, datasetId }: Call,
    ask: (noting: Caller) => Promise<T>,
    outcomeOf: (answer: T) => Pick<UpstreamRequest, 'status' | 'bytes'>,
  ): Promise<T> {
    const start = performance.now();
    const request: UpstreamRequest = {
      api: path,
      datasetId: datasetId ?? null,
      parameters: listed(parameters),
      answeredBy: 'call',
      calls: 0,
      status: null,
      milliseconds: 0,
      bytes: null,
      fields: servedFields(),
    };
    this.#requests.push(request);
    const noting: Caller = {
      ...caller,
      onCall: (url) => {
        request.calls += 1;
        caller.onCall?.(url);
      },
      onCacheStatus: (how, read) => {
        request.answeredBy = how;
        caller.onCacheStatus?.(how, read);
      },
    };
    try {
      const answer = await ask(noting);
      Object.assign(request, outcomeOf(answer));
      return answer;
    } catch (error) {
      request.status = error instanceof OdsError ? (error.details.status ?? null) : null;
      throw error;
    } finally {
      request.milliseconds = Math.round((performance.now() - start) * 10) / 10;
    }
  }
}

function listed(parameters: Call['parameters']): Record<string, string[]> {
  const open = parameters.filter(([name]) => !SECRETS.has(name));
  return Object.fromEntries(
    [...Map.groupBy(open, ([name]) => name)].map(([name, values]) => [
      name,
      values.map(([, value]) => value),
    ]),
  );
}
