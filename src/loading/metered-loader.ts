import DataLoader from 'dataloader';
import type { UpstreamMeter } from './meter.ts';

interface MeteredLoaderOptions<K> {
  /** Keys with the same text are the same question. */
  keyText: (key: K) => string;
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

/** A DataLoader that counts questions asked before as shared, and is under way for the meter while it loads. */
export class MeteredLoader<K, V> {
  readonly #loader: DataLoader<K, V, string>;
  readonly #asked = new Set<string>();
  readonly #meter: UpstreamMeter;
  readonly #keyText: (key: K) => string;
  readonly #merging: boolean;

  constructor(
    meter: UpstreamMeter,
    load: (keys: readonly K[]) => Promise<(V | Error)[]>,
    { keyText, maxBatchSize = Number.POSITIVE_INFINITY, gather, merging = true }: MeteredLoaderOptions<K>,
  ) {
    this.#meter = meter;
    this.#keyText = keyText;
    this.#merging = merging;
    this.#loader = new DataLoader((keys) => meter.track(load(keys)), {
      cacheKeyFn: keyText,
      cache: merging,
      batch: merging,
      maxBatchSize,
      ...(gather && merging && { batchScheduleFn: (dispatch) => void gather().then(dispatch) }),
    });
  }

  load(key: K): Promise<V> {
    if (this.#merging) {
      const text = this.#keyText(key);
      if (this.#asked.has(text)) this.#meter.spent.shared += 1;
      this.#asked.add(text);
    }
    return this.#loader.load(key);
  }

  /** Makes known an answer that came with another, so that it needs no call. */
  prime(key: K, value: V): void {
    if (!this.#merging) return;
    this.#asked.add(this.#keyText(key));
    this.#loader.prime(key, value);
  }
}
