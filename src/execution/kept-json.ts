import type { KeptForms } from './kept-forms.ts';
import { type Bytes, utf8Of } from './utf8.ts';

/** Longer ones are kept as bytes: as a text each would be encoded anew for each client, and may take twice the memory. */
const LONG = 2 * 1024;
/** What a short text takes at most. */
const BYTES_PER_CHARACTER = 2;

/** The JSON of an answer's data, as it is kept and as it is sent. */
export class KeptJson {
  /** The bytes of a long one, in UTF-8. */
  readonly bytes: Bytes | null;
  /** Other forms of it, which are kept beside it. */
  readonly forms: KeptForms;
  readonly #text: string | null;
  #tag: string | undefined;

  constructor(text: string, forms: KeptForms) {
    const isLong = text.length > LONG;
    this.bytes = isLong ? utf8Of(text) : null;
    this.#text = isLong ? null : text;
    this.forms = forms;
  }

  get text(): string {
    return this.#text ?? Buffer.from(this.bytes ?? []).toString();
  }

  /** The bytes that are sent of it. */
  get length(): number {
    return this.bytes?.length ?? Buffer.byteLength(this.text);
  }

  /** The bytes that it takes in memory. */
  get size(): number {
    return this.bytes?.length ?? BYTES_PER_CHARACTER * this.text.length;
  }

  /** What tells it apart from others, made when it is first wanted. */
  tag(make: (content: string | Uint8Array) => string): string {
    this.#tag ??= make(this.bytes ?? this.text);
    return this.#tag;
  }
}
