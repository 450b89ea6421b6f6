import { type Dataset, lookupDataset, searchDatasets } from '../ods/datasets.ts';
import { quote } from '../ods/quote.ts';
import type { Session } from '../ods/session.ts';
import { attempt, isolate } from './batch.ts';
import type { UpstreamMeter } from './meter.ts';
import { MeteredLoader } from './metered-loader.ts';

/** Ids in one call: keeps the query well under what portals take in a form. */
const MAX_BATCH = 100;

/**
 * Loads datasets by id, null where the portal has none.
 *
 * May share a call: all ids asked in one turn, as one catalog search.
 * Split again by exact id. An id that the search missed is looked up alone before it counts as unknown: full text
 * may break up ids with hyphens, and an index may lag behind.
 */
export class DatasetLoader {
  readonly #loader: MeteredLoader<string, Dataset | null>;

  constructor(session: Session, meter: UpstreamMeter) {
    this.#loader = new MeteredLoader(meter, (ids) => loadDatasets(session, meter, ids), {
      keyText: (id) => id,
      maxBatchSize: MAX_BATCH,
    });
  }

  load(datasetId: string): Promise<Dataset | null> {
    return this.#loader.load(datasetId);
  }

  /** Makes known a dataset that came with another answer. */
  prime(dataset: Dataset): void {
    this.#loader.prime(dataset.datasetId, dataset);
  }
}

async function loadDatasets(
  session: Session,
  meter: UpstreamMeter,
  ids: readonly string[],
): Promise<(Dataset | null | Error)[]> {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return [await attempt(() => lookupDataset(session, only))];
  const q = ids.map((id) => `datasetid:${quote(id)}`).join(' OR ');
  return isolate(ids, async () => {
    const page = await searchDatasets(session, [
      ['q', q],
      ['rows', String(ids.length)],
    ]);
    const found = new Map(page.datasets.map((dataset) => [dataset.datasetId, dataset]));
    meter.spent.shared += Math.max(0, ids.filter((id) => found.has(id)).length - 1);
    return Promise.all(ids.map((id) => found.get(id) ?? attempt(() => lookupDataset(session, id))));
  });
}
