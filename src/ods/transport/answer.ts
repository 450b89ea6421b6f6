import type { Dispatcher } from 'undici';
import { OdsError } from '../errors.ts';
import { parsePortalJson } from '../json.ts';
import type { AnswerHeaders } from './quota.ts';

/** An answer of JSON, read to its end. */
export interface JsonAnswer {
  readonly json: unknown;
  readonly headers: AnswerHeaders;
  /** How many bytes it was, of JSON in UTF-8. */
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

/** True for a web page where none was asked: portals show their login so, with a 200. */
export function isLoginPage({ statusCode, headers }: Answer): boolean {
  return statusCode === 200 && /^text\/html\b/i.test(String(headers['content-type'] ?? ''));
}

/** The JSON of an answer with 200; UPSTREAM_INVALID_RESPONSE where it is none. */
export function parseAnswer(text: string, headers: AnswerHeaders): unknown {
  try {
    return parsePortalJson(text);
  } catch (cause) {
    const type = headers['content-type'] ?? 'no content type';
    throw new OdsError(
      'UPSTREAM_INVALID_RESPONSE',
      `The portal answered 200 with something that is not JSON (${type}).`,
      { status: 200 },
      cause,
    );
  }
}
