/** Turns what the portal answered, or failed to answer, into an OdsError. */

import { OdsError, type OdsErrorCode, type OdsErrorDetails } from '../errors.ts';
import { readInstant } from '../instant.ts';
import { isObject, type JsonObject, readWholeNumber, tryParseJson } from '../json.ts';
import type { Redacts } from '../redaction.ts';
import { bounded } from '../text.ts';
import { BodyTooLong, isNotUnpacked } from './body.ts';
import { isTimeout, systemCode } from './failure.ts';
import { type AnswerHeaders, credibleReset, readCount, readReset } from './quota.ts';
import { readRetryAfter } from './retry-after.ts';

const CODE_BY_STATUS: Record<number, OdsErrorCode> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'UPSTREAM_TIMEOUT',
  413: 'BAD_USER_INPUT',
  414: 'BAD_USER_INPUT',
  429: 'QUOTA_EXCEEDED',
  431: 'BAD_USER_INPUT',
  504: 'UPSTREAM_TIMEOUT',
};

const SENTENCE_BY_CODE: Record<OdsErrorCode, string> = {
  BAD_USER_INPUT: 'The portal refused the request',
  NOT_FOUND: 'The portal has nothing there',
  UNAUTHENTICATED: 'The portal asks for an API key or a login, or does not accept the one given',
  FORBIDDEN: 'The portal does not allow this with the given credential',
  QUOTA_EXCEEDED: "The portal's quota of calls is used up",
  UPSTREAM_TIMEOUT: 'The portal took too long to answer',
  UPSTREAM_UNAVAILABLE: 'The portal is not available',
  UPSTREAM_INVALID_RESPONSE: 'The portal answered in an unexpected way',
  OUTCOME_UNKNOWN: 'The portal may have done this, or not',
};

/** The same of a push, which has a key of its own. */
export const PUSH_SENTENCES: Record<OdsErrorCode, string> = {
  ...SENTENCE_BY_CODE,
  UNAUTHENTICATED: 'The portal does not accept the push key',
  FORBIDDEN: 'The portal does not allow this push with the given push key',
  QUOTA_EXCEEDED: "The portal's quota of pushes is used up",
};

interface AnswerErrorOptions {
  now?: Date;
  /** What each code means. */
  sentences?: Record<OdsErrorCode, string>;
}

/** Statuses of a request that is too large, as a whole or in a part of it. */
const TOO_LARGE = new Set([413, 414, 431]);

/** The portal's quota errors come as 429, and as 403 with this code on platforms before 2017. */
const OLD_QUOTA_ERRORCODE = 10001;

/** The portal's own words are quoted up to this many characters, its unit of time up to fewer. */
const MAX_WORDS = 500;
const MAX_UNIT = 50;

/** What the portal says in an error of its own, without the caller's secrets; null if it says nothing. */
export function wordsOf(json: unknown, secrets: Redacts): string | null {
  const { error, message } = isObject(json) ? json : {};
  const own = error ?? message;
  // Redacted first: a cut could leave half of a secret that nothing would find.
  return typeof own === 'string' && own !== '' ? bounded(secrets.redact(own), MAX_WORDS) : null;
}

/** The error of an answer that is not 200. The body may be JSON, HTML or empty; only the status decides. */
export function errorOfAnswer(
  status: number,
  headers: AnswerHeaders,
  text: string,
  url: URL,
  secrets: Redacts,
  { now = new Date(), sentences = SENTENCE_BY_CODE }: AnswerErrorOptions = {},
): OdsError {
  const json = tryParseJson(text);
  const body = isObject(json) ? json : brokenBody(text);
  const details: OdsErrorDetails = { status };
  if (typeof body.errorcode === 'number') details.errorcode = body.errorcode;
  const recordIndex = readWholeNumber(body.index);
  if (recordIndex !== null) details.recordIndex = recordIndex;
  const code = isToLogin(status, headers, url) ? 'UNAUTHENTICATED' : codeOf(status, details.errorcode);
  if (code === 'QUOTA_EXCEEDED') Object.assign(details, quotaDetails(body, headers, secrets, now));
  else if (status >= 500) Object.assign(details, retryDetails(headers, now));
  const message =
    redirectSentence(code, status, headers, url, secrets) ?? sentence(sentences[code], status, body, secrets);
  return new OdsError(code, message, details);
}

/** The error that the API's documentation shows has a quote too many, and is no JSON: its code is read all the same. */
function brokenBody(text: string): JsonObject {
  const [, errorcode] = /"errorcode" ?: ?(\d{1,9})\b/.exec(text.slice(0, MAX_WORDS)) ?? [];
  return errorcode === undefined ? {} : { errorcode: Number(errorcode) };
}

