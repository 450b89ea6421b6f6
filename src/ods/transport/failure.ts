/** Why a call got no answer, or no whole one: told by the codes of Node.js and undici. */
import { OdsError } from '../errors.ts';
import type { Failure } from './breaker.ts';
import type { WholeAnswer } from './exchange.ts';
import { readRetryAfter } from './retry-after.ts';

/** An answer as it has come so far: its head, and why the rest of it did not come. */
export type Begun = Pick<WholeAnswer, 'statusCode' | 'headers' | 'failure'>;

const CONNECT_TIMEOUT = 'UND_ERR_CONNECT_TIMEOUT';
const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', CONNECT_TIMEOUT, 'ETIMEDOUT']);
const FAILED_CONNECT = new Set(['connect', 'getaddrinfo']);
const BROKEN_CONNECTION = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
/** The codes with which OpenSSL and Node.js refuse a certificate, or the handshake. */
const REFUSED_TLS = /CERT|^ERR_TLS_|^ERR_SSL_|^UNABLE_TO_VERIFY|^EPROTO$/;

/** Statuses of a gateway, or of an overload: a moment later there may be an answer. */
const PASSING_STATUSES = new Set([502, 503, 504]);

/** The code of an error of Node.js or undici; '' if it has none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True if the time was over that it had: this server's own deadlines are errors of that code. */
export function isTimeout(error: unknown): boolean {
  return TIMEOUTS.has(systemCode(error)) || (error instanceof OdsError && error.code === 'UPSTREAM_TIMEOUT');
}

/** True if no connection came about: refused, no such host, not reachable, too slow. */
export function isFailedConnect(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isFailedConnect);
  if (systemCode(error) === CONNECT_TIMEOUT) return true;
  return error instanceof Error && 'syscall' in error && FAILED_CONNECT.has(String(error.syscall));
}

/** True if the same read may well be answered a moment later. */
export function isPassing(answer: Begun | undefined, error: unknown): boolean {
  if (answer && PASSING_STATUSES.has(answer.statusCode)) return true;
  const cause = answer ? answer.failure : error;
  return BROKEN_CONNECTION.has(systemCode(cause)) || (isFailedConnect(cause) && !isTimeout(cause));
}

/** What the outcome of a call says against the portal; null if it says nothing. */
export function failureOf(answer: Begun | undefined, error: unknown): Failure | null {
  if (answer && answer.statusCode >= 500) {
    // A 503 is about the server; what else an error asks to wait for may be about what was asked.
    const retryAt = answer.statusCode === 503 ? readRetryAfter(answer.headers, new Date()) : null;
    return { isUnreachable: false, isTimeout: false, retryAt };
  }
  const cause = answer ? answer.failure : error;
  const isUnreachable = isFailedConnect(cause) || REFUSED_TLS.test(systemCode(cause));
  if (!isUnreachable && !isTimeout(cause) && !BROKEN_CONNECTION.has(systemCode(cause))) return null;
  return { isUnreachable, isTimeout: isTimeout(cause), retryAt: null };
}
