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
  /** A change was sent and no answer came back: it may have happened, or not. Never repeated by this server. */
  | 'OUTCOME_UNKNOWN';

/** Facts that go with an error, safe to show to the caller: never a credential. */
export interface OdsErrorDetails {
  /** The argument at fault, as a path: `filter.where.equals.field`. */
  argument?: string;
  /** HTTP status of the portal's answer. */
  status?: number;
  /** The portal's own `errorcode`. */
  errorcode?: number;
  /** When the quota starts anew. */
  resetAt?: Date;
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
    const { argument, errorcode, resetAt, limit, limitTimeUnit } = this.details;
    return {
      code: this.code,
      ...(argument !== undefined && { argument }),
      ...(errorcode !== undefined && { errorcode }),
      ...(resetAt && { resetAt: resetAt.toISOString() }),
      ...(limit !== undefined && { limit }),
      ...(limitTimeUnit !== undefined && { limitTimeUnit }),
    };
  }
}

/** Refuses an input before any call is spent: names the argument, what was wrong and what would be right. */
export function badInput(argument: string, message: string): OdsError {
  return new OdsError('BAD_USER_INPUT', `${argument}: ${message}`, { argument });
}
