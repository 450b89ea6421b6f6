/**
 * Ends a coding that was begun: the compressed data of an answer is kept, and what follows it (what the answer counts as)
 * differs from time to time. The end is stored as it is, in one block: it is short, and costs no compression.
 */
import { crc32 } from 'node:zlib';
import type { Bytes } from '../execution/utf8.ts';
import type { Coding } from './compressor.ts';

/** The longest block that every coding can store. */
const MAX_END = 0xffff;
/** Bytes at the end of a gzip file: the checksum and the length of the text. */
const TRAILER = 8;

/** What is kept of a text that was begun in this coding. */
export function keptOf(coding: Coding, text: string, begun: Bytes): Bytes {
  // The end of a gzip file tells of the whole text: what is known of the beginning is kept with it.
  return coding === 'gzip' ? Buffer.concat([begun, trailerOf(crc32(text), Buffer.byteLength(text))]) : begun;
}

/** The whole text in this coding: what was kept of its beginning, and the end. */
export function endedWith(coding: Coding, kept: Bytes, text: string): Bytes {
  const end = Buffer.from(text);
  if (end.length === 0 || end.length > MAX_END) throw new RangeError('The end does not fit one block.');
  return END[coding](Buffer.from(kept.buffer, kept.byteOffset, kept.length), end);
}

const END: Readonly<Record<Coding, (kept: Buffer<ArrayBuffer>, end: Buffer<ArrayBuffer>) => Bytes>> = {
  /** A last block of type raw (RFC 8878, section 3.1.1.2). */
  zstd: (kept, end) => Buffer.concat([kept, littleEndian((end.length << 3) | 1, 3), end]),
  /** An uncompressed meta-block, and an empty last one (RFC 7932, section 9.2). */
  br: (kept, end) =>
    Buffer.concat([kept, littleEndian((1 << 19) | ((end.length - 1) << 3), 3), end, littleEndian(3, 1)]),
  /** A last block that is stored (RFC 1951, section 3.2.4), and the checksum and length of all (RFC 1952, section 2.3). */
  gzip(kept, end) {
    const begun = kept.subarray(0, -TRAILER);
    const trailer = kept.subarray(-TRAILER);
    const lengths = [littleEndian(end.length, 2), littleEndian(~end.length & 0xffff, 2)];
    const all = trailerOf(crc32(end, trailer.readUInt32LE(0)), trailer.readUInt32LE(4) + end.length);
    return Buffer.concat([begun, littleEndian(1, 1), ...lengths, end, all]);
  },
};

function trailerOf(checksum: number, length: number): Buffer<ArrayBuffer> {
  return Buffer.concat([littleEndian(checksum, 4), littleEndian(length, 4)]);
}

function littleEndian(value: number, bytes: number): Buffer<ArrayBuffer> {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
