import { HttpError } from './http-error.ts';

/**
 * Names and values of one body: a record to push has two for each of its fields. So many take about 25 MB, and up
 * to a quarter of a second to parse, in which nothing else is done.
 */
export const MAX_JSON_PARTS = 500_000;
/** It is far above what any operation needs, and far below what recursive code can follow. */
export const MAX_JSON_DEPTH = 1000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** So many bytes of a string are looked at one by one: to search for its end would take as long. */
const NEAR = 48;

/** A body of one such piece may be known already: its piece is read only if somebody asks what is in it. */
const SHORT = 4 * 1024;

/** Counts what a JSON text will be in memory, piece by piece as it arrives, in UTF-8: three bytes of text can make sixty-four. */
export class JsonMeter {
  #parts = 1;
  #depth = 0;
  #inString = false;
  /** True if the piece before ended with a backslash that escapes what comes next. */
  #isEscaped = false;
  /** The first piece, if it is short and not read yet. */
  #first: Uint8Array | null | undefined;

  /** Names and values so far; refuses a text as `take` does. */
  parts(): number {
    this.#readFirst();
    return this.#parts;
  }

  /** Takes the next piece; refuses a text that has too many parts, or is nested too deeply. */
  take(piece: Uint8Array): void {
    if (this.#first === undefined && piece.length <= SHORT) {
      this.#first = piece;
      return;
    }
    this.#readFirst();
    this.#read(piece);
  }

  #readFirst(): void {
    const first = this.#first;
    this.#first = null;
    if (first) this.#read(first);
  }

  #read(piece: Uint8Array): void {
    let index = this.#isEscaped ? 1 : 0;
    this.#isEscaped = false;
    while (index < piece.length)
      index = this.#inString ? this.#text(piece, index) : this.#between(piece, index);
    if (this.#parts > MAX_JSON_PARTS) throw tooMany();
  }

  /** Reads on in a string, to its end if this piece has it; returns the position at which to go on. */
  #text(piece: Uint8Array, start: number): number {
    let index = start;
    for (;;) {
      const quote = piece.indexOf(QUOTE, index);
      const end = quote < 0 ? piece.length : quote;
      const isEscaped = backslashesBefore(piece, index, end) % 2 === 1;
      if (quote < 0) {
        // The escaped character is the first of the next piece.
        this.#isEscaped = isEscaped;
        return end;
      }
      index = quote + 1;
      if (isEscaped) continue;
      this.#inString = false;
      return index;
    }
  }

  /**
   * Reads on to a string that goes on for long, or has an escape: short ones are read here, without a call for each.
   * Returns the position at which to go on.
   */
  #between(piece: Uint8Array, start: number): number {
    const { length } = piece;
    let parts = this.#parts;
    let depth = this.#depth;
    let index = start;
    while (index < length && !this.#inString) {
      const code = piece[index];
      index += 1;
      if (code === COMMA || code === COLON) parts += 1;
      else if (code === QUOTE) {
        const end = nearQuote(piece, index);
        if (end < 0) this.#inString = true;
        else index = end + 1;
      } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        parts += 1;
        depth += 1;
        if (depth > MAX_JSON_DEPTH) throw tooDeep();
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
    }
    this.#parts = parts;
    this.#depth = depth;
    return index;
  }
}

/** The position of the quote that ends a string; -1 if it is not near, or there is an escape before it. */
function nearQuote(piece: Uint8Array, start: number): number {
  const end = Math.min(start + NEAR, piece.length);
  for (let index = start; index < end; index += 1) {
    const code = piece[index];
    if (code === QUOTE) return index;
    if (code === BACKSLASH) return -1;
  }
  return -1;
}

/** How many backslashes stand right before `end`, and not before `start`. */
function backslashesBefore(piece: Uint8Array, start: number, end: number): number {
  let index = end;
  while (index > start && piece[index - 1] === BACKSLASH) index -= 1;
  return end - index;
}

function tooMany(): HttpError {
  return new HttpError(
    413,
    `The body has more than ${MAX_JSON_PARTS} names and values in its JSON: send fewer at a time.`,
    { code: 'BODY_TOO_LARGE', headers: { Connection: 'close' } },
  );
}

function tooDeep(): HttpError {
  return new HttpError(400, `The JSON of the body is nested deeper than ${MAX_JSON_DEPTH} levels.`, {
    code: 'BAD_USER_INPUT',
    headers: { Connection: 'close' },
  });
}
