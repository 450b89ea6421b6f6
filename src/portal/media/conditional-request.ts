/** Conditional requests: whether a caller already has what it asks for. */

/** The representation that would be sent. */
export interface Version {
  /** With its quotes. */
  etag: string;
  /** Epoch milliseconds. */
  modified: number;
}

type Header = (name: string) => string | undefined;

/** A 304 is due. A date counts only where no tag is given. */
export function isKnown(header: Header, { etag, modified }: Version): boolean {
  const tags = header('If-None-Match');
  if (tags !== undefined) {
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(header('If-Modified-Since') ?? '');
  return seconds(modified) <= since;
}

/** Whether a range may be sent: not to a caller that has the rest of another version. */
export function mayResume(header: Header, { etag, modified }: Version): boolean {
  const condition = header('If-Range')?.trim();
  if (condition === undefined) return true;
  return condition.startsWith('"') ? condition === etag : Date.parse(condition) === seconds(modified);
}

/** HTTP dates know no milliseconds. */
const seconds = (instant: number): number => Math.floor(instant / 1000) * 1000;
