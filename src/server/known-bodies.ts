/** Bodies that were sent before: applications send the same again and again, and each is parsed once. */
import { crc32 } from 'node:zlib';
import { LRUCache } from 'lru-cache';

/** Memory for them, in bytes as estimated below. */
const MAX_BYTES = 4 * 1024 * 1024;
/** A longer body is not kept: it has lists of ids or records in it, and few of those are sent twice. */
const MAX_LENGTH = 4 * 1024;
/** For each byte of the body: itself, the texts in its JSON, and what its variables are known by. */
const BYTES_PER_BYTE = 6;
const BYTES_PER_ENTRY = 500;

interface KnownBody {
  readonly bytes: Uint8Array;
  readonly json: object;
  /** The memory of its JSON beside its texts, in bytes. */
  readonly parts: number;
}

/** True if the bytes are few enough to be kept. */
export function isKnowable(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_LENGTH;
}

/**
 * The key is a checksum, and the bytes are compared: that takes a fifth of the time of a text that is made and looked up.
 * If somebody makes another body with the same checksum, each takes the other's place and is parsed again, no more.
 */
export class KnownBodies {
  readonly #bodies = new LRUCache<number, KnownBody>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes, parts }) => BYTES_PER_ENTRY + BYTES_PER_BYTE * bytes.length + parts,
  });

  /** The JSON of a body that is known: all that send it share it, and nobody may change it. */
  get(bytes: Uint8Array): object | undefined {
    if (!isKnowable(bytes)) return undefined;
    const known = this.#bodies.get(crc32(bytes));
    return known !== undefined && Buffer.compare(known.bytes, bytes) === 0 ? known.json : undefined;
  }

  /** Keeps what these bytes are as JSON; they must be few enough. */
  keep(bytes: Uint8Array, { json, parts }: Omit<KnownBody, 'bytes'>): void {
    // Bytes that lie in a larger buffer would keep all of it.
    this.#bodies.set(crc32(bytes), { bytes: Uint8Array.from(bytes), json, parts });
  }
}
