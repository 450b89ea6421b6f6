/** The value of a field of type `file`, as records have it. */
import { isObject, readNumber, readText } from './json.ts';

export interface FileValue {
  /** Its id within the dataset. */
  id: string;
  filename: string | null;
  /** `mimetype`. */
  mediaType: string | null;
  /** Pixels of an image. */
  width: number | null;
  height: number | null;
  hasThumbnail: boolean;
}

/** A value has at least an id: null for one without it, since that cannot be fetched. */
export function readFileValue(value: unknown): FileValue | null {
  const id = isObject(value) ? readText(value.id) : null;
  if (!isObject(value) || id === null) return null;
  const mediaType = readText(value.mimetype);
  return {
    id,
    filename: readText(value.filename),
    mediaType,
    width: readNumber(value.width),
    height: readNumber(value.height),
    // If the portal does not say, images have one.
    hasThumbnail:
      typeof value.thumbnail === 'boolean' ? value.thumbnail : mediaType?.startsWith('image/') === true,
  };
}
