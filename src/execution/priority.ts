import { timingSafeEqual } from 'node:crypto';
import { digest } from '../ods/digest.ts';

/** Who may spend the part of the quota that is kept back from all others. */
export class Priority {
  readonly #tokens: readonly Buffer[];

  constructor(tokens: readonly string[] = []) {
    this.#tokens = tokens.map(comparable);
  }

  /** True of one of the tokens (`X-Priority-Token`), in a time that tells nothing about any. */
  admits(token: string | null): boolean {
    const given = comparable(token ?? '');
    return this.#tokens.reduce((known, one) => timingSafeEqual(one, given) || known, false);
  }
}

/** Of one length, whatever the token: what a comparison in constant time needs. */
function comparable(token: string): Buffer {
  return Buffer.from(digest(token));
}
