/** The multimedia APIs: files of records, attachments and alternative exports, as bytes. */

import { refuseLoginPage } from './download.ts';
import { DATASET_ID, IDENTIFIER, requireIdentifier } from './identifier.ts';
import { type Answer, isLoginPage } from './transport/answer.ts';
import type { Session } from './transport/session.ts';

/** The kinds of files that a dataset has, as the API's paths name them. */
export type MediaKind = 'files' | 'attachments' | 'alternative_exports';

/** One file of a dataset. */
export interface Media {
  datasetId: string;
  kind: MediaKind;
  id: string;
  /** Longest side in pixels of a thumbnail; the file itself if it is left out. Of `files` only. */
  size?: number | undefined;
}

/** The largest thumbnail that may be asked for. */
export const MAX_THUMBNAIL_SIZE = 1000;

/** Headers of a caller that are the portal's to answer: parts of a file, and whether it has changed. */
export const MEDIA_REQUEST_HEADERS = ['range', 'if-range', 'if-none-match', 'if-modified-since'] as const;

/** Refuses ids that are no identifiers: they become a part of a path at the portal. */
export function requireMedia({ datasetId, id }: Media): void {
  requireIdentifier(datasetId, DATASET_ID, 'datasetId');
  requireIdentifier(id, IDENTIFIER, 'id');
}

/**
 * `GET /api/datasets/1.0/<dataset>/<kind>/<id>/[<size>/]`: the answer as it begins. 206 (a part), 304 (not changed) and
 * 416 (no such part) are answers too, to the headers that ask for them.
 */
export async function openMedia(
  session: Session,
  media: Media,
  headers: Record<string, string>,
): Promise<Answer> {
  requireMedia(media);
  const { datasetId, kind, id, size } = media;
  const parts = [datasetId, kind, id, ...(size === undefined ? [] : [String(size)])];
  const answer = await session.transport.stream(
    session,
    {
      path: `/api/datasets/1.0/${parts.map(encodeURIComponent).join('/')}/`,
      parameters: [],
      datasetId,
    },
    { headers, accept: [206, 304, 416] },
  );
  // A page without a name of its own is no file that somebody published.
  const isFile = answer.headers['content-disposition'] !== undefined;
  if (!isFile && isLoginPage(answer)) throw refuseLoginPage(answer);
  return answer;
}
