/** What the error of a call means for what is kept. */
import { OdsError, type OdsErrorCode } from '../ods/errors.ts';

/** Errors for which an older answer is better than none. */
const FAILURES = new Set<OdsErrorCode>([
  'QUOTA_EXCEEDED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
]);

export function isFailure(error: unknown): error is OdsError {
  return error instanceof OdsError && FAILURES.has(error.code);
}

/** True if nothing was sent, since the portal has just failed. */
export function isUnasked(error: unknown): boolean {
  return error instanceof OdsError && error.details.unasked === true;
}

/** Errors of a change that may have been made all the same. */
const DOUBTS = new Set<OdsErrorCode>(['OUTCOME_UNKNOWN', 'UPSTREAM_INVALID_RESPONSE']);

export function isInDoubt(error: unknown): boolean {
  return error instanceof OdsError && DOUBTS.has(error.code);
}
