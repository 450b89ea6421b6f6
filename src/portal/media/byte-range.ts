/** The `Range` header: one range of bytes. */

export interface ByteRange {
  first: number;
  /** Included. */
  last: number;
}

/**
 * The range that is asked of that many bytes; null for the whole, which is also the answer to several ranges and to
 * what is no range of bytes; `unsatisfiable` where none of it exists.
 */
export function readRange(header: string | undefined, length: number): ByteRange | 'unsatisfiable' | null {
  const [, start = '', end = ''] = /^bytes\s*=\s*(\d+\s*)?-(\s*\d+)?$/i.exec(header?.trim() ?? '') ?? [];
  if (start === '' && end === '') return null;
  if (start === '') {
    const suffix = Math.min(Number(end), length);
    return suffix === 0 ? 'unsatisfiable' : { first: length - suffix, last: length - 1 };
  }
  const [first, last] = [Number(start), end === '' ? length - 1 : Math.min(Number(end), length - 1)];
  if (end !== '' && Number(end) < first) return null;
  return first >= length ? 'unsatisfiable' : { first, last };
}
