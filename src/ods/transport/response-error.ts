/** Turns what the portal answered, or failed to answer, into an OdsError. */
import { readInstant } from '../date.ts';
import { OdsError, type OdsErrorCode, type OdsErrorDetails } from '../errors.ts';
import { isObject, readNumber } from '../json.ts';
import { type AnswerHeaders, readReset } from './quota.ts';

const CODE_BY_STATUS: Record<number, OdsErrorCode> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'UPSTREAM_TIMEOUT',
  429: 'QUOTA_EXCEEDED',
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

/** The portal's quota errors come as 429, and as 403 with this code on platforms before 2017. */
const OLD_QUOTA_ERRORCODE = 10001;

/** The error of an answer that is not 200. The body may be JSON, HTML or empty; only the status decides. */
export function errorOfAnswer(status: number, headers: AnswerHeaders, text: string, url: URL): OdsError {
  const body = readErrorBody(text);
  const details: OdsErrorDetails = { status };
  if (typeof body.errorcode === 'number') details.errorcode = body.errorcode;
  const code = isToLogin(status, headers, url) ? 'UNAUTHENTICATED' : codeOf(status, details.errorcode);
  if (code === 'QUOTA_EXCEEDED') Object.assign(details, quotaDetails(body, headers));
  return new OdsError(code, sentence(code, status, headers, body, url), details);
}

function codeOf(status: number, errorcode: number | undefined): OdsErrorCode {
  if (errorcode === OLD_QUOTA_ERRORCODE) return 'QUOTA_EXCEEDED';
  const known = CODE_BY_STATUS[status];
  if (known !== undefined) return known;
  return status >= 500 ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_INVALID_RESPONSE';
}

/** Some portals send whoever has no right to a login page, instead of saying so. */
function isToLogin(status: number, { location }: AnswerHeaders, url: URL): boolean {
  if (status < 300 || status >= 400 || typeof location !== 'string') return false;
  return (
    URL.canParse(location, url.href) && /\/(?:log-?in|sign-?in)\b/i.test(new URL(location, url.href).pathname)
  );
}

function sentence(
  code: OdsErrorCode,
  status: number,
  headers: AnswerHeaders,
  body: Record<string, unknown>,
  url: URL,
): string {
  const location = headers.location;
  if (status >= 300 && status < 400 && typeof location === 'string') {
    // Only the origin: a redirect's query may carry what was sent.
    const target = URL.canParse(location, url.href) ? new URL(location, url.href).origin : 'elsewhere';
    return code === 'UNAUTHENTICATED'
      ? `${SENTENCE_BY_CODE[code]}: it redirects to a login at ${target} (HTTP ${status}).`
      : `The portal redirects to ${target} (HTTP ${status}); the server's ODS_URL should name the final address.`;
  }
  const own = body.error ?? body.message;
  return typeof own === 'string' && own !== ''
    ? `${SENTENCE_BY_CODE[code]}: ${own}`
    : `${SENTENCE_BY_CODE[code]} (HTTP ${status}).`;
}

function quotaDetails(body: Record<string, unknown>, headers: AnswerHeaders): OdsErrorDetails {
  const details: OdsErrorDetails = {};
  const resetAt = readInstant(body.reset_time) ?? readReset(headers['x-ratelimit-reset']);
  if (resetAt) details.resetAt = resetAt;
  const limit = readNumber(body.call_limit) ?? readNumber(headers['x-ratelimit-limit']);
  if (limit !== null) details.limit = limit;
  if (typeof body.limit_time_unit === 'string') details.limitTimeUnit = body.limit_time_unit;
  return details;
}

function readErrorBody(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

const TIMEOUTS = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);
const FAILED_CONNECT = new Set(['connect', 'getaddrinfo']);
const STALE_CONNECTION = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** True where a connection broke: the one failure after which a read is worth a second call. */
export function isStaleConnection(error: unknown): boolean {
  return STALE_CONNECTION.has(systemCode(error));
}

/** True where no connection came about: refused, no such host, not reachable, too slow. */
export function isFailedConnect(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isFailedConnect);
  if (systemCode(error) === 'UND_ERR_CONNECT_TIMEOUT') return true;
  return error instanceof Error && 'syscall' in error && FAILED_CONNECT.has(String(error.syscall));
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

/** The error of a call that got no whole answer. */
export function errorOfFailure(error: unknown, url: URL): OdsError {
  if (error instanceof OdsError) return error;
  const code = systemCode(error);
  return TIMEOUTS.has(code)
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

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
