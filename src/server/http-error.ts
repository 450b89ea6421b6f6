export interface HttpErrorDetails {
  /** A code that a program can act on. */
  code?: string;
  /** When to try again. */
  retryAt?: Date;
  /** Headers that go with the status, such as `Allow`. */
  headers?: Readonly<Record<string, string>>;
}

/** A request that is refused by its HTTP, whatever it asks for. The message is a sentence for the caller. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly details: HttpErrorDetails;

  constructor(status: number, message: string, details: HttpErrorDetails = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }

  /** What GraphQL's form of an error shows beside the message. */
  get extensions(): Record<string, unknown> {
    const { code, retryAt } = this.details;
    return { ...(code !== undefined && { code }), ...(retryAt && { retryAt: retryAt.toISOString() }) };
  }
}
