/** Entity tags (RFC 9110, section 8.8.3): what is there, named by its content. */
import { createHash } from 'node:crypto';

/** The tag of this content. */
export function etagOf(content: string | Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;
}

/** True if a caller has the content already: its `If-None-Match` names the tag, which is compared weakly. */
export function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const tags = ifNoneMatch.split(',').map((tag) => withoutWeakness(tag.trim()));
  return tags.includes('*') || tags.includes(withoutWeakness(etag));
}

function withoutWeakness(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag;
}
