/** Bodies of answers read into memory: unpacked, and no further than they may be long. */
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { textOfBody } from '../json-body.ts';
import { free } from '../memory.ts';
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

/** From this length on a body is large: only some of them are read at a time, so that they fit into memory. */
export const LARGE_BODY = 1024 * 1024;

/** The unpacked pieces of a body, which throw BodyTooLong as soon as they are longer than they may be. */
export class Pieces {
  readonly #maxBytes: number;
  /** How long it will be; NaN if that is not told. */
  readonly #announced: number;
  readonly #pieces: Uint8Array[] = [];
  /** All of a large one, so that its pieces can be given back at once. */
  #room: Uint8Array | null = null;
  #length = 0;

  constructor(headers: AnswerHeaders, maxBytes: number) {
    const announced = Number(headers['content-length']);
    if (announced > maxBytes) throw new BodyTooLong();
    this.#maxBytes = maxBytes;
    this.#announced = headers['content-encoding'] === undefined ? announced : Number.NaN;
  }

  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    const at = this.#length;
    this.#length += piece.length;
    if (this.#length > this.#maxBytes) throw new BodyTooLong();
    // Not before it is large in truth: any answer can say that it will be.
    if (at > LARGE_BODY && this.#length <= this.#announced) this.#makeRoom(at);
    if (this.#room && this.#length > this.#room.length) this.#leaveRoom(at);
    if (this.#room) this.#room.set(piece, at);
    else this.#pieces.push(piece);
  }

  /** All of them as one; to be asked for once. */
  whole(): Uint8Array {
    if (this.#room) return this.#room.subarray(0, this.#length);
    // Whoever still has these pieces has no bytes in memory twice.
    const pieces = this.#pieces.splice(0);
    const [first] = pieces;
    return first && pieces.length === 1 ? first : Buffer.concat(pieces);
  }

  /** Moves the first `length` bytes to where all of them will be. */
  #makeRoom(length: number): void {
    if (this.#room) return;
    this.#room = Buffer.allocUnsafeSlow(this.#announced);
    this.#room.set(Buffer.concat(this.#pieces.splice(0), length));
  }

  /** It is longer than was announced. */
  #leaveRoom(length: number): void {
    if (this.#room) this.#pieces.push(this.#room.subarray(0, length));
    this.#room = null;
  }
}

/** Gives the memory of a large body back. */
export function freeLarge(body: Uint8Array): void {
  // What is shorter may be a part of memory that others have too.
  if (body.length > LARGE_BODY) free(body);
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
