import { OdsError, requireWellFormed } from '../ods/errors.ts';
import { type DatasetRecord, lookupRecord, searchRecords } from '../ods/records.ts';
import type { Lookup } from '../ods/transport/call.ts';
import type { Session } from '../ods/transport/session.ts';
import { attempt, lookUp } from './attempt.ts';
import { bisect } from './bisect.ts';
import type { DatasetLoader } from './dataset-loader.ts';
import { MAX_BATCH, recordLookup, recordLookups, recordsByIds } from './lookups.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import { type Projection, projectionKey, unite } from './projection.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

interface RecordKey {
  datasetId: string;
  recordId: string;
  projection: Projection;
}

type Outcome = DatasetRecord | null | Error;

/**
 * Loads records by id, null if the portal has none.
 *
 * May share a call: all ids of one dataset asked in one turn, as one record search for the fields that any of them
 * wants; and with those of other operations (see batched-transport.ts).
 * Split again by exact id; an id that the search missed is looked up alone before it counts as unknown.
 * While datasets are being looked up, records wait for it: some can only be asked for once their dataset is known.
 */
export class RecordLoader {
  readonly #loader: MeteredLoader<RecordKey, DatasetRecord | null>;

  constructor(session: Session, meter: UpstreamMeter, datasets: DatasetLoader, merging = true) {
    this.#loader = new MeteredLoader(meter, (keys, serving) => loadRecords(session, meter, keys, serving), {
      cacheKeyFn,
      gather: () => datasets.settled(),
      merging,
    });
  }

  /** Throws if an id cannot be one. */
  load(datasetId: string, recordId: string, projection: Projection): Promise<DatasetRecord | null> {
    requireWellFormed(datasetId, 'datasetId');
    requireWellFormed(recordId, 'recordId');
    return this.#loader.load({ datasetId, recordId, projection });
  }

  /** Records of one dataset in the order of their ids; an error in the place of each that cannot be loaded. */
  loadMany(
    datasetId: string,
    recordIds: readonly string[],
    projection: Projection,
  ): Promise<(DatasetRecord | null | Error)[]> {
    return Promise.all(recordIds.map((id) => attempt(() => this.load(datasetId, id, projection))));
  }
}

/** With the lengths of the ids, no two keys have the same text. */
function cacheKeyFn({ datasetId, recordId, projection }: RecordKey): string {
  return `${datasetId.length} ${recordId.length} ${datasetId} ${recordId} ${projectionKey(projection)}`;
}

async function loadRecords(
  session: Session,
  meter: UpstreamMeter,
  keys: readonly RecordKey[],
  serving: Serving<RecordKey>,
): Promise<Outcome[]> {
  const byDataset = Map.groupBy(keys, ({ datasetId }) => datasetId);
  const found = new Map<string, Map<string, Outcome>>();
  let asked = 0;
  await Promise.all(
    [...byDataset].map(async ([datasetId, ofDataset]) => {
      const ids = [...new Set(ofDataset.map(({ recordId }) => recordId))];
      const projection = ofDataset.map((key) => key.projection).reduce(unite);
      asked += ids.length;
      const outcomes = new Map<string, Outcome>();
      found.set(datasetId, outcomes);
      const batches = chunks(ids).map((chunk) =>
        serving(ofDataset, () => loadBatch(session, meter, datasetId, chunk, projection, outcomes)),
      );
      await Promise.all(batches);
    }),
  );
  meter.usage.shared += keys.length - asked;
  return keys.map(({ datasetId, recordId }) => found.get(datasetId)?.get(recordId) ?? null);
}

async function loadBatch(
  session: Session,
  meter: UpstreamMeter,
  datasetId: string,
  ids: readonly string[],
  projection: Projection,
  outcomes: Map<string, Outcome>,
): Promise<void> {
  const answers = await bisect(ids, {
    ask: async (some) => {
      const [only] = some;
      // Of what was refused, each part is asked by itself.
      const isWhole = some.length === ids.length;
      if (only !== undefined && some.length === 1)
        return [
          await lookupRecord(session, datasetId, only, isWhole ? recordLookup(datasetId, only) : undefined),
        ];
      const lookup = isWhole ? recordLookups(datasetId, some, projection) : undefined;
      const found = await searchById(session, datasetId, some, projection, lookup);
      if (!found) return some.map(() => null);
      meter.usage.shared += Math.max(0, found.size - 1);
      const missing = some.filter((id) => !found.has(id));
      const alone = await lookUp(missing, (id) => lookupRecord(session, datasetId, id));
      return some.map((id) => found.get(id) ?? alone.get(id) ?? null);
    },
  });
  ids.forEach((id, index) => {
    outcomes.set(id, answers[index] ?? null);
  });
}

/** The records found by their ids; null if there is no such dataset, as a lookup alone would say. */
async function searchById(
  session: Session,
  datasetId: string,
  ids: readonly string[],
  projection: Projection,
  lookup: Lookup | undefined,
): Promise<Map<string, DatasetRecord> | null> {
  try {
    const page = await searchRecords(session, datasetId, recordsByIds(ids, projection), false, lookup);
    return new Map(page.records.map((record) => [record.recordId, record]));
  } catch (error) {
    if (error instanceof OdsError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MAX_BATCH) }, (_, index) =>
    ids.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
  );
}
