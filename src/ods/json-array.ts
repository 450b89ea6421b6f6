/** A JSON array taken apart as it arrives, so that no more than one of its elements is held. */

/** More than any record: a body that is one endless element must not fill the memory. */
const MAX_ELEMENT_BYTES = 32 * 1024 * 1024;

const CODE = { quote: 34, comma: 44, open: 91, backslash: 92, close: 93, openBrace: 123, closeBrace: 125 };

/**
 * Splits the text of an array into those of its elements. Only brackets, strings and commas are looked at: whether an
 * element is JSON is for whoever parses it. Not a streaming parser, since those know no NaN.
 */
export class JsonArraySplitter {
  /** The pieces of the element under way that came with former chunks. */
  #pieces: Uint8Array[] = [];
  #size = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isComplete = false;

  /** True once the bracket that ends the array has come. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The elements that end in this chunk; throws a SyntaxError if there is no array. */
  *push(chunk: Uint8Array): Generator<string> {
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const code = chunk[index] ?? 0;
      if (this.#isInString) {
        this.#readInString(code);
        continue;
      }
      if (this.#isComplete || (this.#depth === 0 && code !== CODE.open)) {
        requireBlank(code);
        continue;
      }
      switch (code) {
        case CODE.quote:
          this.#isInString = true;
          break;
        case CODE.open:
        case CODE.openBrace:
          if (this.#depth++ === 0) start = index + 1;
          break;
        case CODE.comma:
          if (this.#depth === 1) {
            yield this.#take(chunk.subarray(start, index));
            start = index + 1;
          }
          break;
        case CODE.close:
        case CODE.closeBrace:
          if (--this.#depth === 0) {
            this.#isComplete = true;
            const last = this.#take(chunk.subarray(start, index));
            if (last.trim() !== '') yield last;
            start = chunk.length;
          }
          break;
      }
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(start));
  }

  #readInString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === CODE.backslash) this.#isEscaped = true;
    else if (code === CODE.quote) this.#isInString = false;
  }

  #keep(piece: Uint8Array): void {
    this.#size += piece.length;
    if (this.#size > MAX_ELEMENT_BYTES) throw new SyntaxError('An element is too large.');
    this.#pieces.push(piece);
  }

  #take(piece: Uint8Array): string {
    this.#keep(piece);
    const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#size = 0;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  }
}

/** Beside the array there is white space, and a byte order mark that some write before it. */
function requireBlank(code: number): void {
  if (![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].includes(code))
    throw new SyntaxError('Something beside the array.');
}
