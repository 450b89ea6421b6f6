import type { KeptJson } from '../execution/kept-json.ts';
import type { Bytes } from '../execution/utf8.ts';

/** The body of an answer whose data is kept. What comes behind the data differs from time to time. */
export class KeptBody {
  readonly #json: KeptJson;
  /** All that comes behind the data. */
  readonly end: string;

  constructor(json: KeptJson, extensions: unknown) {
    this.#json = json;
    this.end = `,"extensions":${JSON.stringify(extensions)}}`;
  }

  get byteLength(): number {
    return this.#json.length + Buffer.byteLength(this.end);
  }

  /** All up to the end of the data in another form. If it is not kept, `make` makes it of the text. */
  form(name: string, make: (begin: string) => Promise<Bytes | null>): Promise<Bytes | null> {
    return this.#json.forms.of(name, () => make(this.#json.text));
  }

  /** The whole of it. */
  whole(): string | Bytes {
    const { begin } = this.#json;
    return typeof begin === 'string' ? begin + this.end : Buffer.concat([begin, Buffer.from(this.end)]);
  }

  /** All up to the end of the data of a long one, to be sent before `end`: so it is not copied. Null for a short one. */
  get begin(): Bytes | null {
    const { begin } = this.#json;
    return typeof begin === 'string' ? null : begin;
  }
}
