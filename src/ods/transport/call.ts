import type { Signal } from '../cancellation.ts';
import type { JsonObject } from '../json.ts';
import type { Parameter } from '../parameter.ts';
import type { Redacts } from '../redaction.ts';
import type { JsonAnswer } from './answer.ts';
import type { Credential } from './credential.ts';

/** The party that makes a call, and is told of it. */
export interface Caller {
  readonly credential: Credential;
  /** Ends the calls under way when the caller is gone. */
  readonly signal?: Signal | undefined;
  /** Told of every HTTP request that leaves for the portal, repeated ones too: each costs one call. Never the query. */
  readonly onCall?: ((path: string) => void) | undefined;
  /** Told of every answer that cost this caller no call, and how long it stays so if it was kept and new. */
  readonly onCacheStatus?: ((how: CacheStatus, read?: KeptRead) => void) | undefined;
  /** Told of every answer that is kept nowhere: it may be emptied when nobody reads it any more. */
  readonly onUnkept?: ((answer: JsonAnswer) => void) | undefined;
  /** True of a caller that wants the portal's own answer of this moment, and none that was kept. */
  readonly noCache?: boolean | undefined;
  /** Asked before a read is made for this caller, and before each time it is made again: the error that forbids it. */
  readonly refuse?: (() => Error | null) | undefined;
  /** Told that a read which it was allowed was not made for it after all, since another's answered too. */
  readonly giveBack?: (() => void) | undefined;
}

/** Why an answer cost no call: another caller's call brought it, it was kept, or it was kept beyond its time. */
export type CacheStatus = 'shared' | 'cached' | 'stale';

/** A read that was answered by what is kept. */
export interface KeptRead {
  /** True as long as the same answer is kept, and counts as new. */
  isNew(): boolean;
}

/** An HTTP request to the portal. */
export interface Call {
  /** Below the portal's address, with its slashes: `/api/records/1.0/search/`. */
  path: string;
  parameters: readonly Parameter[];
  /** The dataset that the call is about, for portals that count per dataset too. */
  datasetId?: string;
  /** True of a call that is one object for all times that it is made: what follows from it is kept with it. */
  comesAgain?: boolean;
}

/** What an answer tells of, which decides how long it is good for. */
export type ReadKind = 'dataset' | 'records' | 'analysis';

/** What a search looks up by ids. */
export interface Sought {
  /** How many things. If the answer has fewer, it tells that some are missing, and is kept for a short time. */
  wanted?: number | undefined;
  /** What, if it may be asked together with what others look up; its answer is then made of theirs. */
  lookup?: Lookup | undefined;
}

/** A call that reads JSON and changes nothing. */
export interface ReadCall<T = unknown> extends Call, Sought {
  kind: ReadKind;
  /** Narrows the answer; throws UPSTREAM_INVALID_RESPONSE if it is none of this API, which is then kept nowhere. */
  read: (answer: JsonAnswer) => T;
}

/** A lookup by ids that can be one call with others of the same topic. */
export interface Lookup {
  /** What the ids are ids of: the datasets, or the records of one dataset. */
  readonly topic: string;
  /** True if the things are of one dataset: none of them is there if it is not. */
  readonly ofOneDataset: boolean;
  readonly ids: readonly string[];
  /** The fields that are wanted of each thing. */
  readonly fields: 'all' | ReadonlySet<string>;
  /** The call that looks up ids of this topic together. */
  callFor(ids: readonly string[], fields: 'all' | ReadonlySet<string>): ReadCall;
  /** The things in the answer of such a call, by their ids. */
  thingsIn(json: unknown): ReadonlyMap<string, JsonObject>;
  /** True if the answer has nothing but things with these ids, and all that the portal found. */
  isExact(json: unknown, ids: ReadonlySet<string>): boolean;
  /** The JSON that this lookup alone would be answered with; undefined if it must be asked alone to know that. */
  jsonOf(things: ReadonlyMap<string, JsonObject>, isExact: boolean): unknown;
  /** Whether the portal understands `callFor`, if there is another way: `callFor` takes that one if it does not. */
  readonly understanding?: Understanding;
}

/** What was seen of whether a portal understands a way of asking. */
export interface Understanding {
  readonly isProven: boolean;
  readonly isBroken: boolean;
  prove(): void;
  break(): void;
  forget(): void;
}

/** A call that changes a dataset's records. */
export interface ChangeCall extends Call {
  datasetId: string;
  /** Takes the secrets among the parameters out of messages. */
  secrets: Redacts;
}

/** What a streamed read may ask and take beside the usual. */
export interface StreamOptions {
  /** Headers to send beside the credential, such as `range`. */
  headers?: Record<string, string>;
  /** Statuses beside 200 that are no error. */
  accept?: readonly number[];
}
