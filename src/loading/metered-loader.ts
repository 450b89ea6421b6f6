import DataLoader from 'dataloader';
import { servedFields, serving } from './served-fields.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

interface MeteredLoaderOptions<K> {
  /** Keys with the same text are the same question. */
  cacheKeyFn: (key: K) => string;
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

/** A DataLoader that counts questions asked before as shared, and is under way for the meter while it loads. */
export class MeteredLoader<K, V> {
  readonly #loader: DataLoader<K, V, string>;
  readonly #asked = new Set<string>();
  readonly #meter: UpstreamMeter;
  readonly #cacheKeyFn: (key: K) => string;
  readonly #merging: boolean;
  /** The fields that asked for each key; filled only if an operation is explained. */
  readonly #fields = new Map<string, Set<string>>();

  constructor(
    meter: UpstreamMeter,
    load: (keys: readonly K[], serving: Serving<K>) => Promise<(V | Error)[]>,
    { cacheKeyFn, maxBatchSize = Number.POSITIVE_INFINITY, gather, merging = true }: MeteredLoaderOptions<K>,
  ) {
    this.#meter = meter;
    this.#cacheKeyFn = cacheKeyFn;
    this.#merging = merging;
    this.#loader = new DataLoader((keys) => meter.track(this.#serve(keys, () => load(keys, this.#serve))), {
      cacheKeyFn: cacheKeyFn,
      cache: merging,
      batch: merging,
      maxBatchSize,
      ...(gather && merging && { batchScheduleFn: (dispatch) => void gather().then(dispatch) }),
    });
  }

  load(key: K): Promise<V> {
    this.#note(key);
    if (this.#merging) {
      const text = this.#cacheKeyFn(key);
      if (this.#asked.has(text)) this.#meter.usage.shared += 1;
      this.#asked.add(text);
    }
    return this.#loader.load(key);
  }

  #note(key: K): void {
    const text = this.#cacheKeyFn(key);
    for (const field of servedFields()) {
      this.#fields.set(text, (this.#fields.get(text) ?? new Set()).add(field));
    }
  }

  readonly #serve: Serving<K> = (keys, work) => {
    if (this.#fields.size === 0) return work();
    const fields = keys.flatMap((key) => [...(this.#fields.get(this.#cacheKeyFn(key)) ?? [])]);
    return serving([...new Set(fields)], work);
  };

  /** Makes known an answer that came with another, so that it needs no call. */
  prime(key: K, value: V): void {
    if (!this.#merging) return;
    this.#asked.add(this.#cacheKeyFn(key));
    this.#loader.prime(key, value);
  }
}
