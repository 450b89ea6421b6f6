/**
 * Whole answers: the same operation with the same variables, by the same credential, is the same text as long as every
 * answer of the portal that it was made of is still kept and new, which `ResponseCache` tells of each. It is told and
 * counted as if it had been made again. The first run asks the portal, the next is made of kept answers alone and kept
 * here, and those after it find it.
 */
import { LRUCache } from 'lru-cache';
import type { Upstream, UpstreamMeter } from '../loading/upstream-meter.ts';
import type { KeptRead } from '../ods/transport/call.ts';
import type { Credential } from '../ods/transport/credential.ts';
import { KeptForms } from './kept-forms.ts';
import { KeptJson } from './kept-json.ts';
import type { Operation } from './operation.ts';
import { KeptPart, type Part } from './results.ts';

/** Of the key; then there is the list of reads. */
const BYTES_PER_CHARACTER = 2;
const BYTES_PER_ENTRY = 500;
/** With its key. */
const BYTES_PER_READ = 800;

interface WholeAnswer {
  /** The data. */
  json: KeptJson;
  usage: Upstream;
  reads: readonly KeptRead[];
  /** The bytes of its other forms. */
  formBytes: number;
}

/** Keeps whole answers in memory, bounded by bytes; the least recently used go first. */
export class AnswerCache {
  readonly #answers: LRUCache<string, WholeAnswer>;
  readonly #maxEntryBytes: number;

  /** `maxMb`: memory in MB (1024 * 1024 bytes). */
  constructor(maxMb: number) {
    const maxSize = maxMb * 1024 * 1024;
    this.#maxEntryBytes = maxSize / 8;
    this.#answers = new LRUCache({
      maxSize,
      maxEntrySize: this.#maxEntryBytes,
      sizeCalculation: bytesOf,
    });
  }

  /**
   * What an answer is kept under; null for one that is not kept: it depends on more than what the portal said.
   * `variables`: their text (`PreparedVariablesCache.textOf`), null if they are no key: those of a change are none.
   */
  keyOf(operation: Operation, { id }: Credential, variables: string | null): string | null {
    if (variables === null || operation.freshness.has('caller')) return null;
    return `${operation.id} ${id} ${variables}`;
  }

  /** The answer that is kept, with what it counts as; undefined if a part of it is not new any more. */
  get(key: string, meter: UpstreamMeter): Part | undefined {
    const kept = this.#answers.get(key);
    if (!kept) return undefined;
    if (!kept.reads.every((read) => read.isNew())) {
      this.#answers.delete(key);
      return undefined;
    }
    Object.assign(meter.usage, kept.usage);
    return new KeptPart(kept.json);
  }

  /** Keeps an answer if the next one like it would be the same: it was made of kept answers alone. */
  setIfKept(key: string, { data, errors }: Part, { usage, reads }: UpstreamMeter): void {
    if (errors || reads === null || !data) return;
    const forms = new KeptForms((bytes) => this.#makeRoom(key, forms, bytes));
    this.#answers.set(key, {
      json: new KeptJson(JSON.stringify(data), forms),
      usage: { ...usage },
      reads,
      formBytes: 0,
    });
  }

  /** Counts another form of an answer; false if the answer is not kept any more, or would be too large with it. */
  #makeRoom(key: string, forms: KeptForms, bytes: number): boolean {
    const kept = this.#answers.peek(key);
    if (kept?.json.forms !== forms) return false;
    const grown = { ...kept, formBytes: kept.formBytes + bytes };
    if (bytesOf(grown, key) > this.#maxEntryBytes) return false;
    this.#answers.set(key, grown);
    return true;
  }
}

function bytesOf({ json, reads, formBytes }: WholeAnswer, key: string): number {
  return (
    BYTES_PER_ENTRY + json.size + BYTES_PER_CHARACTER * key.length + BYTES_PER_READ * reads.length + formBytes
  );
}
