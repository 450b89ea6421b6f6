import { isAscii } from 'node:buffer';
import { free } from '../ods/memory.ts';
import { HttpError } from './http-error.ts';

/** Bytes that arrive are copied together up to this size: pieces of one byte each would take a hundred times that. */
const PIECE = 64 * 1024;
const FIRST_PIECE = 1024;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The bytes of a body as they arrive, in UTF-8. They are held outside of V8's heap and become a text at the end only:
 * pieces of text would fill the heap, which does not shrink at once when bodies are refused.
 */
export class BodyBytes {
  readonly #onPiece: (piece: Uint8Array) => void;
  readonly #isShared: boolean;
  readonly #decoder: TextDecoder | null;
  #pieces: Uint8Array[] = [];
  #pending: Uint8Array | null = null;
  #length = 0;

  /** `onPiece` is given each piece, in UTF-8, before it is kept. If pieces are shared, their memory is not given back. */
  constructor(charset: string, isShared: boolean, onPiece: (piece: Uint8Array) => void) {
    this.#onPiece = onPiece;
    this.#isShared = isShared;
    this.#decoder = charset.toLowerCase() === 'utf-8' ? null : decoderOf(charset);
  }

  add(bytes: Uint8Array): void {
    const decoder = this.#decoder;
    if (decoder === null) {
      this.#keep(bytes);
      return;
    }
    const text = decoded(decoder, () => decoder.decode(bytes, { stream: true }));
    this.discard(bytes);
    this.#keep(Buffer.from(text));
  }

  /** All of them; nothing can be added any more. */
  end(): Uint8Array {
    const decoder = this.#decoder;
    if (decoder !== null) this.#keep(Buffer.from(decoded(decoder, () => decoder.decode())));
    this.#flush();
    const pieces = this.#pieces;
    this.#pieces = [];
    const [first] = pieces;
    if (first && pieces.length === 1) return first;
    const whole = Buffer.concat(pieces);
    for (const piece of pieces) this.discard(piece);
    return whole;
  }

  /** Gives back the memory of a piece that is not needed any more: the collector leaves some 100 MB before it looks. */
  discard(piece: Uint8Array): void {
    if (!this.#isShared) free(piece);
  }

  /** Gives up what arrived. */
  clear(): void {
    for (const piece of this.#pieces) this.discard(piece);
    if (this.#pending !== null) this.discard(this.#pending);
    this.#pieces = [];
    this.#pending = null;
    this.#length = 0;
  }

  #keep(bytes: Uint8Array): void {
    this.#onPiece(bytes);
    // The first piece is all there is of most bodies.
    const isFirst = this.#pieces.length === 0 && this.#pending === null;
    if (isFirst || bytes.length > PIECE / 2) {
      this.#flush();
      this.#pieces.push(bytes);
    } else {
      if (this.#length + bytes.length > PIECE) this.#flush();
      this.#append(bytes);
    }
  }

  #append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    let pending = this.#pending;
    if (pending === null || length > pending.length) {
      const larger = new Uint8Array(Math.min(PIECE, Math.max(length, this.#length * 4, FIRST_PIECE)));
      if (pending !== null) larger.set(pending.subarray(0, this.#length));
      pending = larger;
      this.#pending = larger;
    }
    pending.set(bytes, this.#length);
    this.#length = length;
    this.discard(bytes);
  }

  #flush(): void {
    if (this.#pending === null) return;
    this.#pieces.push(this.#pending.subarray(0, this.#length));
    this.#pending = null;
    this.#length = 0;
  }
}

/** The text of such bytes. */
export function textOf(bytes: Uint8Array): string {
  // A long text of this kind stays outside of the heap too.
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return decoded(UTF8, () => UTF8.decode(bytes));
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new HttpError(
      415,
      `Content-Type: there is no charset "${charset.slice(0, 40)}"; send the body in UTF-8.`,
      { code: 'UNSUPPORTED_MEDIA_TYPE' },
    );
  }
}

function decoded(decoder: TextDecoder, decode: () => string): string {
  try {
    return decode();
  } catch {
    throw new HttpError(400, `The body is not text in ${decoder.encoding}.`, { code: 'BAD_REQUEST' });
  }
}
