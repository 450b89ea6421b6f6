import { hash, randomUUID } from 'node:crypto';
import { isObject, readNumber, readText } from '../ods/json.ts';
import type { Credential } from '../ods/transport/credential.ts';
import { type QuotaNote, readQuotaNote } from '../ods/transport/quota.ts';
import { CATALOG, type Read } from './read.ts';
import type { Replicas } from './replicas.ts';
import type { KeptAnswer, Reply } from './response-cache.ts';

/** Answers longer than this, in characters, are kept by each replica alone. */
const MAX_LENGTH = 5_000_000;

/** Longer than any answer counts as new. */
const EDITION_SECONDS = 7 * 24 * 60 * 60;

/** Changes that wait for Redis to be back; more than these are not told. */
const MAX_UNTOLD = 10_000;

/** What other replicas know of a read. */
export interface Lookup {
  kept: KeptAnswer | undefined;
  /** Which answers about the read's topic are of now: a word that changes as the topic does. */
  edition: string;
  quota: QuotaNote | undefined;
}

/** What the replicas share of the portal: its answers, which of them a change made untrue, and each caller's quota. */
export class SharedAnswers {
  readonly #replicas: Replicas;
  /** Changes that could not be told yet. */
  readonly #untold = new Set<string>();

  constructor(replicas: Replicas, onForget: (datasetId: string) => void) {
    this.#replicas = replicas;
    replicas.listen('changed', onForget);
    replicas.onReturn(() => {
      for (const topic of this.#untold) {
        void this.#change(topic);
        replicas.tell('changed', topic);
      }
    });
  }

  /** All that a read needs to know, in one question; undefined where Redis is away. */
  async lookup({ key, topic }: Read, credential: Credential): Promise<Lookup | undefined> {
    const texts = await this.#replicas.read([`answer:${key}`, editionKey(topic), quotaKey(credential)]);
    if (!texts) return undefined;
    const [answer, edition, quota] = texts;
    const entry = parseEntry(answer);
    return {
      kept: entry?.edition === edition ? entry : undefined,
      edition: edition ?? this.#firstEdition(topic),
      quota: readQuotaNote(parse(quota)),
    };
  }

  /** Keeps an answer that was asked for in this edition, for so many seconds. */
  keep({ key }: Read, { answer, askedAt }: KeptAnswer, edition: string, seconds: number): void {
    if (seconds <= 0 || answer.length > MAX_LENGTH) return;
    void this.#replicas.write(`answer:${key}`, JSON.stringify({ edition, askedAt, answer }), seconds);
  }

  /** Drops what a change of this dataset made untrue, here and at all replicas. */
  forget(datasetId: string): void {
    for (const topic of [datasetId, CATALOG]) void this.#change(topic);
    this.#replicas.tell('changed', datasetId);
  }

  async quota(credential: Credential): Promise<QuotaNote | undefined> {
    const [text] = (await this.#replicas.read([quotaKey(credential)])) ?? [];
    return readQuotaNote(parse(text));
  }

  /** Tells a caller's quota to the replicas, until its reset. */
  keepQuota(credential: Credential, note: QuotaNote, now: number): void {
    const resets = [note.state?.resetAt, note.refusal?.resetAt].map((resetAt) => resetAt?.getTime() ?? 0);
    const seconds = (Math.max(...resets) - now) / 1000;
    if (seconds > 0) void this.#replicas.write(quotaKey(credential), JSON.stringify(note), seconds);
  }

  /** Redis may lose an edition, and then no answer is known to be of now. */
  #firstEdition(topic: string): string {
    const edition = randomUUID();
    this.#replicas.writeFirst(editionKey(topic), edition, EDITION_SECONDS);
    return edition;
  }

  /** Begins a new edition of the topic; where that cannot be told now, it is when Redis is back. */
  async #change(topic: string): Promise<void> {
    if (this.#untold.size < MAX_UNTOLD) this.#untold.add(topic);
    if (await this.#replicas.write(editionKey(topic), randomUUID(), EDITION_SECONDS))
      this.#untold.delete(topic);
  }
}

function editionKey(topic: string): string {
  return `edition:${hash('sha256', topic, 'base64url')}`;
}

function quotaKey({ id }: Credential): string {
  return `quota:${hash('sha256', id, 'base64url')}`;
}

function parse(text: string | null | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** What is not as this version of the server writes it is not there. */
function parseEntry(text: string | null | undefined): (KeptAnswer & { edition: string }) | undefined {
  const entry = parse(text);
  if (!isObject(entry)) return undefined;
  const answer = parseReply(entry.answer);
  const askedAt = readNumber(entry.askedAt);
  return answer && askedAt !== null ? { answer, askedAt, edition: readText(entry.edition) ?? '' } : undefined;
}

function parseReply(json: unknown): Reply | undefined {
  const length = isObject(json) ? readNumber(json.length) : null;
  if (!isObject(json) || length === null) return undefined;
  if (typeof json.notFound === 'string') return { notFound: json.notFound, length };
  if (!('json' in json) || !isObject(json.headers)) return undefined;
  const headers = Object.entries(json.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return { json: json.json, headers: Object.fromEntries(headers), length };
}
