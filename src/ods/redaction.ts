/** Takes secrets out of texts that somebody else wrote: a portal may repeat what it was sent, in any spelling. */

/** Shorter secrets are left in, or every message would lose its letters. */
const MIN_LENGTH = 3;

/** How a text may be spelled in a message: as it is, in a URL, in a form, in JSON, in HTML, in base 64. */
function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const uri = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    uri,
    uri.replaceAll(/%../g, (code) => code.toLowerCase()),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    bytes.toString('base64').replace(/={1,2}$/, ''),
    bytes.toString('base64url'),
  ];
}

/** Whatever takes secrets out of a text. */
export interface Redacts {
  redact(text: string): string;
}

/** Finds these secrets, however they are spelled, and writes a placeholder for each. */
export class Redaction implements Redacts {
  readonly #pattern: RegExp | null;
  readonly #placeholder: string;

  constructor(secrets: readonly string[], placeholder: string) {
    const spellings = secrets.filter((secret) => secret.length >= MIN_LENGTH).flatMap(spellingsOf);
    // The longest first, so that no part of a secret is left behind.
    const longestFirst = [...new Set(spellings)].sort((a, b) => b.length - a.length);
    this.#pattern =
      longestFirst.length === 0 ? null : new RegExp(longestFirst.map(escapePattern).join('|'), 'g');
    this.#placeholder = placeholder;
  }

  redact(text: string): string {
    return this.#pattern ? text.replaceAll(this.#pattern, () => this.#placeholder) : text;
  }
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
