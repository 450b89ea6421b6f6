/** Errors that a caller sees: an HTTP status, and the error body of the API v1. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { shown } from './shown.ts';

export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  /** Keys of the body beside `error`, such as those of a 429. */
  readonly details: Record<string, string | number>;
  readonly headers: Record<string, string>;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    details: Record<string, string | number> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.details = details;
    this.headers = headers;
  }

  /** The JSON body. As in the documentation, the code comes first and the sentence last. */
  get body(): Record<string, string | number> {
    return { ...this.details, error: this.message };
  }
}

export const badRequest = (message: string): ApiError => new ApiError(400, message);

export const nothingHere = (): ApiError => new ApiError(404, 'There is nothing at this address.');

/** A dataset that is hidden from the caller gets the same words as one that does not exist. */
export const unknownDataset = (datasetid: string): ApiError =>
  new ApiError(404, `Unknown dataset: ${shown(datasetid)}`);

/** The messages of SQLite about a statement that exceeds its limits. */
const beyondLimits =
  /expression tree is too large|too many SQL variables|parser stack overflow|too many columns|recursion limit|too many terms/i;

/** The error that the caller sees; null if the error is the portal's own fault. */
export function toApiError(error: Error): ApiError | null {
  if (error instanceof ApiError) return error;
  return beyondLimits.test(error.message) ? badRequest('The search has too many conditions.') : null;
}
