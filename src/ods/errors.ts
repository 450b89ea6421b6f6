import { bounded } from './text.ts';

/** What can go wrong between a caller and a portal, as codes that a program can act on. */
export type OdsErrorCode =
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'QUOTA_EXCEEDED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_INVALID_RESPONSE'
  /** A change was sent and no answer tells what became of it: it may have happened, or not. It is never repeated. */
  | 'OUTCOME_UNKNOWN';

/** Facts that go with an error, safe to show to the caller: never a credential. */
export interface OdsErrorDetails {
  /** The argument at fault, as a path: `filter.where.equals.field`. */
  argument?: string;
  /** HTTP status of the portal's answer. */
  status?: number;
  /** Which record of a push the portal found fault with, counted within its request. */
  recordIndex?: number;
  /** The portal's own `errorcode`. */
  errorcode?: number;
  /** When the quota starts anew. */
  resetAt?: Date;
  /** When it makes sense to try again, if the portal or the breaker says so. */
  retryAt?: Date;
  /** True if nothing was sent, since the portal has just failed (see breaker.ts). */
  unasked?: boolean;
  /** Calls that the quota allows per day (or per `limitTimeUnit`). */
  limit?: number;
  limitTimeUnit?: string;
}

/** An error of the portal, of the way to it, or of the input meant for it. The message is a sentence for the caller. */
export class OdsError extends Error {
  override readonly name = 'OdsError';
  readonly code: OdsErrorCode;
  readonly details: OdsErrorDetails;

  constructor(code: OdsErrorCode, message: string, details: OdsErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  /** What GraphQL shows beside the message: a GraphQLError takes it from the error that it is made of. */
  get extensions(): Record<string, unknown> {
    const { argument, errorcode, resetAt, retryAt, limit, limitTimeUnit } = this.details;
    return {
      code: this.code,
      ...(argument !== undefined && { argument }),
      ...(errorcode !== undefined && { errorcode }),
      ...(resetAt && { resetAt: resetAt.toISOString() }),
      ...(retryAt && { retryAt: retryAt.toISOString() }),
      ...(limit !== undefined && { limit }),
      ...(limitTimeUnit !== undefined && { limitTimeUnit }),
    };
  }
}

/** No argument's path and no sentence about one is longer: an operation may have hundreds of them at fault. */
const MAX_ARGUMENT = 1000;
const MAX_SENTENCE = 2000;

/** Refuses an input before any call is spent: names the argument, what was wrong and what would be right. */
export function badInput(argument: string, message: string): OdsError {
  const path = bounded(argument, MAX_ARGUMENT);
  return new OdsError('BAD_USER_INPUT', `${path}: ${bounded(message, MAX_SENTENCE)}`, { argument: path });
}

/** The error of an answer with 200 that is not what its API answers. */
export function unexpectedAnswer(api: string, expected: string): OdsError {
  return new OdsError('UPSTREAM_INVALID_RESPONSE', `The portal's answer to ${api} is not ${expected}.`, {
    status: 200,
  });
}

/** Refuses a text with half of a surrogate pair: no request can carry it, and it would be changed in silence. */
export function requireWellFormed(text: string, argument: string): void {
  if (text.isWellFormed()) return;
  throw badInput(
    argument,
    'has half of a surrogate pair in it (such as \\ud800 alone), which is no character; leave it out.',
  );
}
