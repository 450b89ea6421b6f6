import { OdsError } from '../ods/errors.ts';
import { Tokens } from './tokens.ts';

export interface PushKeysOptions {
  /** Push keys by `<dataset>/<resource>`. */
  keys?: Readonly<Record<string, string>>;
  /** Who may use them: callers with `Authorization: Bearer <token>`. */
  tokens?: readonly string[];
}

/** The push keys that this server holds, and the tokens of those who may use them. It shows neither of them. */
export class PushKeys {
  readonly #keys: ReadonlyMap<string, string>;
  readonly #tokens: Tokens;

  constructor({ keys = {}, tokens = [] }: PushKeysOptions = {}) {
    this.#keys = new Map(Object.entries(keys));
    this.#tokens = new Tokens(tokens);
  }

  /** True if the header is one of the tokens. The comparison takes the same time whether it is one or not. */
  admits(authorization: string | null): boolean {
    const [, token] = /^bearer\s+(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
    return token !== undefined && this.#tokens.admits(token);
  }

  /** The key of a resource for a caller, or the sentence that says what is missing. The sentence does not tell whether there is a key. */
  keyFor(authorization: string | null, datasetId: string, resourceId: string): string {
    if (!this.admits(authorization)) {
      throw new OdsError(
        authorization === null ? 'UNAUTHENTICATED' : 'FORBIDDEN',
        'input.pushKey: give the push key of the resource, or send "Authorization: Bearer <token>" with a token that this server accepts for pushing.',
        { argument: 'input.pushKey' },
      );
    }
    const key = this.#keys.get(`${datasetId}/${resourceId}`);
    if (key !== undefined) return key;
    throw new OdsError(
      'FORBIDDEN',
      // The sentence does not repeat the ids: a caller may have put a key in their place.
      'input.pushKey: this server holds no push key for this resource: give it here, or have it added to ODS_PUSH_KEYS.',
      { argument: 'input.pushKey' },
    );
  }
}
