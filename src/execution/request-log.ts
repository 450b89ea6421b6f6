/** The line of the log for each request: what it was, how it ended and why, and what it used. Variables are not logged. */
import { codesOf } from './error-codes.ts';
import { causesOf } from './failure-cause.ts';
import type { Logger } from './logger.ts';
import type { RequestRecord } from './request-record.ts';

/** How much of a name or a path is logged: the caller made it up. */
const MAX_NAME = 100;
const MAX_PATH = 200;
/** Causes in one line; an operation may have thousands of errors. */
const MAX_CAUSES = 3;

/** Whose failure each of these codes is. All others are of the client, and no failure. */
const GRAVITY: Readonly<Record<string, 'warn' | 'error'>> = {
  QUOTA_EXCEEDED: 'warn',
  UPSTREAM_TIMEOUT: 'warn',
  UPSTREAM_UNAVAILABLE: 'warn',
  UPSTREAM_INVALID_RESPONSE: 'warn',
  OUTCOME_UNKNOWN: 'warn',
  OPERATION_TIMEOUT: 'warn',
  INTERNAL_SERVER_ERROR: 'error',
};

export type LogLevel = 'info' | 'warn' | 'error';

/** Logs that a request has ended. */
export function logRequest(logger: Logger, record: RequestRecord): void {
  const { kind, status } = record;
  if (kind === 'operation' && record.errors.length === 0 && !record.isBrokenOff && status === 200) {
    logger.info(lineOfSuccess(record), kind);
    return;
  }
  // An operation whose caller has left ends with errors that nobody made.
  const errors = record.isBrokenOff && kind === 'operation' ? [] : record.errors;
  const codes = errors.length > 0 ? codesOf(errors) : [];
  const level = levelOf(status, codes);
  const causes = level === 'info' ? [] : errors.slice(0, MAX_CAUSES).map(causesOf);
  const line = {
    requestId: record.id,
    ...(kind === 'operation' ? operationOf(record) : requestOf(record)),
    outcome: outcomeOf(record, codes),
    status,
    milliseconds: Math.round(performance.now() - record.start),
    bytes: record.bytes,
    ...(record.usage && { upstream: record.usage }),
    ...(codes.length > 0 && { errors: codes }),
    ...(causes.length > 0 && { causes }),
  };
  if (kind === 'probe' && level === 'info') logger.debug?.(line, kind);
  else logger[level](line, kind);
}

/** The line of nearly all operations. It is written out: an object that is put together costs several times that. */
function lineOfSuccess({ id, operation, status, start, bytes, usage }: RequestRecord): object {
  return {
    requestId: id,
    operation: operation?.name?.slice(0, MAX_NAME) ?? null,
    kind: operation?.kind ?? null,
    outcome: 'ok',
    status,
    milliseconds: Math.round(performance.now() - start),
    bytes,
    upstream: usage ?? undefined,
  };
}

/** Logs that a subscription has begun: its own line comes when it ends. */
export function logSubscription(logger: Logger, record: RequestRecord): void {
  logger.info({ requestId: record.id, ...operationOf(record) }, 'subscription');
}

/** `ok`, the code of its first error, or that the answer did not reach its end. */
export function outcomeOf({ isBrokenOff, status }: RequestRecord, codes: readonly string[]): string {
  const [first] = codes;
  if (first !== undefined) return first;
  if (isBrokenOff) return 'CLIENT_GONE';
  return status !== null && status >= 400 ? `HTTP_${status}` : 'ok';
}

/** How grave an end with these codes is. */
export function levelOf(status: number | null, codes: readonly string[]): LogLevel {
  let level: LogLevel = status === null || status < 500 ? 'info' : status === 500 ? 'error' : 'warn';
  for (const code of codes) {
    const gravity = GRAVITY[code];
    if (gravity === 'error') return gravity;
    level = gravity ?? level;
  }
  return level;
}

function operationOf({ operation }: RequestRecord): object {
  return { operation: operation?.name?.slice(0, MAX_NAME) ?? null, kind: operation?.kind ?? null };
}

function requestOf({ method, path }: RequestRecord): object {
  return { method: method.slice(0, MAX_NAME), path: path.slice(0, MAX_PATH) };
}
