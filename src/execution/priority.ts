import { timingSafeEqual } from 'node:crypto';
import { digest } from '../ods/digest.ts';

/** Who may spend the part of the quota that is kept back from all others. */
export class Priority {
  readonly #tokens: readonly Buffer[];

  constructor(tokens: readonly string[] = []) {
    this.#tokens = tokens.map(comparable);
  }

  /** True if it is one of the tokens (`X-Priority-Token`). The time that this takes tells nothing about the tokens. */
  admits(token: string | null): boolean {
    const given = comparable(token ?? '');
    return this.#tokens.reduce((known, one) => timingSafeEqual(one, given) || known, false);
  }
}

/** The result has the same length for every token, as a comparison in constant time needs it. */
function comparable(token: string): Buffer {
  return Buffer.from(digest(token));
}
