/** Who asks the portal: the caller with a credential of its own, or else the server. */
import { LRUCache } from 'lru-cache';
import { Credential } from '../ods/transport/credential.ts';
import type { GraphRequest } from './graph-request.ts';
import type { Priority } from './priority.ts';
import type { PushKeys } from './push-keys.ts';

export interface Caller {
  /** The credential with which the portal is asked. */
  credential: Credential;
  /** True if the credential is the caller's own, and not the server's. */
  isOwn: boolean;
  /** True if it may spend the part of the quota that is kept back from others. */
  hasPriority: boolean;
  /** What its turns and limits are counted under. */
  id: string;
}

export interface CallersOptions {
  /** The server's own credential at the portal, for callers that send none. */
  credential: Credential;
  /** The push keys that the server holds, for callers with one of its tokens. */
  pushKeys: PushKeys;
  priority: Priority;
}

/** How many credentials that are known to be good are remembered at a time. */
const MAX_PROVEN = 10_000;

/** Tells callers apart. */
export class Callers {
  readonly #credential: Credential;
  readonly #pushKeys: PushKeys;
  readonly #priority: Priority;
  /** Credentials that the portal has answered to. */
  readonly #proven = new LRUCache<string, true>({ max: MAX_PROVEN });

  constructor({ credential, pushKeys, priority }: CallersOptions) {
    this.#credential = credential;
    this.#pushKeys = pushKeys;
    this.#priority = priority;
  }

  /** The server's own credential. */
  get server(): Credential {
    return this.#credential;
  }

  /**
   * The caller of a request; UNAUTHENTICATED if its header has no form that a portal knows. A push token belongs to
   * this server, and is sent to no portal.
   *
   * A caller with a credential is counted together with all others of its address until the portal has accepted the
   * credential: so a caller that invents keys is still counted as one caller.
   */
  callerOf({ authorization, priorityToken, address }: CallerRequest): Caller {
    const isOwn = authorization !== null && !this.#pushKeys.admits(authorization);
    const credential = isOwn ? Credential.fromAuthorization(authorization) : this.#credential;
    const isProven = isOwn && this.#proven.get(credential.id) === true;
    return {
      credential,
      isOwn,
      hasPriority: this.#priority.admits(priorityToken),
      id: isProven ? `credential ${credential.id}` : `${isOwn ? 'unproven at' : 'address'} ${address}`,
    };
  }

  /** Notes that the portal has answered to the credential of this caller. */
  prove({ credential, isOwn }: Caller): void {
    if (isOwn) this.#proven.set(credential.id, true);
  }
}

/** The parts of a request that tell who the caller is. */
export type CallerRequest = Pick<GraphRequest, 'authorization' | 'priorityToken' | 'address'>;
