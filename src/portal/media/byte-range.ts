/** The `Range` header. */

export interface ByteRange {
  first: number;
  /** The range includes this byte. */
  last: number;
}

/**
 * The range of a file of that length. Null means the whole file: the header is absent, is not a range of bytes, or
 * has several ranges. `unsatisfiable` means that the file has no byte of the range.
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
