/** Reads the body of a request up to a limit. */
import { ApiError, badRequest } from '../errors.ts';

/** Throws an ApiError if the body exceeds the limit (`refusal` is its message) or if the sender breaks off. */
export async function readBody(request: Request, limit: number, refusal: string): Promise<string> {
  const tooLarge = new ApiError(413, refusal);
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      // A body may have no Content-Length, or a wrong one.
      if (size > limit) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (error) {
    throw error === tooLarge ? error : badRequest('The body ended too early.');
  }
  return Buffer.concat(chunks).toString('utf8');
}