function codeOf(status: number, errorcode: number | undefined): OdsErrorCode {
  if (errorcode === OLD_QUOTA_ERRORCODE) return 'QUOTA_EXCEEDED';
  const known = CODE_BY_STATUS[status];
  if (known !== undefined) return known;
  return status >= 500 ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_INVALID_RESPONSE';
}

/** The error of an answer without the portal's own words: they may repeat what was asked, for several callers. */
export function withoutWords({ code, details, message }: OdsError): OdsError {
  const { status } = details;
  return new OdsError(
    code,
    status === undefined ? message : `${SENTENCE_BY_CODE[code]} (HTTP ${status}).`,
    details,
  );
}

/** Some portals send a caller without the right to a login page, instead of saying so. */
function isToLogin(status: number, { location }: AnswerHeaders, url: URL): boolean {
  if (status < 300 || status >= 400 || typeof location !== 'string') return false;
  return (
    URL.canParse(location, url.href) && /\/(?:log-?in|sign-?in)\b/i.test(new URL(location, url.href).pathname)
  );
}

function redirectSentence(
  code: OdsErrorCode,
  status: number,
  { location }: AnswerHeaders,
  url: URL,
  secrets: Redacts,
): string | null {
  if (status < 300 || status >= 400 || typeof location !== 'string') return null;
  // Only the origin: a redirect's query may carry what was sent.
  const origin = URL.canParse(location, url.href) ? new URL(location, url.href).origin : 'elsewhere';
  const target = bounded(secrets.redact(origin), MAX_WORDS);
  return code === 'UNAUTHENTICATED'
    ? `${SENTENCE_BY_CODE[code]}: it redirects to a login at ${target} (HTTP ${status}).`
    : `The portal redirects to ${target} (HTTP ${status}); the server's ODS_URL should name the final address.`;
}

function sentence(usual: string, status: number, body: JsonObject, secrets: Redacts): string {
  const words = wordsOf(body, secrets);
  const sentence = TOO_LARGE.has(status)
    ? 'The request is larger than the portal takes; ask for less, or send less, at a time'
    : usual;
  return words === null ? `${sentence} (HTTP ${status}).` : `${sentence}: ${words}`;
}

function quotaDetails(
  body: JsonObject,
  headers: AnswerHeaders,
  secrets: Redacts,
  now: Date,
): OdsErrorDetails {
  const details: OdsErrorDetails = {};
  const resetAt =
    credibleReset(readInstant(body.reset_time), now) ??
    readRetryAfter(headers, now) ??
    readReset(headers['x-ratelimit-reset'], now);
  if (resetAt) details.resetAt = resetAt;
  const limit = readCount(body.call_limit) ?? readCount(headers['x-ratelimit-limit']);
  if (limit !== null) details.limit = limit;
  const unit = body.limit_time_unit;
  if (typeof unit === 'string') details.limitTimeUnit = bounded(secrets.redact(unit), MAX_UNIT);
  return details;
}

function retryDetails(headers: AnswerHeaders, now: Date): OdsErrorDetails {
  const retryAt = readRetryAfter(headers, now);
  return retryAt ? { retryAt } : {};
}

/** Statuses after which a change may have been carried out: it failed on its way back, or while it was being made. */
export function leavesInDoubt(status: number): boolean {
  return status >= 500 || status === 408 || (status > 200 && status < 300);
}

/** The error of a change that left for the portal and got no answer that tells what became of it. */
export function errorOfUnknownOutcome(error: unknown, what: string, url: URL): OdsError {
  return new OdsError(
    'OUTCOME_UNKNOWN',
    `The portal at ${url.host} ${what} after the request was sent${suffix(systemCode(error))}: it may have been carried out, or not. It was not sent again.`,
    {},
    error,
  );
}

/** The error of a body with 200 that could not be read to its end. */
export function errorOfBody(error: unknown, url: URL, maxMb: number): OdsError {
  const broken = (message: string) => new OdsError('UPSTREAM_INVALID_RESPONSE', message, { status: 200 });
  if (error instanceof BodyTooLong)
    return broken(
      `The portal's answer is longer than the ${maxMb} MB that this server reads of one (MAX_UPSTREAM_MB); ask for less at a time.`,
    );
  if (isNotUnpacked(error))
    return broken('The portal packed its answer (Content-Encoding) in a way that cannot be unpacked.');
  return errorOfFailure(error, url);
}

/** The error of a call that got no whole answer. */
export function errorOfFailure(error: unknown, url: URL): OdsError {
  if (error instanceof OdsError) return error;
  const code = systemCode(error);
  return isTimeout(error)
    ? new OdsError('UPSTREAM_TIMEOUT', `The portal at ${url.host} took too long to answer.`, {}, error)
    : new OdsError(
        'UPSTREAM_UNAVAILABLE',
        `The portal at ${url.host} cannot be reached${suffix(code)}.`,
        {},
        error,
      );
}

function suffix(code: string): string {
  return code === '' ? '' : ` (${code})`;
}
