/** Bodies that were sent before: applications send the same again and again, and each is parsed once. */
import { LRUCache } from 'lru-cache';

/** Memory for them, in bytes as estimated below. */
const MAX_BYTES = 4 * 1024 * 1024;
/** A longer body is no key: it has lists of ids or records in it, and few of those are sent twice. */
const MAX_TEXT = 4 * 1024;
/** Of the text, which may take two, of the texts in its JSON, and of what its variables are known by. */
const BYTES_PER_CHARACTER = 6;
const BYTES_PER_ENTRY = 500;

interface KnownBody {
  readonly json: object;
  /** The memory of its JSON beside its texts. */
  readonly bytes: number;
}

export class KnownBodies {
  readonly #bodies = new LRUCache<string, KnownBody>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }, text) => BYTES_PER_ENTRY + BYTES_PER_CHARACTER * text.length + bytes,
  });

  /** The JSON of a body that is known: all that send it share it, and nobody may change it. */
  get(text: string): object | undefined {
    return text.length > MAX_TEXT ? undefined : this.#bodies.get(text)?.json;
  }

  keep(text: string, body: KnownBody): void {
    if (text.length <= MAX_TEXT) this.#bodies.set(text, body);
  }
}
