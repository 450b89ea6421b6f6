import type { Credential } from './credential.ts';
import type { Transport } from './transport.ts';

/** One caller's way to the portal for the length of one operation. */
export interface Session {
  readonly transport: Transport;
  readonly credential: Credential;
  /** Ends the calls under way when the caller is gone. */
  readonly signal?: AbortSignal | undefined;
  /** Told of every HTTP request that leaves for the portal, repeated ones too: each costs one call. */
  readonly onCall?: ((path: string) => void) | undefined;
}

/** A request parameter; a repeated name is a list. */
export type Parameter = [name: string, value: string];
