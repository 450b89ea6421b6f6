import DataLoader from 'dataloader';
import { inSpan, spans } from '../ods/spans.ts';
import { servedFields, serving } from './served-fields.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

interface MeteredLoaderOptions<K> {
  /** Keys with the same text are the same question. */
  cacheKeyFn: (key: K) => string;
  /** How many things a key asks for. @default 1 */
  sizeOf?: (key: K) => number;
  /** @default no limit */
  maxBatchSize?: number;
  /** Waits before a batch is closed, for keys that are about to come. */
  gather?: () => Promise<void>;
  /**
   * False loads every key by itself, also one asked before: so that a test can tell whether merging changes an answer.
   * @default true
   */
  merging?: boolean | undefined;
}

/** Runs work for the fields that asked for these keys. */
export type Serving<K> = <T>(keys: readonly K[], work: () => T) => T;

/** A key with its text: the text is made once, however often it is looked at. */
interface Entry<K> {
  key: K;
  text: string;
}

/** A DataLoader that counts questions asked before as shared, and is under way for the meter while it loads. */
export class MeteredLoader<K, V> {
  readonly #loader: DataLoader<Entry<K>, V, string>;
  /** What DataLoader knows by the texts of keys: what was asked, and what was made known. */
  readonly #known = new Map<string, Promise<V>>();
  readonly #meter: UpstreamMeter;
  readonly #cacheKeyFn: (key: K) => string;
  readonly #sizeOf: (key: K) => number;
  readonly #merging: boolean;
  /** The fields that asked for each key; filled only if an operation is explained. */
  #fields: Map<string, Set<string>> | null = null;
  /** How many keys are not answered yet. */
  #waiting = 0;
  /** What goes on when the next batch has ended. */
  #atNextEnd: (() => void)[] = [];

  constructor(
    meter: UpstreamMeter,
    load: (keys: readonly K[], serving: Serving<K>) => Promise<(V | Error)[]>,
    {
      cacheKeyFn,
      sizeOf = () => 1,
      maxBatchSize = Number.POSITIVE_INFINITY,
      gather,
      merging = true,
    }: MeteredLoaderOptions<K>,
  ) {
    this.#meter = meter;
    this.#cacheKeyFn = cacheKeyFn;
    this.#sizeOf = sizeOf;
    this.#merging = merging;
    this.#loader = new DataLoader((entries) => this.#batch(entries, load), {
      cacheKeyFn: ({ text }) => text,
      cacheMap: this.#known,
      cache: merging,
      batch: merging,
      maxBatchSize,
      ...(gather && merging && { batchScheduleFn: (dispatch) => void gather().then(dispatch) }),
    });
  }

  load(key: K): Promise<V> {
    const text = this.#cacheKeyFn(key);
    for (const field of servedFields()) {
      this.#fields ??= new Map();
      this.#fields.set(text, (this.#fields.get(text) ?? new Set()).add(field));
    }
    if (this.#known.has(text)) this.#meter.usage.shared += 1;
    else this.#waiting += 1;
    return this.#loader.load({ key, text });
  }

  async #batch(
    entries: readonly Entry<K>[],
    load: (keys: readonly K[], serving: Serving<K>) => Promise<(V | Error)[]>,
  ): Promise<(V | Error)[]> {
    const keys = entries.map(({ key }) => key);
    this.#meter.begin();
    try {
      const work = () => this.#serve(keys, () => load(keys, this.#serve));
      return await (spans.areWanted
        ? inSpan('batch', { 'ods.batch.keys': this.#sizeOfAll(keys) }, work)
        : work());
    } finally {
      this.#meter.end();
      this.#waiting -= keys.length;
      for (const goOn of this.#atNextEnd.splice(0)) goOn();
    }
  }

  #sizeOfAll(keys: readonly K[]): number {
    return keys.reduce((sum, key) => sum + this.#sizeOf(key), 0);
  }

  readonly #serve: Serving<K> = (keys, work) => {
    const served = this.#fields;
    return served ? this.#serveFields(served, keys, work) : work();
  };

  #serveFields<T>(served: ReadonlyMap<string, ReadonlySet<string>>, keys: readonly K[], work: () => T): T {
    const fields = keys.flatMap((key) => [...(served.get(this.#cacheKeyFn(key)) ?? [])]);
    return serving([...new Set(fields)], work);
  }

  /** Waits until every key is answered: by then, everything has been asked that had to know an answer first. */
  async settled(): Promise<void> {
    await turn();
    while (this.#waiting > 0) {
      await new Promise<void>((resolve) => this.#atNextEnd.push(resolve));
      await turn();
    }
  }

  /** True if it was asked before, or made known. */
  knows(key: K): boolean {
    return this.#known.has(this.#cacheKeyFn(key));
  }

  /** Makes known an answer that came with another, so that it needs no call. */
  prime(key: K, value: V): void {
    if (this.#merging) this.#loader.prime({ key, text: this.#cacheKeyFn(key) }, value);
  }
}

/** Lets everything run that waits for promises already fulfilled. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    Promise.resolve().then(() => process.nextTick(resolve));
  });
}
