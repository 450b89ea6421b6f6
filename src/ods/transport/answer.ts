import type { Dispatcher } from 'undici';
import { OdsError } from '../errors.ts';
import { isObject, readWholeNumber } from '../json.ts';
import { parseJsonBody } from '../json-body.ts';
import type { Redacts } from '../redaction.ts';
import { bounded } from '../text.ts';
import type { AnswerHeaders } from './quota.ts';

/** An answer of JSON, read to its end. */
export interface JsonAnswer {
  /** Null once all that read it have let go of it: see `letGo`. */
  json: unknown;
  /** What the answer says of itself (`ods-…`), without what its delivery was like. */
  readonly headers: AnswerHeaders;
  /** How many bytes it was, unpacked. */
  readonly length: number;
}

/** An answer as it begins. */
export type Answer = Dispatcher.ResponseData;

/** Ends an answer that nobody reads on: the connection with it, since what is left of it may be large. */
export function discard({ body }: Answer): void {
  // It says of itself that it was ended, as an error that would end the process if nobody heard it.
  body.on('error', () => {});
  body.destroy();
}

/** True for a web page if none was asked: portals show their login so, with a 200. */
export function isLoginPage({ statusCode, headers }: Answer): boolean {
  return statusCode === 200 && /^text\/html\b/i.test(String(headers['content-type'] ?? ''));
}

/** A content type is quoted up to this many characters. */
const MAX_TYPE = 100;

/** The JSON of an answer with 200; UPSTREAM_INVALID_RESPONSE if it is none. */
export function parseAnswer(body: Uint8Array, headers: AnswerHeaders, secrets: Redacts): unknown {
  try {
    return parseJsonBody(body);
  } catch {
    const type = headers['content-type'];
    const shownType =
      type === undefined ? 'no content type' : bounded(secrets.redact(String(type)), MAX_TYPE);
    throw new OdsError(
      'UPSTREAM_INVALID_RESPONSE',
      `The portal answered 200 with something that is not JSON, or nested too deeply (${shownType}).`,
      // Without the parser's own error, which quotes the text.
      { status: 200 },
    );
  }
}

/** Reads an answer as it was written as JSON; undefined if the value is none. */
export function readJsonAnswer(value: unknown): JsonAnswer | undefined {
  const length = isObject(value) ? readWholeNumber(value.length) : null;
  if (!isObject(value) || length === null || !('json' in value) || !isObject(value.headers)) return undefined;
  const headers = Object.entries(value.headers).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return { json: value.json, headers: Object.fromEntries(headers), length };
}

/** Those of an answer's headers that tell of the answer. */
export function ownHeaders(headers: AnswerHeaders): AnswerHeaders {
  const own: AnswerHeaders = {};
  for (const name in headers) if (name.startsWith('ods-')) own[name] = headers[name];
  return own;
}
