/** Reads images, and makes thumbnails of them. */
import sharp, { type FormatEnum } from 'sharp';

/** A small file can hold a huge image, which would fill the memory. */
const options = { limitInputPixels: 50_000_000 };

/** The dimensions of an image as it is shown; null if the bytes are not an image. */
export async function readImage(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  try {
    const { autoOrient } = await sharp(bytes, options).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  } catch {
    return null;
  }
}

export interface Thumbnail {
  bytes: Uint8Array;
  mimetype: string;
}

/** The formats that a thumbnail keeps. Any other becomes PNG. */
const formats: Record<string, keyof FormatEnum> = {
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
};

/** The image with a longest side of `size` pixels; null if the bytes are not an image. */
export async function makeThumbnail(
  bytes: Uint8Array,
  mimetype: string,
  size: number,
): Promise<Thumbnail | null> {
  const format = formats[mimetype] ?? 'png';
  try {
    const resized = sharp(bytes, options).autoOrient().resize({ width: size, height: size, fit: 'inside' });
    return { bytes: await resized.toFormat(format).toBuffer(), mimetype: `image/${format}` };
  } catch {
    return null;
  }
}
