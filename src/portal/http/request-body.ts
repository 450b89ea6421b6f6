/** The body of a request, read no further than it may go. */
import { ApiError, badRequest } from '../errors.ts';

/** Throws an ApiError: the refusal for more bytes than the limit, another for a body that its sender broke off. */
export async function readBody(request: Request, limit: number, refusal: string): Promise<string> {
  const tooLarge = new ApiError(413, refusal);
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      // A body that does not tell its length is still not read to its end.
      if (size > limit) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (error) {
    throw error === tooLarge ? error : badRequest('The body ended before its end.');
  }
  return Buffer.concat(chunks).toString('utf8');
}
