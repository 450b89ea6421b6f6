import { Tokens } from './tokens.ts';

/** Who may spend the part of the quota that is kept back from all others. */
export class Priority {
  readonly #tokens: Tokens;

  constructor(tokens: readonly string[] = []) {
    this.#tokens = new Tokens(tokens);
  }

  /** True if it is one of the tokens (`X-Priority-Token`). The time that this takes tells nothing about the tokens. */
  admits(token: string | null): boolean {
    return this.#tokens.admits(token ?? '');
  }
}
