/** Reads the form in the body of a POST. */
import { ApiError } from '../errors.ts';
import { readBody } from './request-body.ts';

/** Throws an ApiError if the body is longer than the limit, or something else than a form. */
export async function readForm(request: Request, limit: number): Promise<URLSearchParams> {
  const text = await readBody(request, limit, `The body of a POST must not exceed ${limit} bytes.`);
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (text !== '' && type !== undefined && type !== 'application/x-www-form-urlencoded') {
    throw new ApiError(415, 'The body of a POST must be application/x-www-form-urlencoded.');
  }
  return new URLSearchParams(text);
}
