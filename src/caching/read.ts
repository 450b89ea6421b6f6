/** A read call, as the cache and the replicas see it: what its answer is kept under, and for how long. */
import { digest } from '../ods/digest.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { ReadCall, ReadKind } from '../ods/transport/call.ts';
import type { Credential } from '../ods/transport/credential.ts';

export interface Read {
  /** Two reads of this process are the same when this is. */
  readonly key: string;
  /** The same for all replicas: a digest, so that nothing can be read from it. */
  readonly sharedKey: string;
  readonly kind: ReadKind;
  /** The dataset whose changes make the answer out of date, or ALL_DATASETS for the changes of any. */
  readonly topic: string;
  /** How many things it looks up: an answer with fewer tells that some are missing. */
  readonly wanted?: number | undefined;
}

/** The topic of answers about many datasets. No dataset has this id. */
export const ALL_DATASETS = '*';

/** A longer key is a digest, so that what it takes is bounded; to make one of a short key would cost more than all else of it. */
const MAX_KEY = 300;

/**
 * May share an answer: calls of the same API with the same parameters, at the same portal, by the same credential.
 * Parameters of different names may come in any order; those of one name are a list, and their order counts.
 */
export function readOf(portal: URL, credential: Credential, call: Omit<ReadCall, 'read'>): Read {
  if (!call.comesAgain) return newRead(portal, credential, call);
  const known = reads.get(call);
  if (known && known.portal === portal && known.credential === credential.id) return known.read;
  const read = newRead(portal, credential, call);
  reads.set(call, { portal, credential: credential.id, read });
  return read;
}

/** What calls that come again were as reads when they were last made, and whose they were. */
const reads = new WeakMap<object, { portal: URL; credential: string; read: Read }>();

function newRead(
  portal: URL,
  credential: Credential,
  { path, parameters, datasetId, kind, wanted }: Omit<ReadCall, 'read'>,
): Read {
  // Each part with its length: to escape long texts would cost as much as to make a digest of them.
  let text = `${portal.href} ${part(credential.id)} ${part(path)}`;
  for (const [name, value] of parameters.toSorted(byName)) text += ` ${part(name)} ${part(value)}`;
  return new CalledRead(text, kind, datasetId ?? ALL_DATASETS, wanted);
}

class CalledRead implements Read {
  readonly key: string;
  readonly kind: ReadKind;
  readonly topic: string;
  readonly wanted: number | undefined;
  readonly #isDigest: boolean;

  /** Without the text, if that is long: whoever keeps the read would keep it too. */
  constructor(text: string, kind: ReadKind, topic: string, wanted: number | undefined) {
    this.#isDigest = text.length > MAX_KEY;
    this.key = this.#isDigest ? digest(text) : text;
    this.kind = kind;
    this.topic = topic;
    this.wanted = wanted;
  }

  /** Made when it is asked for: most servers have no replicas. */
  get sharedKey(): string {
    return this.#isDigest ? this.key : digest(this.key);
  }
}

function part(text: string): string {
  return `${text.length} ${text}`;
}

function byName([a]: Parameter, [b]: Parameter): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
