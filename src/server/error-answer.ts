/** Errors outside GraphQL in GraphQL's form, so that clients have one to read. */
import { retryAfter, retryAtOf, statusOfLimit } from '../execution/errors.ts';
import type { Logger } from '../execution/logger.ts';
import { LimitError } from '../loading/limit-error.ts';
import { OdsError, type OdsErrorCode } from '../ods/errors.ts';
import { HttpError } from './http-error.ts';

const STATUS: Readonly<Record<OdsErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  QUOTA_EXCEEDED: 429,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_UNAVAILABLE: 502,
  UPSTREAM_INVALID_RESPONSE: 502,
  OUTCOME_UNKNOWN: 502,
};

/** An error that a caller may see as it is. */
export type PublicError = HttpError | OdsError | LimitError;

/** An error as it is answered over HTTP. */
export interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function isPublicError(error: unknown): error is PublicError {
  return error instanceof HttpError || error instanceof OdsError || error instanceof LimitError;
}

export function errorAnswer(error: PublicError): ErrorAnswer {
  const retryAt = whenToTryAgain(error);
  const { message, extensions } = error;
  const shown = Object.keys(extensions).length > 0 ? { message, extensions } : { message };
  return {
    status: statusOf(error),
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...(retryAt && { 'Retry-After': retryAfter(retryAt) }),
      ...(error instanceof HttpError && error.details.headers),
    },
    body: JSON.stringify({ errors: [shown] }),
  };
}

/** The same as a response of the Fetch API. */
export function errorResponse(error: PublicError): Response {
  const { status, headers, body } = errorAnswer(error);
  return new Response(body, { status, headers });
}

/** The error as a caller may see it; one that is not meant for him is logged. */
export function publicErrorOf(error: unknown, logger: Logger, requestId?: string): PublicError {
  if (isPublicError(error)) return error;
  logger.error({ requestId, err: error }, 'unexpected error');
  return new HttpError(500, 'The server failed on this; its log says why.');
}

function statusOf(error: PublicError): number {
  if (error instanceof HttpError) return error.status;
  return error instanceof LimitError ? (statusOfLimit(error) ?? 400) : STATUS[error.code];
}

function whenToTryAgain(error: PublicError): Date | undefined {
  if (error instanceof HttpError) return error.details.retryAt;
  return error instanceof LimitError ? error.details.retryAt : retryAtOf(error);
}
