/** `/media/<datasetId>/<kind>/<id>[/<size>]`: files of a dataset, streamed from the portal. */
import type { Context, Hono } from 'hono';
import { badInput } from '../../ods/errors.ts';
import {
  MAX_THUMBNAIL_SIZE,
  MEDIA_REQUEST_HEADERS,
  type Media,
  type MediaKind,
  openMedia,
  requireMedia,
} from '../../ods/media.ts';
import { HttpError } from '../http-error.ts';
import { answerFor, type VisitorOptions } from './visitor.ts';

const PASSED_HEADERS = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-disposition',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'cache-control',
  'expires',
];

const ONE_RANGE = /^bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})$/;

/** What is published may be a page or a drawing with a script in it: shown from here it runs none, and loads nothing. */
const SAFETY_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Images are shown by pages of any origin.
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export function routeMedia(app: Hono, options: VisitorOptions): void {
  const route = (path: string, kind: MediaKind) => app.get(path, (c) => sendMedia(c, kind, options));
  route('/media/:datasetId/files/:id', 'files');
  route('/media/:datasetId/files/:id/:size', 'files');
  route('/media/:datasetId/attachments/:id', 'attachments');
  route('/media/:datasetId/alternative_exports/:id', 'alternative_exports');
}

function sendMedia(c: Context, kind: MediaKind, options: VisitorOptions): Promise<Response> {
  const { pathname, searchParams } = new URL(c.req.url);
  const parameters = [...searchParams].filter(([name]) => name !== 'ticket');
  return answerFor(c, { path: pathname, parameters }, options, async ({ session, isPrivate }) => {
    const media = readMedia(c, kind);
    const answer = await openMedia(session, media, askedHeaders(c));
    const headers = {
      ...SAFETY_HEADERS,
      Vary: 'Authorization',
      // A shared cache would give to all what one credential may see.
      ...(isPrivate && { 'cache-control': 'private, no-cache' }),
    };
    return { answer, names: PASSED_HEADERS, headers };
  });
}

/** The headers that are the portal's to answer. */
function askedHeaders(c: Context): Record<string, string> {
  const asked = MEDIA_REQUEST_HEADERS.flatMap((name): [string, string][] => {
    const value = c.req.header(name);
    return value === undefined || (name === 'range' && !isOneRange(value)) ? [] : [[name, value]];
  });
  return Object.fromEntries(asked);
}

/** A `Range` in an unknown form is ignored; many ranges are refused, since each is a part to be sent. */
function isOneRange(range: string): boolean {
  if (ONE_RANGE.test(range)) return true;
  if (!range.includes(',')) return false;
  throw new HttpError(416, 'Range: ask for one range at a time.', { code: 'BAD_USER_INPUT' });
}

function readMedia(c: Context, kind: MediaKind): Media {
  const media: Media = { datasetId: c.req.param('datasetId') ?? '', kind, id: c.req.param('id') ?? '' };
  requireMedia(media);
  const size = c.req.param('size');
  return size === undefined ? media : { ...media, size: readSize(size) };
}

function readSize(text: string): number {
  const size = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN;
  if (size <= MAX_THUMBNAIL_SIZE) return size;
  throw badInput('size', `a thumbnail has from 1 to ${MAX_THUMBNAIL_SIZE} pixels.`);
}
