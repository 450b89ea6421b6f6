import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { OdsError } from '../errors.ts';

const FORMS = '"Apikey <key>", "Basic <base64 of user:password>" or "Bearer <token>"';

/**
 * Who asks the portal: nobody in particular, or the holder of an API key, a login or a token. It travels as the
 * `Authorization` header only, and shows itself nowhere: printed or serialised it is `[Credential …]`.
 */
export class Credential {
  static readonly anonymous = new Credential(null);

  /** Separates everything kept per caller (cache, quota, loaders). A digest, so it may be stored and logged. */
  readonly id: string;
  readonly #authorization: string | null;

  private constructor(authorization: string | null) {
    this.#authorization = authorization;
    this.id =
      authorization === null
        ? 'anonymous'
        : createHash('sha256').update(authorization).digest('hex').slice(0, 32);
  }

  static apikey(key: string): Credential {
    return new Credential(`Apikey ${key}`);
  }

  static basic(username: string, password: string): Credential {
    return new Credential(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
  }

  /** Reads a caller's `Authorization` header; UNAUTHENTICATED when it is of no form that a portal accepts. */
  static fromAuthorization(header: string): Credential {
    const [, scheme = '', value = ''] = /^(apikey|basic|bearer)\s+([\x21-\x7e]+)$/i.exec(header.trim()) ?? [];
    if (scheme === '') {
      throw new OdsError('UNAUTHENTICATED', `The Authorization header must be ${FORMS}.`, {
        argument: 'Authorization',
      });
    }
    // One spelling of the scheme, so that the same key is the same caller however it was written.
    return new Credential(`${scheme.charAt(0).toUpperCase()}${scheme.slice(1).toLowerCase()} ${value}`);
  }

  get isAnonymous(): boolean {
    return this.#authorization === null;
  }

  /** The headers to send to the portal, and nowhere else. */
  headers(): Record<string, string> {
    return this.#authorization === null ? {} : { authorization: this.#authorization };
  }

  /** The text without this credential in it, should a portal have repeated it. */
  redact(text: string): string {
    const value = this.#authorization?.replace(/^\S+ /, '');
    return value ? text.replaceAll(value, '[credential]') : text;
  }

  toJSON(): string {
    return `[Credential ${this.id}]`;
  }

  toString(): string {
    return this.toJSON();
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}
