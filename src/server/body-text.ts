import { HttpError } from './http-error.ts';

/** A piece of a body is decoded when there is so much of it: pieces of one byte each would take a hundred times that. */
const PIECE = 64 * 1024;
const FIRST_PIECE = 1024;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a body, made of its bytes as they arrive, so that a body is not held as bytes and as text at a time. */
export class BodyText {
  readonly #charset: string;
  #decoder: TextDecoder | null = null;
  readonly #onPiece: (piece: string) => void;
  #pending = new Uint8Array(FIRST_PIECE);
  #length = 0;
  #text = '';

  /** `onPiece` is given each piece of the text before it is kept. */
  constructor(charset: string, onPiece: (piece: string) => void) {
    this.#charset = charset;
    this.#onPiece = onPiece;
  }

  add(bytes: Uint8Array): void {
    if (this.#length + bytes.length > PIECE) this.#flush();
    if (bytes.length > PIECE) this.#decode(bytes);
    else this.#keep(bytes);
  }

  /** The whole text; nothing can be added any more. */
  end(): string {
    if (this.#decoder === null && this.#charset === 'utf-8') {
      // It is all there, as it is of most requests: no decoder of its own is needed.
      this.#take(() => UTF8.decode(this.#pending.subarray(0, this.#length)), 'utf-8');
      return this.#text;
    }
    this.#flush();
    this.#decode(undefined);
    return this.#text;
  }

  #keep(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#pending.length) {
      const larger = new Uint8Array(Math.min(PIECE, Math.max(length, this.#pending.length * 4)));
      larger.set(this.#pending.subarray(0, this.#length));
      this.#pending = larger;
    }
    this.#pending.set(bytes, this.#length);
    this.#length = length;
  }

  #flush(): void {
    this.#decode(this.#pending.subarray(0, this.#length));
    this.#length = 0;
  }

  /** Nothing follows the text: a character that is not complete at its end is dropped. */
  #decode(bytes: Uint8Array | undefined): void {
    this.#decoder ??= decoderOf(this.#charset);
    const decoder = this.#decoder;
    this.#take(() => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()), decoder.encoding);
  }

  #take(decode: () => string, encoding: string): void {
    let piece: string;
    try {
      piece = decode();
    } catch {
      throw new HttpError(400, `The body is not text in ${encoding}.`, { code: 'BAD_REQUEST' });
    }
    this.#onPiece(piece);
    this.#text += piece;
  }
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
