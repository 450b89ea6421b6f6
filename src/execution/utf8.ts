/**
 * Texts as UTF-8. Node itself goes through a text that has a character beyond Latin-1 one by one, and twice: to measure it
 * and to write it. Written as UTF-16 and transcoded, it takes a sixth of the time. bench/NOTES.md has the figures.
 */
import { transcode } from 'node:buffer';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Characters that are transcoded at a time. */
const PIECE = 16 * 1024;
/** They stand here as UTF-16 meanwhile. */
const scratch = Buffer.allocUnsafeSlow(2 * PIECE);

/** The bytes of a text, in memory of their own. A surrogate without its other half becomes U+FFFD, as everywhere in Node. */
export function utf8Of(text: string): Bytes {
  if (text.length <= PIECE) return piece(text);
  const pieces: Bytes[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PIECE, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    pieces.push(piece(text.slice(start, end)));
    start = end;
  }
  return joined(pieces);
}

/** Several pieces of bytes in one. */
export function joined(pieces: readonly Bytes[]): Bytes {
  const [first, second] = pieces;
  if (first && !second) return first;
  // In memory of its own: a part of what Node shares among buffers would keep all of that.
  const bytes = Buffer.allocUnsafeSlow(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const each of pieces) {
    bytes.set(each, at);
    at += each.length;
  }
  return bytes;
}

function piece(text: string): Bytes {
  const utf16 = scratch.subarray(0, scratch.write(text, 'utf16le'));
  try {
    return transcode(utf16, 'utf16le', 'utf8');
  } catch {
    // JSON has no half of a surrogate pair; a text of somebody else may.
    return new TextEncoder().encode(text);
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd8_00 && code <= 0xdb_ff;
}
