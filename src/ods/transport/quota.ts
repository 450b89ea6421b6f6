import { LRUCache } from 'lru-cache';
import type { OdsErrorDetails } from '../errors.ts';
import { readInstant } from '../instant.ts';
import { isObject, readWholeNumber } from '../json.ts';
import type { Credential } from './credential.ts';

/** One counter of calls, as the portal reported it. */
export interface QuotaCounter {
  limit: number;
  remaining: number;
  resetAt: Date;
}

/** What a portal said of a caller's quota in the headers of an answer. */
export interface QuotaState extends QuotaCounter {
  observedAt: Date;
}

/** True if no call is left before a reset that lies ahead. */
export function isExhausted(state: QuotaCounter | undefined, now = new Date()): boolean {
  return state !== undefined && state.remaining === 0 && state.resetAt > now;
}

/** The reason why a caller may not call until `resetAt`. */
export type Exhaustion = Pick<OdsErrorDetails, 'limit' | 'limitTimeUnit' | 'errorcode'> & { resetAt: Date };

/** What is known of one caller's quota, as it is told to others that serve the same portal. */
export interface QuotaNote {
  state?: QuotaState | undefined;
  refusal?: Exhaustion | undefined;
}

/** Answer headers as undici gives them: lower-case names. */
export type AnswerHeaders = Record<string, string | string[] | undefined>;

/** Beyond this many callers the least recently seen is forgotten: keys are free to invent. */
const MAX_CREDENTIALS = 10_000;

/** Remembers the quota of each caller, as last reported. The optional second counter is per caller and dataset. */
export class QuotaBook {
  readonly #states = new LRUCache<string, QuotaState>({ max: MAX_CREDENTIALS });
  /** By caller and dataset: portals that count so are rare. */
  readonly #ofDatasets = new LRUCache<string, QuotaState>({ max: MAX_CREDENTIALS });
  /** Refusals that the counters do not explain: of a whole portal's quota, or without headers. */
  readonly #refusals = new LRUCache<string, Exhaustion>({ max: MAX_CREDENTIALS });

  /** Notes what the headers of an answer say; answers without quota headers change nothing. */
  observe(credential: Credential, headers: AnswerHeaders, datasetId?: string, now = new Date()): void {
    const counter = readCounter(headers, OF_PORTAL, now);
    if (counter) this.#states.set(credential.id, { ...counter, observedAt: now });
    const perDataset = datasetId === undefined ? null : readCounter(headers, OF_DATASET, now);
    if (perDataset) this.#ofDatasets.set(`${credential.id} ${datasetId}`, { ...perDataset, observedAt: now });
  }

  /** The caller's quota, of the portal or of one dataset; undefined before the portal has reported one. */
  get(credential: Credential, datasetId?: string): QuotaState | undefined {
    if (datasetId === undefined) return this.#states.get(credential.id);
    return this.#ofDatasets.size === 0 ? undefined : this.#ofDatasets.get(`${credential.id} ${datasetId}`);
  }

  /** Notes that the portal refused a call because a quota is used up, as the error's details tell. */
  refused(credential: Credential, { resetAt, ...details }: OdsErrorDetails, datasetId?: string): void {
    const ofDataset = datasetId !== undefined && this.get(credential, datasetId)?.remaining === 0;
    if (resetAt && !ofDataset) this.#refusals.set(credential.id, { ...details, resetAt });
  }

