/** Bodies of answers read into memory: unpacked, and no further than they may be long. */
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Answer, discard } from './answer.ts';

/** A body longer than what may be read of it. */
export class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong';
}

/** A body that was packed in a way that is not known here, or not packed as it says. */
export class BodyNotUnpacked extends Error {
  override readonly name = 'BodyNotUnpacked';
}

/** A body as text, and how many bytes that is. */
export interface TextBody {
  text: string;
  length: number;
}

/** Bytes that are no UTF-8 become replacement characters. */
const UTF8 = new TextDecoder();

/** From this length on a body is large: only some of them are read at a time, so that they fit into memory. */
const LARGE_BODY = 1024 * 1024;

/**
 * Reads a body to its end; throws BodyTooLong as soon as it is longer, and breaks off the connection. `claim` is awaited
 * once before more is read of a large body, which its sender holds back meanwhile.
 */
export async function readBody(
  answer: Answer,
  maxBytes: number,
  claim: () => Promise<void> = async () => {},
): Promise<TextBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // A body that is broken off says so as an error, which would end the process if nobody heard it.
  answer.body.on('error', () => {});
  try {
    if (Number(answer.headers['content-length']) > maxBytes) throw new BodyTooLong();
    for await (const chunk of unpacked(answer)) {
      if (length <= LARGE_BODY && length + chunk.length > LARGE_BODY) await claim();
      length += chunk.length;
      if (length > maxBytes) throw new BodyTooLong();
      chunks.push(chunk);
    }
  } catch (error) {
    discard(answer);
    throw error;
  }
  const [first] = chunks;
  const bytes = first && chunks.length === 1 ? first : Buffer.concat(chunks);
  return { text: UTF8.decode(bytes), length };
}

const UNPACK: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** The body without its packing: none is asked for, and some proxies pack all the same. */
function unpacked({ headers, body }: Answer): Readable {
  const coding = String(headers['content-encoding'] ?? 'identity')
    .trim()
    .toLowerCase();
  if (coding === 'identity' || coding === '') return body;
  const unpack = UNPACK.get(coding)?.();
  if (!unpack) throw new BodyNotUnpacked();
  // Whichever end breaks off, the other hears of it.
  return pipeline(body, unpack, () => {});
}

/** True of the errors with which unpacking fails. */
export function isNotUnpacked(error: unknown): boolean {
  if (error instanceof BodyNotUnpacked) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_ZLIB)/.test(code);
}
