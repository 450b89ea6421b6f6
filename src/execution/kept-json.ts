import type { KeptForms } from './kept-forms.ts';
import { type Bytes, utf8Of } from './utf8.ts';

/** Longer ones are kept as bytes: as a text each would be encoded anew for each client, and may take twice the memory. */
const LONG = 2 * 1024;
/** What a short text takes at most. */
const BYTES_PER_CHARACTER = 2;

/** What stands before the data of an answer. */
const BEFORE_DATA = '{"data":';

/** The JSON of an answer's data, as it is kept and as it is sent. */
export class KeptJson {
  /** The answer up to the end of its data, in one piece: the bytes of a long one, in UTF-8, or else the text. */
  readonly begin: string | Bytes;
  /** Other forms of it, which are kept beside it. */
  readonly forms: KeptForms;
  #tag: string | undefined;

  constructor(data: string, forms: KeptForms) {
    const text = BEFORE_DATA + data;
    this.begin = data.length > LONG ? utf8Of(text) : text;
    this.forms = forms;
  }

  /** `begin` as a text. */
  get text(): string {
    return typeof this.begin === 'string' ? this.begin : Buffer.from(this.begin).toString();
  }

  /** The data alone. */
  get data(): string {
    return this.text.slice(BEFORE_DATA.length);
  }

  /** The bytes that are sent of it. */
  get length(): number {
    return Buffer.byteLength(this.begin);
  }

  /** The bytes that it takes in memory. */
  get size(): number {
    return typeof this.begin === 'string' ? BYTES_PER_CHARACTER * this.begin.length : this.begin.length;
  }

  /** What tells the data apart from others, made when it is first wanted. */
  tag(make: (data: string | Uint8Array) => string): string {
    this.#tag ??= make(typeof this.begin === 'string' ? this.data : this.begin.subarray(BEFORE_DATA.length));
    return this.#tag;
  }
}
