/** The value of a field of type `file`, as records have it. */
import { isObject, readNumber, readText } from './json.ts';

export interface FileValue {
  /** Its id within the dataset. */
  id: string;
  filename: string | null;
  /** `mimetype`, or else that of the `format`. */
  mediaType: string | null;
  /** Pixels of an image. */
  width: number | null;
  height: number | null;
  hasThumbnail: boolean;
}

/** The formats that portals were seen to write, and their like. */
const MEDIA_TYPES = new Map([
  ['pdf', 'application/pdf'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['svg', 'image/svg+xml'],
  ['tif', 'image/tiff'],
  ['tiff', 'image/tiff'],
  ['bmp', 'image/bmp'],
  ['csv', 'text/csv'],
  ['txt', 'text/plain'],
  ['json', 'application/json'],
  ['zip', 'application/zip'],
]);

const mediaTypeOf = (format: string | null): string | null =>
  MEDIA_TYPES.get(format?.trim().toLowerCase() ?? '') ?? null;

/** A value has at least an id: null for one without it, since that cannot be fetched. */
export function readFileValue(value: unknown): FileValue | null {
  const id = isObject(value) ? readText(value.id) : null;
  if (!isObject(value) || id === null) return null;
  const mediaType = readText(value.mimetype) ?? mediaTypeOf(readText(value.format));
  // Portals write a width and a height for any file: without a thumbnail they are those of none.
  const isImage = value.thumbnail !== false;
  return {
    id,
    filename: readText(value.filename),
    mediaType,
    width: isImage ? readNumber(value.width) : null,
    height: isImage ? readNumber(value.height) : null,
    // If the portal does not say, images have one.
    hasThumbnail:
      typeof value.thumbnail === 'boolean' ? value.thumbnail : mediaType?.startsWith('image/') === true,
  };
}
