import type { HttpAnswer } from './http-answer.ts';

/** A text shorter than this is encoded as fast as its bytes are found. */
const LONG = 16 * 1024;

/** The answer with its body as bytes, if it is long and kept: as a text it would be encoded anew for each client. */
export async function asKeptBytes(answer: HttpAnswer): Promise<HttpAnswer> {
  const { body, kept } = answer;
  if (!kept || typeof body !== 'string' || body.length < LONG) return answer;
  const data = await kept.forms.of('utf-8', async () => Buffer.from(body.slice(0, kept.length)));
  return data ? { ...answer, body: Buffer.concat([data, Buffer.from(body.slice(kept.length))]) } : answer;
}
