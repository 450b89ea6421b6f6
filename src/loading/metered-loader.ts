import DataLoader from 'dataloader';
import type { UpstreamMeter } from './meter.ts';

interface MeteredLoaderOptions<K> {
  /** Keys with the same text are the same question. */
  keyText: (key: K) => string;
  /** @default no limit */
  maxBatchSize?: number;
}

/** A DataLoader that counts questions asked before as shared, and is under way for the meter while it loads. */
export class MeteredLoader<K, V> {
  readonly #loader: DataLoader<K, V, string>;
  readonly #asked = new Set<string>();
  readonly #meter: UpstreamMeter;
  readonly #keyText: (key: K) => string;

  constructor(
    meter: UpstreamMeter,
    load: (keys: readonly K[]) => Promise<(V | Error)[]>,
    { keyText, maxBatchSize = Number.POSITIVE_INFINITY }: MeteredLoaderOptions<K>,
  ) {
    this.#meter = meter;
    this.#keyText = keyText;
    this.#loader = new DataLoader((keys) => meter.track(load(keys)), { cacheKeyFn: keyText, maxBatchSize });
  }

  load(key: K): Promise<V> {
    const text = this.#keyText(key);
    if (this.#asked.has(text)) this.#meter.spent.shared += 1;
    this.#asked.add(text);
    return this.#loader.load(key);
  }

  /** Makes known an answer that came with another, so that it needs no call. */
  prime(key: K, value: V): void {
    this.#asked.add(this.#keyText(key));
    this.#loader.prime(key, value);
  }
}
