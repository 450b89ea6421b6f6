/**
 * The JSON of a large answer as bytes, written in pieces. V8 keeps each text of more than 128 KB apart from all others, in
 * memory that it takes from the system and gives back: that can cost more than to write the text.
 */
import { type Bytes, joined, utf8Of } from '../execution/utf8.ts';

/** About how many characters a piece has. */
const PIECE = 32 * 1024;
/** So many items of a list are written first, to see how long they are. */
const FIRST_ITEMS = 8;

/** The bytes of what `JSON.stringify` makes of an answer: of objects and lists of what JSON has. */
export function jsonBytesOf(value: object): Bytes {
  const writer = new JsonWriter();
  writer.write(value);
  return writer.bytes();
}

class JsonWriter {
  readonly #pieces: Bytes[] = [];
  #text = '';

  /** Adds a value; what is no object, or says itself how it is written, as it is. */
  write(value: unknown): void {
    if (Array.isArray(value)) this.#list(value);
    else if (isPlain(value)) this.#object(value);
    else this.#add(JSON.stringify(value) ?? 'null');
  }

  /** One piece of memory for all: several are given back to the system sooner. */
  bytes(): Bytes {
    this.#flush();
    return joined(this.#pieces);
  }

  #object(value: Record<string, unknown>): void {
    let before = '{';
    for (const name of Object.keys(value)) {
      const member = value[name];
      // JSON has no such values: what is not there is not written.
      if (member === undefined || typeof member === 'function' || typeof member === 'symbol') continue;
      this.#add(`${before}${JSON.stringify(name)}:`);
      this.write(member);
      before = ',';
    }
    this.#add(before === '{' ? '{}' : '}');
  }

  /** As many items at a time as are one piece; each by itself if it is more than one. */
  #list(items: readonly unknown[]): void {
    this.#add('[');
    let count = FIRST_ITEMS;
    for (let index = 0; index < items.length; ) {
      if (index > 0) this.#add(',');
      if (count === 0) {
        this.write(items[index]);
        index += 1;
      } else {
        const some = items.slice(index, index + count);
        const text = JSON.stringify(some);
        this.#add(text.slice(1, -1));
        index += some.length;
        count = Math.floor((PIECE * some.length) / text.length);
      }
    }
    this.#add(']');
  }

  #add(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.#flush();
  }

  #flush(): void {
    this.#pieces.push(utf8Of(this.#text));
    this.#text = '';
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !('toJSON' in value && typeof value.toJSON === 'function')
  );
}
