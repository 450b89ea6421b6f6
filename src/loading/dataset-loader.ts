import type { Dataset } from '../ods/dataset.ts';
import { keptDataset, lookupDataset, searchDatasets } from '../ods/datasets.ts';
import { requireWellFormed } from '../ods/errors.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { Lookup } from '../ods/transport/call.ts';
import type { Session } from '../ods/transport/session.ts';
import { attempt } from './attempt.ts';
import { bisect } from './bisect.ts';
import { findByIds, type IdSearch, type Outcomes } from './find-by-ids.ts';
import { LimitError } from './limit-error.ts';
import { datasetLookup, datasetLookups, datasetsByIds, datasetsByText, MAX_BATCH } from './lookups.ts';
import { MeteredLoader } from './metered-loader.ts';
import type { Habit } from './portal-habits.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/**
 * Loads datasets by id, null if the portal has none.
 *
 * May share a call: all ids asked in one turn, as one catalog search; and with those of other operations (see
 * batched-transport.ts).
 * Split again by exact id. Which ids count as unknown is decided in find-by-ids.ts.
 */
export class DatasetLoader {
  readonly #loader: MeteredLoader<string, Dataset | null>;
  readonly #session: Session;
  readonly #merging: boolean;

  constructor(session: Session, meter: UpstreamMeter, habit: Habit, merging = true) {
    this.#session = session;
    this.#merging = merging;
    const batches = new DatasetBatches(session, meter, habit);
    this.#loader = new MeteredLoader(meter, (ids) => batches.load(ids), {
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

/** Loads datasets for one operation. */
class DatasetBatches {
  readonly #session: Session;
  readonly #meter: UpstreamMeter;
  readonly #habit: Habit;
  #lookupsOutside = 0;

  constructor(session: Session, meter: UpstreamMeter, habit: Habit) {
    this.#session = session;
    this.#meter = meter;
    this.#habit = habit;
  }

  load(ids: readonly string[]): Promise<(Dataset | null | Error)[]> {
    return bisect(ids, {
      ask: async (some) => {
        const [only] = some;
        // Of what was refused, each part is asked by itself.
        const isWhole = some.length === ids.length;
        if (only !== undefined && some.length === 1) return [await this.#one(only, isWhole)];
        const outcomes: Outcomes<Dataset> = new Map();
        const alone = await findByIds(some, this.#search(some, isWhole), outcomes);
        this.#meter.usage.shared += Math.max(0, some.length - alone - 1);
        return some.map((id) => outcomes.get(id) ?? null);
      },
    });
  }

  #one(id: string, isShared: boolean): Promise<Dataset | null> {
    return lookupDataset(this.#session, id, isShared ? datasetLookup(id, this.#habit) : undefined);
  }

  #search(whole: readonly string[], isShared: boolean): IdSearch<Dataset> {
    const habit = this.#habit;
    const page = async (parameters: readonly Parameter[], wanted: number, lookup?: Lookup) => {
      const { total, datasets } = await searchDatasets(this.#session, parameters, { wanted, lookup });
      return { total, things: datasets };
    };
    // Any later search for some of them is this operation's own.
    let lookup = isShared ? datasetLookups(whole, habit) : undefined;
    const searchBy = (parametersOf: (ids: readonly string[]) => Parameter[]) => (ids: readonly string[]) => {
      const shared = lookup;
      lookup = undefined;
      return page(parametersOf(ids), ids.length, shared);
    };
    return {
      habit,
      search: searchBy(datasetsByIds),
      searchOtherwise: searchBy(datasetsByText),
      sample: async () => (await page([['rows', '1']], 1)).things[0] ?? null,
      alone: (id) => this.#alone(id),
      idOf: ({ datasetId }) => datasetId,
      isOutside,
    };
  }

  async #alone(id: string): Promise<Dataset | null> {
    if (isOutside(id) && ++this.#lookupsOutside > MAX_LOOKUPS_OUTSIDE) throw tooManyOutside();
    return lookupDataset(this.#session, id);
  }
}

/** The id of a dataset of another portal, `dataset@domain`: a portal may know it, and not list it in its catalog. */
function isOutside(id: string): boolean {
  return id.includes('@');
}

/** So many ids of other portals are looked up in one operation, beyond those that the catalog lists. */
const MAX_LOOKUPS_OUTSIDE = 10;

function tooManyOutside(): LimitError {
  return new LimitError(
    'OPERATION_TOO_EXPENSIVE',
    `This operation asks for more than ${MAX_LOOKUPS_OUTSIDE} datasets of other portals (dataset@domain) that are not in this portal's catalog; each costs a call. Ask for the others in an operation of their own.`,
  );
}
