import { OdsError, requireWellFormed } from '../ods/errors.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type DatasetRecord, lookupRecord, searchRecords } from '../ods/records.ts';
import type { Lookup, Sought } from '../ods/transport/call.ts';
import type { Session } from '../ods/transport/session.ts';
import { attempt } from './attempt.ts';
import { bisect } from './bisect.ts';
import type { DatasetLoader } from './dataset-loader.ts';
import { findByIds, type IdSearch } from './find-by-ids.ts';
import { MAX_BATCH, recordLookup, recordLookups, recordsByIds } from './lookups.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import type { Habit } from './portal-habits.ts';
import { type Projection, projectionKey, unite } from './projection.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

interface RecordKey {
  datasetId: string;
  recordId: string;
  projection: Projection;
}

/** Who asks for records, and what was seen of how the portal finds them. */
interface RecordsOf {
  session: Session;
  meter: UpstreamMeter;
  habit: Habit;
}

type Outcome = DatasetRecord | null | Error;

/**
 * Loads records by id, null if the portal has none.
 *
 * May share a call: all ids of one dataset asked in one turn, as one record search for the fields that any of them
 * wants; and with those of other operations (see batched-transport.ts).
 * Split again by exact id; which ids count as unknown is decided in find-by-ids.ts.
 * While datasets are being looked up, records wait for it: some can only be asked for once their dataset is known.
 */
export class RecordLoader {
  readonly #loader: MeteredLoader<RecordKey, DatasetRecord | null>;

  constructor(of: RecordsOf, datasets: DatasetLoader, merging = true) {
    this.#loader = new MeteredLoader(of.meter, (keys, serving) => loadRecords(of, keys, serving), {
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
  of: RecordsOf,
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
        serving(ofDataset, () => loadBatch(of, datasetId, chunk, projection, outcomes)),
      );
      await Promise.all(batches);
    }),
  );
  of.meter.usage.shared += keys.length - asked;
  return keys.map(({ datasetId, recordId }) => found.get(datasetId)?.get(recordId) ?? null);
}

async function loadBatch(
  { session, meter, habit }: RecordsOf,
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
      const found = await attempt(() =>
        findByIds(some, recordSearch(session, habit, datasetId, projection, lookup)),
      );
      // Without the dataset there is none of its records, as a lookup alone would say.
      if (found instanceof OdsError && found.code === 'NOT_FOUND') return some.map(() => null);
      if (found instanceof Error) throw found;
      meter.usage.shared += Math.max(0, some.length - found.alone - 1);
      return some.map((id) => found.outcomes.get(id) ?? null);
    },
  });
  ids.forEach((id, index) => {
    outcomes.set(id, answers[index] ?? null);
  });
}

/** How records of a dataset are asked for by their ids. `lookup` is of the first search only. */
function recordSearch(
  session: Session,
  habit: Habit,
  datasetId: string,
  projection: Projection,
  lookup: Lookup | undefined,
): IdSearch<DatasetRecord> {
  let shared = lookup;
  const page = async (parameters: readonly Parameter[], sought: Sought) => {
    const { total, records } = await searchRecords(session, datasetId, parameters, false, sought);
    return { total, things: records };
  };
  return {
    habit,
    search: (ids) => {
      const first = shared;
      shared = undefined;
      return page(recordsByIds(ids, projection), { wanted: ids.length, lookup: first });
    },
    sample: async () => (await page([['rows', '1']], {})).things[0] ?? null,
    alone: (id) => lookupRecord(session, datasetId, id),
    idOf: ({ recordId }) => recordId,
  };
}

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MAX_BATCH) }, (_, index) =>
    ids.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
  );
}
