/** Conditional requests (RFC 9110, 13): whether the caller already has the file. */

/** What identifies the file as it is now. */
export interface Version {
  /** It has its quotes. */
  etag: string;
  /** Milliseconds since 1970. */
  modified: number;
}

type Header = (name: string) => string | undefined;

/** Whether the answer is a 304. A date counts only if the request has no tag. */
export function isKnown(header: Header, { etag, modified }: Version): boolean {
  const tags = header('If-None-Match');
  if (tags !== undefined) {
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(header('If-Modified-Since') ?? '');
  return seconds(modified) <= since;
}

/** Whether a range may be sent: the caller may have the rest of another version. */
export function mayResume(header: Header, { etag, modified }: Version): boolean {
  const condition = header('If-Range')?.trim();
  if (condition === undefined) return true;
  return condition.startsWith('"') ? condition === etag : Date.parse(condition) === seconds(modified);
}

/** HTTP dates have no milliseconds. */
const seconds = (instant: number): number => Math.floor(instant / 1000) * 1000;
