/** The limits of this server that an operation or its caller can reach, as codes that a program can act on. */
export type LimitErrorCode =
  /** The operation may need more calls, or its answer more nodes, than one operation is allowed. */
  | 'OPERATION_TOO_EXPENSIVE'
  /** The text of the operation is too long, too deep, or has too many tokens, aliases, directives or fields. */
  | 'OPERATION_TOO_LARGE'
  /** The operation took longer than one operation may take. */
  | 'OPERATION_TIMEOUT'
  /** The answer has more bytes than one answer may have. */
  | 'ANSWER_TOO_LARGE'
  /** The caller asked more in this minute than one caller may ask. */
  | 'RATE_LIMITED'
  /** The caller, or all callers together, have more under way than is allowed at a time. */
  | 'TOO_MANY_OPERATIONS'
  | 'TOO_MANY_SUBSCRIPTIONS'
  | 'TOO_MANY_DOWNLOADS'
  /** The subscriber reads more slowly than there is to tell. */
  | 'SUBSCRIBER_TOO_SLOW'
  /** The server is told to stop: whoever asks again is answered by another replica. */
  | 'SERVER_STOPPING';

export interface LimitErrorDetails {
  /** When to try again; undefined if trying again does not help. */
  retryAt?: Date | undefined;
  /** True if the limit is one of this caller alone, and not of all callers together. */
  ofCaller?: boolean | undefined;
}

/** A limit of this server that was reached. The message is a sentence for the caller, and names the setting. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
  readonly code: LimitErrorCode;
  readonly details: LimitErrorDetails;

  constructor(code: LimitErrorCode, message: string, details: LimitErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /** What GraphQL shows beside the message: a GraphQLError takes it from the error that it is made of. */
  get extensions(): Record<string, unknown> {
    const { retryAt } = this.details;
    return { code: this.code, ...(retryAt && { retryAt: retryAt.toISOString() }) };
  }
}
