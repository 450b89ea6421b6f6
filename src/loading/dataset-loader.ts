import { type Dataset, keptDataset, lookupDataset, searchDatasets } from '../ods/datasets.ts';
import { requireWellFormed } from '../ods/errors.ts';
import type { Session } from '../ods/transport/session.ts';
import { attempt, lookUp } from './attempt.ts';
import { bisect } from './bisect.ts';
import { datasetLookup, datasetLookups, datasetsByIds, MAX_BATCH } from './lookups.ts';
import { MeteredLoader } from './metered-loader.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/**
 * Loads datasets by id, null if the portal has none.
 *
 * May share a call: all ids asked in one turn, as one catalog search; and with those of other operations (see
 * batched-transport.ts).
 * Split again by exact id. An id that the search missed is looked up alone before it counts as unknown: full text
 * may break up ids with hyphens, and an index may lag behind.
 */
export class DatasetLoader {
  readonly #loader: MeteredLoader<string, Dataset | null>;
  readonly #session: Session;
  readonly #merging: boolean;

  constructor(session: Session, meter: UpstreamMeter, merging = true) {
    this.#session = session;
    this.#merging = merging;
    this.#loader = new MeteredLoader(meter, (ids) => loadDatasets(session, meter, ids), {
      cacheKeyFn: (id) => id,
      maxBatchSize: MAX_BATCH,
      merging,
    });
  }

  /** Throws if the id cannot be one. What is kept is there at once: it needs no batch. */
  load(datasetId: string): Dataset | null | Promise<Dataset | null> {
    requireWellFormed(datasetId, 'datasetId');
    if (this.#merging && !this.#loader.knows(datasetId)) {
      const kept = keptDataset(this.#session, datasetId);
      if (kept) {
        this.#loader.prime(datasetId, kept);
        return kept;
      }
    }
    return this.#loader.load(datasetId);
  }

  /** Datasets in the order of their ids; an error in the place of each that cannot be loaded. */
  loadMany(datasetIds: readonly string[]): Promise<(Dataset | null | Error)[]> {
    return Promise.all(datasetIds.map((id) => attempt(async () => this.load(id))));
  }

  /** Makes known a dataset that came with another answer. */
  prime(dataset: Dataset): void {
    this.#loader.prime(dataset.datasetId, dataset);
  }

  /** Waits until no lookup is under way: by then, everything has been asked that had to know its dataset first. */
  settled(): Promise<void> {
    return this.#loader.settled();
  }
}

function loadDatasets(
  session: Session,
  meter: UpstreamMeter,
  ids: readonly string[],
): Promise<(Dataset | null | Error)[]> {
  return bisect(ids, {
    ask: async (some) => {
      const [only] = some;
      // Of what was refused, each part is asked by itself.
      const isWhole = some.length === ids.length;
      if (only !== undefined && some.length === 1)
        return [await lookupDataset(session, only, isWhole ? datasetLookup(only) : undefined)];
      const lookup = isWhole ? datasetLookups(some) : undefined;
      const page = await searchDatasets(session, datasetsByIds(some), lookup);
      const found = new Map(page.datasets.map((dataset) => [dataset.datasetId, dataset]));
      const missing = some.filter((id) => !found.has(id));
      meter.usage.shared += Math.max(0, some.length - missing.length - 1);
      const alone = await lookUp(missing, (id) => lookupDataset(session, id));
      return some.map((id) => found.get(id) ?? alone.get(id) ?? null);
    },
  });
}