  /** What is known of the caller's quota of the portal, to be told to others. */
  note({ id }: Credential): QuotaNote {
    return { state: this.#states.get(id), refusal: this.#refusals.get(id) };
  }

  /** Takes what another has seen of the caller's quota, if it is later: a count goes down until its reset. */
  learn({ id }: Credential, { state, refusal }: QuotaNote): void {
    const known = this.#states.get(id);
    if (state && (!known || isLater(state, known))) this.#states.set(id, state);
    const refused = this.#refusals.get(id);
    if (refusal && (!refused || refusal.resetAt > refused.resetAt)) this.#refusals.set(id, refusal);
  }

  /** The reason why this caller may not call: a counter at zero, or a refusal, whose reset lies ahead. */
  exhaustion(credential: Credential, datasetId?: string, now = new Date()): Exhaustion | undefined {
    const ofPortal = this.get(credential);
    if (isExhausted(ofPortal, now)) return ofPortal;
    const ofDataset = datasetId === undefined ? undefined : this.get(credential, datasetId);
    if (isExhausted(ofDataset, now)) return ofDataset;
    const refusal = this.#refusals.get(credential.id);
    return refusal && refusal.resetAt > now ? refusal : undefined;
  }
}

/** Without the clocks of two machines: by the reset, and by the count. A limit that was changed changes both. */
function isLater(state: QuotaState, known: QuotaState): boolean {
  if (state.resetAt.getTime() !== known.resetAt.getTime()) return state.resetAt > known.resetAt;
  return state.limit !== known.limit
    ? state.observedAt > known.observedAt
    : state.remaining < known.remaining;
}

/** Reads a note that went through JSON; undefined if it is not one. */
export function readQuotaNote(json: unknown): QuotaNote | undefined {
  if (!isObject(json)) return undefined;
  return { state: readState(json.state), refusal: readRefusal(json.refusal) };
}

function readState(json: unknown): QuotaState | undefined {
  if (!isObject(json)) return undefined;
  const [limit, remaining] = [readWholeNumber(json.limit), readWholeNumber(json.remaining)];
  const [resetAt, observedAt] = [credibleReset(readInstant(json.resetAt)), readInstant(json.observedAt)];
  if (limit === null || remaining === null || !resetAt || !observedAt) return undefined;
  return { limit, remaining, resetAt, observedAt };
}

function readRefusal(json: unknown): Exhaustion | undefined {
  const resetAt = isObject(json) ? credibleReset(readInstant(json.resetAt)) : null;
  if (!isObject(json) || !resetAt) return undefined;
  const { limit, limitTimeUnit, errorcode } = json;
  return {
    resetAt,
    ...(typeof limit === 'number' && { limit }),
    ...(typeof limitTimeUnit === 'string' && limitTimeUnit.length <= 100 && { limitTimeUnit }),
    ...(typeof errorcode === 'number' && { errorcode }),
  };
}

/** The headers that tell of one counter. */
interface CounterHeaders {
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
}

const OF_PORTAL = headersOf('x-ratelimit-');
const OF_DATASET = headersOf('x-ratelimit-dataset-');

function headersOf(prefix: string): CounterHeaders {
  return { limit: `${prefix}limit`, remaining: `${prefix}remaining`, reset: `${prefix}reset` };
}

/** A counter that is no counter of calls counts as unknown: it could refuse a caller for years. */
function readCounter(headers: AnswerHeaders, names: CounterHeaders, now: Date): QuotaCounter | null {
  const limit = readCount(headers[names.limit]);
  if (limit === null) return null;
  const remaining = readCount(headers[names.remaining]);
  const resetAt = readReset(headers[names.reset], now);
  return remaining === null || resetAt === null || remaining > limit ? null : { limit, remaining, resetAt };
}

/** A count of calls. Some portals mean "no limit" by as many nines as they like. */
const COUNT = /^\d{1,100}$/;

export function readCount(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null;
  // What a number does not hold exactly counts as the largest that it does.
  return typeof value === 'string' && COUNT.test(value.trim())
    ? Math.min(Number(value), Number.MAX_SAFE_INTEGER)
    : null;
}

/** The longest period of a quota is a month; clocks of two machines, and their time zones, may differ by a day. */
const LONGEST_PERIOD = 31 * 86_400_000;
const CLOCKS_DIFFER = 86_400_000;

/** The moment, if a quota can start anew then: it is not long past, and not more than one period ahead. */
export function credibleReset(resetAt: Date | null, now = new Date()): Date | null {
  const ahead = resetAt ? resetAt.getTime() - now.getTime() : Number.NaN;
  return ahead >= -CLOCKS_DIFFER && ahead <= LONGEST_PERIOD + CLOCKS_DIFFER ? resetAt : null;
}

/** No instant is written in more characters. */
const MAX_RESET = 64;

/** The reset that was read last: a portal tells the same one with each answer, until then. */
let lastReset: { text: string; resetAt: Date | null } = { text: '', resetAt: null };

/** The documentation promises epoch seconds, live portals send `2026-07-28 00:00:00+00:00`: both are read. */
export function readReset(value: string | string[] | undefined, now = new Date()): Date | null {
  if (typeof value !== 'string' || value.length > MAX_RESET) return null;
  if (value !== lastReset.text) lastReset = { text: value, resetAt: resetOf(value.trim()) };
  return credibleReset(lastReset.resetAt, now);
}

function resetOf(text: string): Date | null {
  return /^\d{9,11}$/.test(text) ? new Date(Number(text) * 1000) : readInstant(text);
}
