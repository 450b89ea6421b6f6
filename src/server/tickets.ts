import { hkdfSync, randomBytes } from 'node:crypto';
import { digest } from '../ods/digest.ts';
import { OdsError } from '../ods/errors.ts';
import type { Parameter } from '../ods/parameter.ts';
import { Credential } from '../ods/transport/credential.ts';

/** What a link leads to: a path of this server, and its query in any order. */
export interface Resource {
  path: string;
  parameters: readonly Parameter[];
}

export interface TicketsOptions {
  /** The portal's address: a ticket for one portal opens none of another. */
  portal: URL;
  /** The secret that seals tickets. If it is not set, this process makes its own. */
  secret?: string | undefined;
  /** Seconds for which a ticket is good. */
  ttl: number;
  /** The clock, in milliseconds since 1970. */
  now: () => number;
}

/** One algorithm, named on both sides: no ticket may choose another. */
const ALGORITHMS = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * Sealed tickets: they carry a caller's credential in a link, for a browser that opens it sends none. Encrypted and
 * authenticated, bound to one portal and one resource with its parameters, and good for a short time.
 */
export class Tickets {
  readonly #key: Uint8Array;
  readonly #audience: string;
  readonly #ttl: number;
  readonly #now: () => number;

  constructor({ portal, secret, ttl, now }: TicketsOptions) {
    const material = secret ?? randomBytes(32);
    this.#key = new Uint8Array(hkdfSync('sha256', material, '', 'ods-graphql ticket', 32));
    this.#audience = portal.href;
    this.#ttl = ttl;
    this.#now = now;
  }

  /** A ticket with which whoever has it gets this resource as the holder of the credential. */
  async seal(credential: Credential, resource: Resource): Promise<string> {
    const { EncryptJWT } = await jose();
    return new EncryptJWT({ ...credential.headers(), resource: digestOf(resource) })
      .setProtectedHeader(ALGORITHMS)
      .setAudience(this.#audience)
      .setExpirationTime(Math.floor(this.#now() / 1000) + this.#ttl)
      .encrypt(this.#key);
  }

  /** The credential in a ticket; throws UNAUTHENTICATED if the ticket is not good for this resource now. */
  async open(ticket: string, resource: Resource): Promise<Credential> {
    const { authorization, resource: sealed } = await this.#decrypt(ticket);
    if (typeof authorization !== 'string' || sealed !== digestOf(resource)) {
      throw refusal('belongs to another address: its link was changed');
    }
    return Credential.fromAuthorization(authorization);
  }

  async #decrypt(ticket: string): Promise<Record<string, unknown>> {
    const { errors, jwtDecrypt } = await jose();
    try {
      const { payload } = await jwtDecrypt(ticket, this.#key, {
        audience: this.#audience,
        currentDate: new Date(this.#now()),
        requiredClaims: ['exp'],
        keyManagementAlgorithms: [ALGORITHMS.alg],
        contentEncryptionAlgorithms: [ALGORITHMS.enc],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw refusal('has expired');
      if (error instanceof errors.JOSEError) throw refusal('is not one of this server');
      throw error;
    }
  }
}

/** A start does not wait for it: few callers have links with tickets. */
function jose(): Promise<typeof import('jose')> {
  return import('jose');
}

function refusal(what: string): OdsError {
  return new OdsError('UNAUTHENTICATED', `ticket: it ${what}. Ask the graph for a new link.`, {
    argument: 'ticket',
  });
}

/** The same for the same parameters in another order of names; the order of one name's values counts. */
function digestOf({ path, parameters }: Resource): string {
  const sorted = parameters.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return digest(JSON.stringify([path, sorted]));
}
