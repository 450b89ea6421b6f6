import { inspect } from 'node:util';
import { digest } from '../digest.ts';
import { OdsError } from '../errors.ts';
import { Redaction } from '../redaction.ts';

/** What a header may carry: no line ends, and nothing else that does not show. */
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** Longer than any token is, and shorter than what all headers together may be. */
const MAX_LENGTH = 8000;

const FORMS = '"Apikey <key>", "Basic <base64 of user:password>" or "Bearer <token>"';

/**
 * Says who asks the portal: nobody in particular, or the holder of an API key, a login or a token. It travels as the
 * `Authorization` header only, and shows itself nowhere: printed or serialised it is `[Credential …]`.
 */
export class Credential {
  static readonly anonymous = new Credential(null);

  /** Separates everything kept per caller (cache, quota, loaders). A digest, so it may be stored and logged. */
  readonly id: string;
  readonly #authorization: string | null;
  #redaction: Redaction | undefined;

  private constructor(
    authorization: string | null,
    id = authorization === null ? 'anonymous' : digest(authorization),
  ) {
    this.#authorization = authorization;
    this.id = id;
  }

  /** Who pushes with a key. The key travels as a parameter, and what is pushed has a quota of its own. */
  static pushing(pushKey: string): Credential {
    return new Credential(null, `push ${digest(pushKey)}`);
  }

  static apikey(key: string): Credential {
    return new Credential(`Apikey ${key}`);
  }

  static basic(username: string, password: string): Credential {
    return new Credential(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
  }

  /** Reads a caller's `Authorization` header; UNAUTHENTICATED if it has no form that a portal accepts. */
  static fromAuthorization(header: string): Credential {
    const [, scheme = '', value = ''] = /^(apikey|basic|bearer)\s+([\x21-\x7e]+)$/i.exec(header.trim()) ?? [];
    if (scheme === '' || value.length > MAX_LENGTH || !HEADER_VALUE.test(header)) {
      throw new OdsError('UNAUTHENTICATED', `The Authorization header must be ${FORMS}.`, {
        argument: 'Authorization',
      });
    }
    // One spelling of the scheme, so that the same key is the same caller however it was written.
    return new Credential(`${scheme.charAt(0).toUpperCase()}${scheme.slice(1).toLowerCase()} ${value}`);
  }

  get isAnonymous(): boolean {
    return this === Credential.anonymous;
  }

  /** The headers to send to the portal, and nowhere else. */
  headers(): Record<string, string> {
    return this.#authorization === null ? {} : { authorization: this.#authorization };
  }

  /** The text without this credential in it, in case a portal has repeated it: as it was sent, or unpacked. */
  redact(text: string): string {
    if (this.#authorization === null) return text;
    this.#redaction ??= new Redaction(secretsOf(this.#authorization), '[credential]');
    return this.#redaction.redact(text);
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

/** What must not be shown of a credential: its value and, of a login, what is packed in it. */
function secretsOf(authorization: string): string[] {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme !== 'Basic') return [value];
  const login = Buffer.from(value, 'base64').toString();
  const colon = login.indexOf(':');
  return [value, login, login.slice(0, Math.max(0, colon)), login.slice(colon + 1)];
}
