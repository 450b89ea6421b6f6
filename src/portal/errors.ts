/** A failure that the caller is told about: an HTTP status and the v1 error body (`error`, and more where known). */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { shown } from './shown.ts';

export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  /** What the body says beside `error`, such as the fields of a 429. */
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

  /** The JSON body, in the order of the documented ones: the code first, the sentence last. */
  get body(): Record<string, string | number> {
    return { ...this.details, error: this.message };
  }
}

/** The caller asked for something that makes no sense. */
export const badRequest = (message: string): ApiError => new ApiError(400, message);

/** No such dataset, or none that this caller may know of: the two are told in the same words. */
export const unknownDataset = (datasetid: string): ApiError =>
  new ApiError(404, `Unknown dataset: ${shown(datasetid)}`);

/** What SQLite says of a statement beyond its limits. */
const beyondLimits =
  /expression tree is too large|too many SQL variables|parser stack overflow|too many columns|recursion limit|too many terms/i;

/** The error as the caller is told of it; null for one that is the portal's own fault. */
export function toApiError(error: Error): ApiError | null {
  if (error instanceof ApiError) return error;
  return beyondLimits.test(error.message) ? badRequest('The search has too many conditions.') : null;
}
