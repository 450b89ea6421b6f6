/** A result as it is answered over HTTP: status, headers and body (GraphQL over HTTP), and what caches may keep of it. */
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Execution } from '../execution/execution.ts';
import { KeptPart, type Part } from '../execution/results.ts';
import { type Bytes, utf8Of } from '../execution/utf8.ts';
import { etagOf, isKnown } from './etag.ts';
import type { HeaderReader } from './header-reader.ts';
import { jsonBytesOf } from './json-bytes.ts';
import { KeptBody } from './kept-body.ts';
import { isForAll, type Lifetimes, lifetimeOf } from './lifetimes.ts';
import { serverTiming } from './server-timing.ts';

/** What an answer depends on beside its address. */
export const VARY = 'Accept, Authorization, X-Explain';

export type ResultType = 'application/json' | 'application/graphql-response+json';

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  /** Null if there is none (304); bytes if it is compressed (`Content-Encoding`), or long. */
  body: string | Bytes | KeptBody | null;
  /** True if nobody else has the bytes of its body. */
  isOwn?: boolean;
  /** True if it has nothing of the caller's own in it, and the request names no credential of a portal. */
  isForAll?: boolean;
}

/** What of a request decides how its result is answered. */
export interface Asked {
  header: HeaderReader;
  method: string;
}

/** Answers with the one result of an execution. */
export function answerOf(
  execution: Execution,
  result: Part,
  type: ResultType,
  { header, method }: Asked,
  lifetimes: Lifetimes,
): HttpAnswer {
  const isAnonymous = header('authorization') === null;
  const forAll = isForAll(execution, result);
  const isOfAll = isAnonymous && forAll;
  const headers: Record<string, string> = { 'Content-Type': `${type}; charset=utf-8`, Vary: VARY };
  const status = statusOf(result, type, headers);
  if (execution.explanation?.length) headers['Server-Timing'] = serverTiming(execution.explanation);
  const lifetime = status === 200 ? lifetimeOf(execution, forAll, lifetimes) : 0;
  headers['Cache-Control'] =
    lifetime === 0 ? 'no-store' : isAnonymous ? `public, max-age=${lifetime}` : 'private, no-cache';
  // What an answer cost differs from time to time, so the tag is made of the data only, and is weak.
  if (lifetime > 0 && method !== 'POST') {
    headers.ETag = `W/${tagOf(result)}`;
    if (isKnown(header('if-none-match'), headers.ETag)) {
      delete headers['Content-Type'];
      return { status: 304, headers, body: null, isForAll: isOfAll };
    }
  }
  const body = bodyOf(result, execution.bytes);
  return { status, headers, body, isOwn: body instanceof Uint8Array, isForAll: isOfAll };
}

/** Which of its types a request wants for one result; null if it wants none of them. */
export function resultTypeOf(accept: string | null): ResultType | null {
  if (accept === null || accept === '' || accept === '*/*' || accept === 'application/json')
    return 'application/json';
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const charset = parameters.find((parameter) => parameter.startsWith('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    if (type === 'application/json' || type === 'application/*' || type === '*/*') return 'application/json';
    if (type === 'application/graphql-response+json') return type;
  }
  return null;
}

/** The status of a result; `headers` gets those of its errors. */
function statusOf(result: Part, type: ResultType, headers: Record<string, string>): number {
  const { errors } = result;
  if (!errors) return 200;
  let status = 0;
  for (const { extensions } of errors) {
    const http = httpOf(extensions);
    addHeaders(headers, http.headers);
    // An error of the document is a result like any other for clients that know `application/json` only.
    if (type === 'application/json' && http.spec) continue;
    status = Math.max(status, http.status ?? 0);
  }
  if (status > 0) return status;
  const isUnexpected = errors.some(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR');
  return isUnexpected && result.data === undefined ? 500 : 200;
}

/** Who comes again when the last of several failures is over meets none of them. */
function addHeaders(headers: Record<string, string>, more: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(more)) {
    const isSooner = name === 'retry-after' && Number(value) < Number(headers[name]);
    if (!isSooner) headers[name] = value;
  }
}

interface HttpExtension {
  status?: number;
  /** True of an error that the specification of GraphQL over HTTP answers with 200 in `application/json`. */
  spec?: boolean;
  headers?: Record<string, string>;
}

function httpOf({ http }: GraphQLError['extensions']): HttpExtension {
  return typeof http === 'object' && http !== null ? http : {};
}

/** From so many bytes on, an answer is written in pieces. */
const LONG = 64 * 1024;
/** Up to so many characters, Node encodes a text sooner than it sends bytes beside a head. */
const SHORT = 2 * 1024;

function bodyOf(result: Part, bytes: number): string | Bytes | KeptBody {
  if (result instanceof KeptPart) return new KeptBody(result.json, result.extensions);
  if (bytes > LONG) return jsonBytesOf(shown(result));
  const text = JSON.stringify(shown(result));
  return text.length > SHORT ? utf8Of(text) : text;
}

function tagOf(result: Part): string {
  return result instanceof KeptPart ? result.json.tag(etagOf) : etagOf(JSON.stringify(result.data));
}

/** A body as it is sent. */
export function sentBody(body: HttpAnswer['body']): string | Bytes | null {
  return body instanceof KeptBody ? body.whole() : body;
}

/** The result as clients read it: what its errors say of HTTP is not for them. */
function shown(result: Part): object {
  return result.errors ? { ...result, errors: result.errors.map(withoutHttp) } : result;
}

/** The extensions that are for HTTP only are removed from the error. */
export function withoutHttp(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...rest } = error.toJSON();
  const { http: _http, ...own } = extensions ?? {};
  return Object.keys(own).length > 0 ? { ...rest, extensions: own } : rest;
}
