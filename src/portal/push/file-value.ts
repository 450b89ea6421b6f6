/** Reads pushed files, `{"content": <base64>, "content-type": "image/jpg"}`, as they are stored. */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { readImage } from '../media/image.ts';
import { MisfitError } from './field-value.ts';

const pushedFile = z.object({
  content: z.string().refine(isBase64),
  'content-type': z.string().regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/),
  filename: z
    .string()
    .regex(/^[^/\\\p{Cc}]{1,200}$/u)
    .optional(),
});

export interface StoredFile {
  /** The value of the field, as a search shows it. */
  value: object;
  id: string;
  bytes: Uint8Array;
}

/** Whether a text is base64. Some encoders write line breaks into it. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text.replace(/\s/g, ''));
}

/** Names that are common, but are not media types. */
const aliases: Record<string, string> = { 'image/jpg': 'image/jpeg' };

const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'text/plain': 'txt',
  'application/octet-stream': 'bin',
};

/** Reads a file. The same bytes of the same type get the same id. */
export async function readFileValue(fieldName: string, value: unknown): Promise<StoredFile> {
  const found = pushedFile.safeParse(value);
  if (!found.success) {
    throw new MisfitError('{"content": <base64>, "content-type": "<type>/<subtype>"} is expected');
  }
  const { content, 'content-type': contentType, filename } = found.data;
  const type = contentType.replace(/;.*/s, '').trim().toLowerCase();
  const mimetype = aliases[type] ?? type;
  const bytes = Buffer.from(content, 'base64');
  const extension = extensions[mimetype] ?? mimetype.replace(/^.*\//, '').replace(/\W+/g, '');
  const image = mimetype.startsWith('image/') ? await readImage(bytes) : null;
  const id = hash('sha256', Buffer.concat([Buffer.from(`${mimetype}\n`), bytes])).slice(0, 32);
  return {
    id,
    bytes,
    value: {
      id,
      filename: filename ?? `${fieldName}.${extension}`,
      format: extension === 'jpg' ? 'JPEG' : extension.toUpperCase(),
      mimetype,
      ...(image === null ? {} : { width: image.width, height: image.height }),
      thumbnail: image !== null,
    },
  };
}
