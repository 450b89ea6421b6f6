import { timingSafeEqual } from 'node:crypto';
import { digest } from '../ods/digest.ts';
import { OdsError } from '../ods/errors.ts';

export interface PushKeysOptions {
  /** Push keys by `<dataset>/<resource>`. */
  keys?: Readonly<Record<string, string>>;
  /** Who may use them: callers with `Authorization: Bearer <token>`. */
  tokens?: readonly string[];
}

/** The push keys that this server holds, and the tokens of those who may use them. It shows neither of them. */
export class PushKeys {
  readonly #keys: ReadonlyMap<string, string>;
  readonly #tokens: readonly Buffer[];

  constructor({ keys = {}, tokens = [] }: PushKeysOptions = {}) {
    this.#keys = new Map(Object.entries(keys));
    this.#tokens = tokens.map(comparable);
  }

  /** True if the header is one of the tokens. The comparison takes the same time whether it is one or not. */
  admits(authorization: string | null): boolean {
    const [, token] = /^bearer\s+(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
    if (token === undefined) return false;
    const given = comparable(token);
    return this.#tokens.reduce((known, other) => timingSafeEqual(other, given) || known, false);
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

/** The result has the same length for every token, as a comparison in constant time needs it. */
function comparable(token: string): Buffer {
  return Buffer.from(digest(token));
}
