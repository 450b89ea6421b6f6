import { randomUUID } from 'node:crypto';
import { digest } from '../ods/digest.ts';
import { readObject, readText, readWholeNumber, tryParseJson } from '../ods/json.ts';
import { readJsonAnswer } from '../ods/transport/answer.ts';
import type { Credential } from '../ods/transport/credential.ts';
import { type QuotaNote, readQuotaNote } from '../ods/transport/quota.ts';
import { ALL_DATASETS, type Read } from './read.ts';
import type { Replicas } from './replicas.ts';
import type { Reply } from './reply.ts';
import type { KeptAnswer } from './response-cache.ts';

/** Answers longer than this, in bytes, are kept by each replica alone. */
const MAX_LENGTH = 5_000_000;

/** No answer's JSON is so many times as long as the answer was: a longer text does not tell the truth of itself. */
const MAX_GROWTH = 8;

/** The sentence that there is nothing under an id is no longer than this. */
const MAX_SENTENCE = 2000;

/** Longer than any answer counts as new. */
const GENERATION_SECONDS = 7 * 24 * 60 * 60;

/** Changes that wait for Redis to be back; more than these are not told. */
const MAX_UNTOLD = 10_000;

/** The id of a dataset is no longer than this: longer topics are not of this server. */
const MAX_TOPIC = 300;

/** What other replicas know of a read. */
export interface Lookup {
  kept: KeptAnswer | undefined;
  /** Which answers about the read's topic are of now: a word that changes as the topic does. */
  generation: string;
  quota: QuotaNote | undefined;
}

/** What the replicas share of the portal: its answers, which of them a change made untrue, and each caller's quota. */
export class SharedAnswers {
  readonly #replicas: Replicas;
  readonly #now: () => number;
  /** Changes that could not be told yet. */
  readonly #untold = new Set<string>();

  constructor(replicas: Replicas, now: () => number, onForget: (datasetId: string) => void) {
    this.#replicas = replicas;
    this.#now = now;
    replicas.listen('changed', (topic) => {
      if (topic !== '' && topic.length <= MAX_TOPIC) onForget(topic);
    });
    replicas.onReturn(() => {
      for (const topic of this.#untold) {
        void this.#change(topic);
        replicas.tell('changed', topic);
      }
    });
  }

  /** All that a read needs to know, in one question; undefined while Redis is away. */
  async lookup({ sharedKey, topic }: Read, credential: Credential): Promise<Lookup | undefined> {
    const texts = await this.#replicas.read([
      `answer:${sharedKey}`,
      generationKey(topic),
      quotaKey(credential),
    ]);
    if (!texts) return undefined;
    const [answer, generation, quota] = texts;
    const entry = parseEntry(answer, this.#now());
    return {
      kept: entry?.generation === generation ? entry : undefined,
      generation: generation ?? this.#firstGeneration(topic),
      quota: readQuotaNote(parse(quota)),
    };
  }

  /** Keeps an answer that was asked for in this generation, for so many seconds. */
  keep({ sharedKey }: Read, { answer, askedAt }: KeptAnswer, generation: string, seconds: number): void {
    if (seconds <= 0 || answer.length > MAX_LENGTH) return;
    void this.#replicas.write(
      `answer:${sharedKey}`,
      JSON.stringify({ generation, askedAt, answer }),
      seconds,
    );
  }

  /** Drops what a change of this dataset made untrue, here and at all replicas. */
  forget(datasetId: string): void {
    for (const topic of [datasetId, ALL_DATASETS]) void this.#change(topic);
    this.#replicas.tell('changed', datasetId);
  }

  async quota(credential: Credential): Promise<QuotaNote | undefined> {
    const [text] = (await this.#replicas.read([quotaKey(credential)])) ?? [];
    return readQuotaNote(parse(text));
  }

  /** Tells a caller's quota to the replicas, until its reset. */
  keepQuota(credential: Credential, note: QuotaNote): void {
    const resets = [note.state?.resetAt, note.refusal?.resetAt].map((resetAt) => resetAt?.getTime() ?? 0);
    const seconds = (Math.max(...resets) - this.#now()) / 1000;
    if (seconds > 0) void this.#replicas.write(quotaKey(credential), JSON.stringify(note), seconds);
  }

  /** Redis may lose a generation, and then no answer is known to be of now. */
  #firstGeneration(topic: string): string {
    const generation = randomUUID();
    this.#replicas.writeFirst(generationKey(topic), generation, GENERATION_SECONDS);
    return generation;
  }

  /** Begins a new generation of the topic; if that cannot be told now, it is told when Redis is back. */
  async #change(topic: string): Promise<void> {
    if (this.#untold.size < MAX_UNTOLD) this.#untold.add(topic);
    if (await this.#replicas.write(generationKey(topic), randomUUID(), GENERATION_SECONDS))
      this.#untold.delete(topic);
  }
}

function generationKey(topic: string): string {
  return `generation:${digest(topic)}`;
}

function quotaKey({ id }: Credential): string {
  return `quota:${digest(id)}`;
}

function parse(text: string | null | undefined): unknown {
  return text && text.length <= MAX_LENGTH * MAX_GROWTH ? tryParseJson(text) : undefined;
}

/** Reads an entry; one that is not as this version of the server writes it counts as not there. */
function parseEntry(
  text: string | null | undefined,
  now: number,
): (KeptAnswer & { generation: string }) | undefined {
  const { askedAt, answer: kept, generation } = readObject(parse(text));
  const instant = readWholeNumber(askedAt);
  const answer = readReply(kept);
  if (!text || instant === null || !answer || text.length > 1000 + MAX_GROWTH * answer.length)
    return undefined;
  // The clocks of two machines differ a little; nothing was asked in the future.
  return { answer, askedAt: Math.min(instant, now), generation: readText(generation) ?? '' };
}

function readReply(value: unknown): Reply | undefined {
  const object = readObject(value);
  const notFound = readText(object.notFound);
  const length = readWholeNumber(object.length);
  if (length === null || length > MAX_LENGTH) return undefined;
  if (notFound === null) return readJsonAnswer(object);
  return notFound.length <= MAX_SENTENCE ? { notFound, length } : undefined;
}
