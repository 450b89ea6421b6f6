/** Finds out who a caller is, by the API keys, logins and tokens in a request. */
import { hash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AccessFile, accessFile, type GrantedDatasets } from './access-file.ts';
import { demoAccess } from './demo-access.ts';
import { ApiError } from './errors.ts';
import type { Parameters } from './parameters.ts';
import { everybody, PermissionError, type Viewer, viewerOf } from './permissions.ts';
import type { Payer } from './quota.ts';

export interface Caller extends Payer, Viewer {}

interface Credential {
  digest: Buffer;
  caller: Caller;
}

export class Access {
  readonly #credentials: readonly Credential[];
  readonly #pushKeys: ReadonlyMap<string, Buffer>;

  constructor(file: AccessFile) {
    const { apikeys, tokens, logins, pushkeys } = accessFile.parse(file);
    this.#credentials = [
      ...Object.entries(apikeys).map(([key, { name, ...rest }]) => credential(`apikey ${key}`, name, rest)),
      ...Object.entries(tokens).map(([token, { name, ...rest }]) =>
        credential(`bearer ${token}`, name, rest),
      ),
      ...Object.entries(logins).map(([user, { password, ...rest }]) =>
        credential(`basic ${user}:${password}`, user, rest),
      ),
    ];
    this.#pushKeys = new Map(
      Object.entries(pushkeys).map(([target, key]) => [target, digestOf(`pushkey ${key}`)]),
    );
  }

  /** The access that a file describes; without a file, that of the demonstration. */
  static read(path: string | undefined): Access {
    if (path === undefined) return new Access(demoAccess);
    try {
      return new Access(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      if (error instanceof PermissionError) throw fileError(path, error);
      // The messages of JSON.parse and of zod are not repeated: they can quote a key.
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      const problem = isMissing
        ? 'does not exist'
        : 'must be a JSON object of apikeys, logins, tokens and pushkeys, as in demo-access.ts';
      throw new Error(`The portal's access file ${path} ${problem}.`);
    }
  }

  /** What each holder of a credential may see. */
  get viewers(): readonly Viewer[] {
    return this.#credentials.map(({ caller }) => caller);
  }

  /** Whose login it is. Throws an ApiError if it is unknown. */
  logIn(user: string, password: string): Caller {
    const found = this.#find(`basic ${user}:${password}`);
    if (found === null) throw unauthorized('Unknown user or wrong password.', 'Apikey');
    return found;
  }

  /**
   * Who calls; null without a credential. Throws an ApiError if any of the credentials is unknown, even if another one is
   * good.
   */
  identify(authorization: string | undefined, parameters: Parameters): Caller | null {
    const presented = [
      ...(authorization === undefined ? [] : [readHeader(authorization)]),
      ...parameters.all('apikey').map((key) => `apikey ${key}`),
      ...parameters.all('access_token').map((token) => `bearer ${token}`),
    ];
    const callers = presented.map((secret) => this.#known(secret));
    return callers[0] ?? null;
  }

  /** Whether the key may push to `<dataset>/<resource>`; null if no key may. */
  opensPush(target: string, key: string): boolean | null {
    const known = this.#pushKeys.get(target);
    return known === undefined ? null : timingSafeEqual(known, digestOf(`pushkey ${key}`));
  }

  #known(secret: string): Caller {
    const found = this.#find(secret);
    if (found === null)
      throw unauthorized('Invalid credentials.', secret.startsWith('basic ') ? 'Basic' : 'Apikey');
    return found;
  }

  /** Compares with every credential, so that the time it takes tells nothing about any of them. */
  #find(secret: string): Caller | null {
    const digest = digestOf(secret);
    let found: Caller | null = null;
    for (const known of this.#credentials) {
      if (timingSafeEqual(known.digest, digest)) found = known.caller;
    }
    return found;
  }
}

/** A caller without credentials, who is known by an address. */
export const anonymous = (address: string): Caller => ({
  name: address,
  isAnonymous: true,
  ...everybody,
});

/** The credential of an Authorization header, written as the known credentials are. */
function readHeader(header: string): string {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S.*)$/.exec(header.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'apikey':
      return `apikey ${value}`;
    case 'bearer':
      return `bearer ${value}`;
    case 'basic':
      return `basic ${Buffer.from(value, 'base64').toString('utf8')}`;
    default:
      throw unauthorized('Invalid Authorization header: Apikey, Basic or Bearer is expected.', 'Apikey');
  }
}

const challenges = {
  Apikey: 'Apikey realm="ods-graphql"',
  Basic: 'Basic realm="ods-graphql", charset="UTF-8"',
};

/** The challenge is of the kind that was tried: a browser asks its user again after Basic. */
const unauthorized = (message: string, scheme: keyof typeof challenges): ApiError =>
  new ApiError(401, message, {}, { 'WWW-Authenticate': challenges[scheme] });

const digestOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** The error for the person who starts the portal. */
export const fileError = (path: string, { message }: PermissionError): Error =>
  new Error(`The portal's access file ${path}: ${message}`);

const credential = (
  secret: string,
  name: string,
  { quota, datasets }: { quota?: number | undefined; datasets?: GrantedDatasets },
): Credential => ({
  digest: digestOf(secret),
  caller: { name, isAnonymous: false, quota, ...viewerOf(datasets) },
});
