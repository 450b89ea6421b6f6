/** Bodies of answers read into memory: unpacked, and no further than they may be long. */
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { textOfBody } from '../json-body.ts';
import { type Answer, discard } from './answer.ts';
import type { AnswerHeaders } from './quota.ts';

/** A body longer than what may be read of it. */
export class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong';
}

/** A body that was packed in a way that is not known here, or not packed as it says. */
export class BodyNotUnpacked extends Error {
  override readonly name = 'BodyNotUnpacked';
}

/** An error's body is read so far: it has a sentence to tell, and no more. */
export const MAX_ERROR_BYTES = 64 * 1024;

/** The unpacked pieces of a body, which throw BodyTooLong as soon as they are longer than they may be. */
export class Pieces {
  readonly #maxBytes: number;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(headers: AnswerHeaders, maxBytes: number) {
    if (Number(headers['content-length']) > maxBytes) throw new BodyTooLong();
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length > this.#maxBytes) throw new BodyTooLong();
    this.#pieces.push(piece);
  }

  /** All of them as one. */
  whole(): Uint8Array {
    const [first] = this.#pieces;
    return first && this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
  }
}

/** Reads the body of an answer that has begun to its end; if it is longer, breaks off the connection. */
export async function readBody(answer: Answer, maxBytes: number): Promise<Uint8Array> {
  // A body that is broken off says so as an error, which would end the process if nobody heard it.
  answer.body.on('error', () => {});
  try {
    const pieces = new Pieces(answer.headers, maxBytes);
    for await (const piece of unpacked(answer)) pieces.add(piece);
    return pieces.whole();
  } catch (error) {
    discard(answer);
    throw error;
  }
}

/** The body of an error; one that breaks off or does not end tells no more than none. */
export function errorText(answer: Answer): Promise<string> {
  return readBody(answer, MAX_ERROR_BYTES).then(textOfBody, () => '');
}

/** The body without its packing. */
function unpacked({ headers, body }: Answer): Readable {
  const unpacker = unpackerOf(headers);
  // Whichever end breaks off, the other hears of it.
  return unpacker ? pipeline(body, unpacker, () => {}) : body;
}

const UNPACKERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** What unpacks a body: none is asked to be packed, and some proxies pack all the same. Null if it is as it is. */
export function unpackerOf(headers: AnswerHeaders): Transform | null {
  const given = headers['content-encoding'];
  if (given === undefined) return null;
  const coding = String(given).trim().toLowerCase();
  if (coding === 'identity' || coding === '') return null;
  const unpacker = UNPACKERS.get(coding)?.();
  if (!unpacker) throw new BodyNotUnpacked();
  return unpacker;
}

/** True of the errors with which unpacking fails. */
export function isNotUnpacked(error: unknown): boolean {
  if (error instanceof BodyNotUnpacked) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_ZLIB)/.test(code);
}
