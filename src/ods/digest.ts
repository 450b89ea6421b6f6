import { hash } from 'node:crypto';

/** A digest of a text (SHA-256): of one length whatever the text, and nothing of the text can be read from it. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}
