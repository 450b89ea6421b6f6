import { timingSafeEqual } from 'node:crypto';
import { digest } from '../ods/digest.ts';

/** Tokens that callers may show. They are shown nowhere themselves. */
export class Tokens {
  readonly #digests: readonly Buffer[];

  constructor(tokens: readonly string[]) {
    this.#digests = tokens.map(comparable);
  }

  /** True of one of the tokens, in a time that tells nothing about any. */
  admits(token: string): boolean {
    if (this.#digests.length === 0) return false;
    const given = comparable(token);
    return this.#digests.reduce((known, one) => timingSafeEqual(one, given) || known, false);
  }
}

/** Of one length, whatever the token: a comparison in constant time needs that. */
function comparable(token: string): Buffer {
  return Buffer.from(digest(token));
}
