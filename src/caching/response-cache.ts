import { LRUCache } from 'lru-cache';
import { readNumber, readObject } from '../ods/json.ts';
import type { KeptRead, ReadKind } from '../ods/transport/call.ts';
import { ALL_DATASETS, type Read } from './read.ts';
import type { Reply } from './reply.ts';

/** How much is kept, and for how long. Times are seconds; 0 is off. */
export interface CacheSettings {
  /** Memory for answers, in MB (1024 * 1024 bytes). */
  maxMb: number;
  /** How long an answer counts as new, by what it tells of. */
  ttl: Readonly<Record<ReadKind, number>>;
  /** How much longer it may stand in if the portal has no better answer to give. */
  stale: number;
}

/** Keeps nothing: every read is a call. */
export const NO_CACHE: CacheSettings = { maxMb: 1, ttl: { dataset: 0, records: 0, analysis: 0 }, stale: 0 };

/** An answer that was kept. */
export interface KeptAnswer {
  readonly answer: Reply;
  /** When the portal was asked, in milliseconds since 1970: no change after that is in it. */
  readonly askedAt: number;
}

/** `fresh`: as good as asking. `recent`: to be shown while asking anew. `old`: only if asking fails. */
export type Age = 'fresh' | 'recent' | 'old';

/** Whether an answer is still kept, for those who want to know that without holding the answer, which is large. */
interface Life {
  isOver: boolean;
}

interface Entry extends KeptAnswer {
  readonly generation: number;
  readonly life: Life;
  /** The portal failed on it: before this moment it is not asked again. */
  retryAt: number;
}

/** An answer that was kept, as it may be used now. */
export interface UsableAnswer extends KeptAnswer {
  readonly age: Age;
  /** The portal has just failed on it. */
  readonly heldOff: boolean;
}

/** Parsed JSON takes some three times the bytes of its text, and what was read from it one more; then the entry. */
const MEMORY_PER_BYTE = 4;
const BYTES_PER_ENTRY = 1000;

/** What is missing may come any moment: it counts as missing for at most so many seconds, and never stands in. */
const NOT_FOUND_TTL = 30;

/** If the portal failed and an answer stood in, it does so for so many seconds before the portal is asked again. */
const HOLD_OFF_SECONDS = 10;

/** A push is received now and searchable a moment later: for so many seconds, answers are kept for one second only. */
const SETTLING_SECONDS = 10;
const SETTLING_TTL = 1;

/** Milliseconds after which an answer that is followed counts as used again. */
const USED_EVERY = 1000;

/** So many changed topics are remembered; beyond that, everything counts as changed. */
const MAX_CHANGED = 10_000;

/** Keeps the portal's answers in memory, bounded by bytes; the least recently used go first. Never an error. */
export class ResponseCache {
  readonly #settings: CacheSettings;
  readonly #now: () => number;
  readonly #entries: LRUCache<string, Entry>;
  /** The last change of each topic: entries of another generation are of before it. */
  readonly #changes = new Map<string, { generation: number; at: number }>();
  #generation = 0;
  #firstGeneration = 0;

