import type { Parameter } from '../parameter.ts';
import type { Credential } from './credential.ts';

/** Who makes a call, and who is told of it. */
export interface Caller {
  readonly credential: Credential;
  /** Ends the calls under way when the caller is gone. */
  readonly signal?: AbortSignal | undefined;
  /** Told of every HTTP request that leaves for the portal, repeated ones too: each costs one call. Never the query. */
  readonly onCall?: ((path: string) => void) | undefined;
  /** Told of every answer that cost this caller no call. */
  readonly onCacheStatus?: ((how: CacheStatus) => void) | undefined;
  /** True for who wants the portal's own answer of this moment, and none that was kept. */
  readonly noCache?: boolean | undefined;
  /** Asked before a read is made for this caller: the error that keeps it from being made. */
  readonly refuse?: (() => Error | null) | undefined;
}

/** Why an answer cost no call: another caller's call brought it, it was kept, or it was kept beyond its time. */
export type CacheStatus = 'shared' | 'cached' | 'stale';

/** An HTTP request to the portal. */
export interface Call {
  /** Below the portal's address, with its slashes: `/api/records/1.0/search/`. */
  path: string;
  parameters: readonly Parameter[];
  /** The dataset that the call is about, for portals that count per dataset too. */
  datasetId?: string;
  /** True for what can be an answer: anything else, answered with 200 all the same, is not worth keeping. */
  isAnswer?: (json: unknown) => boolean;
}

/** What a streamed read may ask and take beside the usual. */
export interface StreamOptions {
  /** Headers to send beside the credential, such as `range`. */
  headers?: Record<string, string>;
  /** Statuses beside 200 that are no error. */
  accept?: readonly number[];
}
