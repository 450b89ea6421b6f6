import { OdsError, requireWellFormed } from '../ods/errors.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type DatasetRecord, lookupRecord, searchRecords } from '../ods/records.ts';
import type { Lookup, Sought } from '../ods/transport/call.ts';
import type { Session } from '../ods/transport/session.ts';
import { asError, attempt } from './attempt.ts';
import { bisect } from './bisect.ts';
import type { DatasetLoader } from './dataset-loader.ts';
import { findByIds, type IdSearch, type Outcomes } from './find-by-ids.ts';
import { MAX_BATCH, recordLookup, recordLookups, recordsByIds } from './lookups.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import type { Habit } from './portal-habits.ts';
import { type Projection, projectionKey, unite } from './projection.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** Records of one dataset that are asked for together. No two lists have the same name. */
interface RecordList {
  name: string;
  datasetId: string;
  recordIds: string[];
  projection: Projection;
}

/** Who asks for records, and what was seen of how the portal finds them. */
interface RecordsOf {
  session: Session;
  meter: UpstreamMeter;
  habit: Habit;
}

type Found = ReadonlyMap<string, DatasetRecord | null | Error>;

/**
 * Loads records by id, null if the portal has none.
 *
 * May share a call: all ids of one dataset asked in one turn, as one record search for the fields that any of them
 * wants; and with those of other operations (see batched-transport.ts).
 * Split again by exact id; which ids count as unknown is decided in find-by-ids.ts.
 * While datasets are being looked up, records wait for it: some can only be asked for once their dataset is known.
 * Ids are loaded as lists, since a key and a promise for each would cost more than to read what comes.
 */
export class RecordLoader {
  readonly #loader: MeteredLoader<RecordList, Found>;
  readonly #meter: UpstreamMeter;
  readonly #merging: boolean;
  /** The list with which each id was asked for first, by dataset and projection. */
  readonly #asked = new Map<string, Map<string, RecordList>>();
  #count = 0;

  constructor(of: RecordsOf, datasets: DatasetLoader, merging = true) {
    this.#meter = of.meter;
    this.#merging = merging;
    this.#loader = new MeteredLoader(of.meter, (lists, serving) => loadRecords(of, lists, serving), {
      cacheKeyFn: ({ name }) => name,
      sizeOf: ({ recordIds }) => recordIds.length,
      gather: () => datasets.settled(),
      merging,
    });
  }

  /** Rejects if an id cannot be one. */
  async load(datasetId: string, recordId: string, projection: Projection): Promise<DatasetRecord | null> {
    const [outcome = null] = await this.loadMany(datasetId, [recordId], projection);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  /** Records of one dataset in the order of their ids; an error in the place of each that cannot be loaded. */
  async loadMany(
    datasetId: string,
    recordIds: readonly string[],
    projection: Projection,
  ): Promise<(DatasetRecord | null | Error)[]> {
    const places = this.#placesOf(datasetId, recordIds, projection);
    const lists = new Set(places.filter((place): place is RecordList => !(place instanceof Error)));
    const loaded = new Map<RecordList, Found | Error>();
    await Promise.all(
      [...lists].map(async (list) => loaded.set(list, await attempt(() => this.#loader.load(list)))),
    );
    return places.map((place, at) => {
      const found = place instanceof Error ? place : loaded.get(place);
      return found instanceof Error ? found : (found?.get(recordIds[at] ?? '') ?? null);
    });
  }

  /** The list that each id is loaded with: that of an earlier question if there was one; an error if it is no id. */
  #placesOf(datasetId: string, recordIds: readonly string[], projection: Projection): (RecordList | Error)[] {
    const asked = this.#askedOf(datasetId, projection);
    const earlier = new Set<RecordList>();
    let fresh: RecordList | undefined;
    let again = 0;
    const places = recordIds.map((id) => {
      try {
        requireWellFormed(datasetId, 'datasetId');
        requireWellFormed(id, 'recordId');
      } catch (error) {
        return asError(error);
      }
      const known = asked.get(id);
      if (known) {
        again += 1;
        if (known !== fresh) earlier.add(known);
        return known;
      }
      fresh = this.#merging && fresh ? fresh : this.#newList(datasetId, projection);
      fresh.recordIds.push(id);
      if (this.#merging) asked.set(id, fresh);
      return fresh;
    });
    // The loader counts each list that was asked for before once.
    this.#meter.usage.shared += again - earlier.size;
    return places;
  }

  #newList(datasetId: string, projection: Projection): RecordList {
    this.#count += 1;
    return { name: String(this.#count), datasetId, recordIds: [], projection };
  }

  #askedOf(datasetId: string, projection: Projection): Map<string, RecordList> {
    const key = `${datasetId.length} ${datasetId} ${projectionKey(projection)}`;
    let asked = this.#asked.get(key);
    if (!asked) {
      asked = new Map();
      this.#asked.set(key, asked);
    }
    return asked;
  }
}

const NONE: Found = new Map();

async function loadRecords(
  of: RecordsOf,
  lists: readonly RecordList[],
  serving: Serving<RecordList>,
): Promise<Found[]> {
  const byDataset = Map.groupBy(lists, ({ datasetId }) => datasetId);
  const found = new Map<string, Found>();
  await Promise.all(
    [...byDataset].map(async ([datasetId, ofDataset]) => {
      const ids = distinctIds(ofDataset);
      of.meter.usage.shared += ofDataset.reduce((sum, { recordIds }) => sum + recordIds.length, -ids.length);
      const projection = ofDataset.map((list) => list.projection).reduce(unite);
      const outcomes: Outcomes<DatasetRecord> = new Map();
      found.set(datasetId, outcomes);
      const batches = chunks(ids).map((chunk) =>
        serving(ofDataset, () => loadBatch(of, datasetId, chunk, projection, outcomes)),
      );
      await Promise.all(batches);
    }),
  );
  return lists.map(({ datasetId }) => found.get(datasetId) ?? NONE);
}

/** The ids of lists, each once: that of a single list is there once already. */
function distinctIds(lists: readonly RecordList[]): readonly string[] {
  const [only] = lists;
  if (only && lists.length === 1) return only.recordIds;
  return [...new Set(lists.flatMap(({ recordIds }) => recordIds))];
}

/** Loads records of one dataset in one call, or more if that is refused; adds what became of each to the outcomes. */
async function loadBatch(
  { session, meter, habit }: RecordsOf,
  datasetId: string,
  ids: readonly string[],
  projection: Projection,
  outcomes: Outcomes<DatasetRecord>,
): Promise<void> {
  const failures = await bisect(ids, {
    ask: async (some) => {
      const [only] = some;
      // Of what was refused, each part is asked by itself.
      const isWhole = some.length === ids.length;
      if (only !== undefined && some.length === 1) {
        const lookup = isWhole ? recordLookup(datasetId, only) : undefined;
        outcomes.set(only, await lookupRecord(session, datasetId, only, lookup));
        return [null];
      }
      const lookup = isWhole ? recordLookups(datasetId, some, projection) : undefined;
      const search = recordSearch(session, habit, datasetId, projection, lookup);
      const alone = await attempt(() => findByIds(some, search, outcomes));
      // Without the dataset there is none of its records, as a lookup alone would say.
      const isWithout = alone instanceof OdsError && alone.code === 'NOT_FOUND';
      if (isWithout) return some.map(() => null);
      if (alone instanceof Error) throw alone;
      meter.usage.shared += Math.max(0, some.length - alone - 1);
      return some.map(() => null);
    },
  });
  ids.forEach((id, index) => {
    const failure = failures[index];
    if (failure) outcomes.set(id, failure);
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
