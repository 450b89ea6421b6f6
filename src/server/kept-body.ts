import type { KeptJson } from '../execution/kept-json.ts';
import type { Bytes } from '../execution/utf8.ts';

/** What stands before the data. */
const BEFORE_DATA = '{"data":';
const BYTES_BEFORE_DATA = Buffer.from(BEFORE_DATA);

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
    return BEFORE_DATA.length + this.#json.length + Buffer.byteLength(this.end);
  }

  /** All up to the end of the data in another form. If it is not kept, `make` makes it of the text. */
  form(name: string, make: (begin: string) => Promise<Bytes | null>): Promise<Bytes | null> {
    return this.#json.forms.of(name, () => make(BEFORE_DATA + this.#json.text));
  }

  /** The whole of it. */
  whole(): string | Bytes {
    const parts = this.parts();
    if (parts === null) return BEFORE_DATA + this.#json.text + this.end;
    return Buffer.concat(parts);
  }

  /** A long one in its parts, to be sent one after another: so its data is not copied. Null for a short one. */
  parts(): Bytes[] | null {
    const { bytes } = this.#json;
    return bytes && [BYTES_BEFORE_DATA, bytes, Buffer.from(this.end)];
  }
}