  constructor(settings: CacheSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
    this.#entries = new LRUCache({
      maxSize: settings.maxMb * 1024 * 1024,
      sizeCalculation: ({ answer }) => BYTES_PER_ENTRY + MEMORY_PER_BYTE * answer.length,
      perf: { now },
      ttlResolution: 0,
      dispose: ({ life }) => {
        life.isOver = true;
      },
    });
  }

  /** What is kept, and the memory that it counts with. */
  get size(): { entries: number; bytes: number } {
    return { entries: this.#entries.size, bytes: this.#entries.calculatedSize };
  }

  /** How many seconds an answer of this kind may be kept at all. */
  lifetime({ kind }: Read): number {
    const ttl = this.#settings.ttl[kind];
    return ttl === 0 ? 0 : ttl + this.#settings.stale;
  }

  /** Which answers about the read's topic may be kept together: it changes as the topic does. */
  generation({ topic }: Read): number {
    return this.#changes.get(topic)?.generation ?? this.#firstGeneration;
  }

  /** The answer that was kept, and how good it still is; undefined if it is too old for anything. */
  get(read: Read): UsableAnswer | undefined {
    // Of this kind nothing was ever kept.
    if (this.#settings.ttl[read.kind] === 0) return undefined;
    const entry = this.#entries.get(read.key);
    if (entry === undefined || entry.generation !== this.generation(read)) return undefined;
    const { answer, askedAt, retryAt } = entry;
    const age = this.ageOf(read, entry);
    if ('notFound' in answer && age !== 'fresh') return undefined;
    return { answer, askedAt, age, heldOff: this.#now() < retryAt };
  }

  /** Follows an answer that is kept and new: whole answers are made of such, and each asks whether they are all still so. */
  follow(read: Read, kept: KeptAnswer): KeptRead {
    const entry = this.#entries.peek(read.key);
    if (entry?.answer !== kept.answer) return { isNew: () => false };
    const { generation, life } = entry;
    // In one generation, its time to live is always the same.
    const freshUntil = kept.askedAt + this.#ttl(read, kept) * 1000;
    let usedAt = this.#now();
    return {
      isNew: () => {
        if (life.isOver || generation !== this.generation(read)) return false;
        const now = this.#now();
        // It counts as used as often as it takes to stay.
        if (now - usedAt > USED_EVERY) {
          usedAt = now;
          this.#entries.get(read.key);
        }
        return now <= freshUntil;
      },
    };
  }

  ageOf(read: Read, kept: KeptAnswer): Age {
    const ttl = this.#ttl(read, kept);
    const seconds = (this.#now() - kept.askedAt) / 1000;
    if (seconds <= ttl) return 'fresh';
    // That something is missing is not shown beyond its time, unless the portal fails.
    const longer = tellsOfMissing(read, kept) ? 0 : Math.min(ttl, this.#settings.stale);
    return seconds <= ttl + longer ? 'recent' : 'old';
  }

  #ttl(read: Read, kept: KeptAnswer): number {
    const { kind, topic } = read;
    const { askedAt } = kept;
    const changedAt = this.#changes.get(topic)?.at ?? Number.NEGATIVE_INFINITY;
    return Math.min(
      this.#settings.ttl[kind],
      (askedAt - changedAt) / 1000 < SETTLING_SECONDS ? SETTLING_TTL : Number.POSITIVE_INFINITY,
      tellsOfMissing(read, kept) ? NOT_FOUND_TTL : Number.POSITIVE_INFINITY,
    );
  }

  /** Keeps an answer that was asked for in this generation; false if it is not worth it. */
  set(read: Read, kept: KeptAnswer, generation: number): boolean {
    const left = this.lifetime(read) * 1000 - (this.#now() - kept.askedAt);
    const before = this.#entries.peek(read.key);
    const isOlder = before?.generation === generation && before.askedAt > kept.askedAt;
    if (left <= 0 || isOlder) return false;
    const entry = { ...kept, generation, life: { isOver: false }, retryAt: 0 };
    this.#entries.set(read.key, entry, { ttl: left });
    return true;
  }

  /** Has the answer stand in for a while, since the portal failed on the read. */
  holdOff({ key }: Read): void {
    const entry = this.#entries.peek(key);
    if (entry) entry.retryAt = this.#now() + HOLD_OFF_SECONDS * 1000;
  }

  /** Drops what a change of this dataset made untrue, also what is being asked at this moment. */
  forget(datasetId: string): void {
    this.#generation += 1;
    if (this.#changes.size >= MAX_CHANGED) {
      this.#changes.clear();
      this.#entries.clear();
      this.#firstGeneration = this.#generation;
    }
    const change = { generation: this.#generation, at: this.#now() };
    this.#changes.set(datasetId, change).set(ALL_DATASETS, change);
  }
}

/** True if the answer says that there is nothing under an id, or under one of several. */
function tellsOfMissing({ wanted }: Read, { answer }: KeptAnswer): boolean {
  if ('notFound' in answer) return true;
  if (wanted === undefined) return false;
  const found = readNumber(readObject(answer.json).nhits);
  return found !== null && found < wanted;
}
