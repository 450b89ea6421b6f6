import { timingSafeEqual } from 'node:crypto';
import { digest } from '../ods/digest.ts';

/** The header in which a caller shows that it has priority. */
const HEADER = 'x-priority-token';

/** Who may spend the part of the quota that is kept back from all others. */
export class Priority {
  readonly #tokens: readonly Buffer[];

  constructor(tokens: readonly string[] = []) {
    this.#tokens = tokens.map(comparable);
  }

  /** True for a request with one of the tokens, in a time that tells nothing about any. */
  admits({ headers }: Request): boolean {
    const given = comparable(headers.get(HEADER) ?? '');
    return this.#tokens.reduce((known, token) => timingSafeEqual(token, given) || known, false);
  }
}

/** Of one length, whatever the token: what a comparison in constant time needs. */
function comparable(token: string): Buffer {
  return Buffer.from(digest(token));
}
