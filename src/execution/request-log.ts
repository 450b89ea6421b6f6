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
  // An operation whose caller has left ends with errors that nobody made.
  const errors = record.isBrokenOff && kind === 'operation' ? [] : record.errors;
  const codes = errors.length > 0 ? codesOf(errors) : [];
  const level = levelOf(status, codes);
  const causes = level === 'info' ? [] : errors.slice(0, MAX_CAUSES).map(causesOf);
  const isOperation = kind === 'operation';
  // Written out, since an object that is put together costs several times that. What is undefined is not in the line.
  const line = {
    requestId: record.id,
    operation: isOperation ? nameOf(record) : undefined,
    kind: isOperation ? kindOf(record) : undefined,
    method: isOperation ? undefined : record.method.slice(0, MAX_NAME),
    path: isOperation ? undefined : record.path.slice(0, MAX_PATH),
    outcome: outcomeOf(record, codes),
    status,
    milliseconds: Math.round(performance.now() - record.start),
    bytes: record.bytes,
    upstream: record.usage ?? undefined,
    errors: codes.length > 0 ? codes : undefined,
    causes: causes.length > 0 ? causes : undefined,
  };
  if (kind === 'probe' && level === 'info') logger.debug?.(line, kind);
  else logger[level](line, kind);
}

/** Logs that a subscription has begun: its own line comes when it ends. */
export function logSubscription(logger: Logger, record: RequestRecord): void {
  logger.info({ requestId: record.id, operation: nameOf(record), kind: kindOf(record) }, 'subscription');
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

function nameOf({ operation }: RequestRecord): string | null {
  return operation?.name?.slice(0, MAX_NAME) ?? null;
}

function kindOf({ operation }: RequestRecord): string | null {
  return operation?.kind ?? null;
}
