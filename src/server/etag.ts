/** Entity tags: what a client shows of an answer that it has already. */
import { hash } from 'node:crypto';

/** Characters of a tag: 160 bits, which no two answers have in common. */
const LENGTH = 27;

/** The entity tag of an answer, made of its content. */
export function etagOf(content: string | Uint8Array): string {
  return `"${hash('sha256', content, 'base64url').slice(0, LENGTH)}"`;
}

/** True if a client that shows these tags (`If-None-Match`) has the answer of this tag; tags are compared weakly. */
export function isKnown(tags: string | null, etag: string): boolean {
  if (tags === null) return false;
  return tags
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || withoutWeakness(tag) === withoutWeakness(etag));
}

function withoutWeakness(tag: string): string {
  return tag.replace(/^W\//, '');
}
