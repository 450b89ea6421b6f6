/** Sends the files of records, their thumbnails, attachments and alternative exports, at their old and new addresses. */
import { LRUCache } from 'lru-cache';
import { ApiError, badRequest } from '../errors.ts';
import { readRange } from '../media/byte-range.ts';
import { isKnown, mayResume } from '../media/conditional-request.ts';
import { makeThumbnail, type Thumbnail } from '../media/image.ts';
import { type MediaFile, openDocument, openRecordFile } from '../media/media-file.ts';
import { lookUpDataset } from '../search/datasets.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './admission.ts';
import { contentDisposition } from './content-disposition.ts';

type Route = (path: string, handler: (c: ApiContext) => Response | Promise<Response>) => void;

/** The largest thumbnail, in pixels. */
const largestSize = 1_000;

export function routeMedia(route: Route, store: Store): void {
  const thumbnails = new LRUCache<string, Thumbnail>({
    maxSize: 32_000_000,
    sizeCalculation: ({ bytes }) => bytes.length + 1,
  });
  const whole = (disposition: 'inline' | 'attachment') => (c: ApiContext) => {
    const dataset = datasetOf(c, store);
    return send(c, dataset, found(openRecordFile(store, dataset, c.req.param('fileid') ?? '')), disposition);
  };
  const thumbnail = (c: ApiContext) => sendThumbnail(c, store, thumbnails);
  const document = (kind: 'attachments' | 'alternativeExports') => (c: ApiContext) => {
    const dataset = datasetOf(c, store);
    const documents = dataset.definition[kind] ?? [];
    return send(c, dataset, found(openDocument(dataset, documents, c.req.param('id') ?? '')), 'attachment');
  };
  for (const files of ['/api/datasets/1.0/:datasetid/files', '/api/datasets/1.0/:datasetid/images']) {
    route(`${files}/:fileid`, whole('inline'));
    route(`${files}/:fileid/:size`, thumbnail);
  }
  route('/explore/dataset/:datasetid/files/:fileid/download', whole('attachment'));
  route('/explore/dataset/:datasetid/files/:fileid/:size', thumbnail);
  route('/api/datasets/1.0/:datasetid/attachments/:id', document('attachments'));
  route('/api/datasets/1.0/:datasetid/alternative_exports/:id', document('alternativeExports'));
}

const datasetOf = (c: ApiContext, store: Store): Dataset =>
  lookUpDataset(store, c.get('caller'), c.req.param('datasetid') ?? '');

function found(file: MediaFile | null): MediaFile {
  if (file === null) throw new ApiError(404, 'There is no such file.');
  return file;
}

async function sendThumbnail(
  c: ApiContext,
  store: Store,
  cache: LRUCache<string, Thumbnail>,
): Promise<Response> {
  const dataset = datasetOf(c, store);
  const size = readSize(c.req.param('size') ?? '');
  const file = found(openRecordFile(store, dataset, c.req.param('fileid') ?? ''));
  const key = `${file.tag}-${size}`;
  const thumbnail = cache.get(key) ?? (await makeThumbnail(file.bytes, file.mimetype, size));
  if (thumbnail === null) throw new ApiError(404, 'This file has no thumbnail.');
  cache.set(key, thumbnail);
  return send(c, dataset, { ...file, ...thumbnail, tag: key }, null);
}

function readSize(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw badRequest('The size of a thumbnail must be a whole number of pixels, such as 300.');
  return Math.min(Number(text), largestSize);
}

/** Sends the file, the requested range of it, or a 304. */
function send(
  c: ApiContext,
  { definition, scope }: Dataset,
  file: MediaFile,
  disposition: 'inline' | 'attachment' | null,
): Response {
  const { bytes, filename, mimetype, modified } = file;
  const version = { etag: `"${file.tag}"`, modified };
  const header = (name: string) => c.req.header(name);
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Cache-Control':
      definition.visibility === 'domain' && scope === null ? 'public, max-age=3600' : 'private, no-cache',
    ETag: version.etag,
    'Last-Modified': new Date(modified).toUTCString(),
    // A pushed file may be a page or an SVG that has a script.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  };
  if (isKnown(header, version)) return c.body(null, 304, headers);
  headers['Content-Type'] = /^text\//.test(mimetype) ? `${mimetype}; charset=utf-8` : mimetype;
  if (disposition !== null) headers['Content-Disposition'] = contentDisposition(disposition, filename);
  // A HEAD ignores the range (RFC 9110, 14.2).
  const isPartial = c.req.raw.method === 'GET' && mayResume(header, version);
  const range = isPartial ? readRange(header('Range'), bytes.length) : null;
  if (range === 'unsatisfiable') {
    throw new ApiError(
      416,
      'The file has no such range.',
      {},
      { 'Content-Range': `bytes */${bytes.length}` },
    );
  }
  const part = range === null ? bytes : bytes.subarray(range.first, range.last + 1);
  headers['Content-Length'] = String(part.length);
  if (range !== null) headers['Content-Range'] = `bytes ${range.first}-${range.last}/${bytes.length}`;
  return c.body(new Uint8Array(part), range === null ? 200 : 206, headers);
}
