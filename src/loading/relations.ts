/** Records of other datasets that share a value with a record: the one that it belongs to, and how many belong to it. */
import type { Dataset } from '../ods/dataset.ts';
import { OdsError } from '../ods/errors.ts';
import { withRecordTimestamp } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type Condition, compileCondition } from '../ods/query/condition.ts';
import type { RecordFilter } from '../ods/query/filter.ts';
import { type DatasetRecord, searchRecords } from '../ods/records.ts';
import { listed, shown } from '../ods/text.ts';
import type { Session } from '../ods/transport/session.ts';
import type { Analysis } from './analysis.ts';
import { attempt } from './attempt.ts';
import { fieldParameters } from './download.ts';
import { MAX_BATCH } from './lookups.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import { type Projection, projectionKey, unite } from './projection.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** A value that two records have in common. */
export type KeyValue = string | number;

/** Which record of a dataset: the one whose fields have these values. */
export interface RelatedKey {
  dataset: Dataset;
  fields: readonly string[];
  values: readonly KeyValue[];
  projection: Projection;
}

/** Which records of a dataset are counted: those of a filter whose fields have these values. */
export interface CountKey {
  dataset: Dataset;
  fields: readonly string[];
  values: readonly KeyValue[];
  filter: RecordFilter;
  timezone: string | null | undefined;
}

/** Counts records by the values of fields: one point for each combination. */
export type CountCall = (
  key: Pick<CountKey, 'dataset' | 'fields' | 'timezone'>,
  filter: RecordFilter,
) => Promise<Analysis>;

/** Rows beyond one for each key: a few records that have the same values then need no further call. */
const SPARE_ROWS = 20;

/** Rows of a further call, which is made only if so many records have the same values that others did not fit. */
const FURTHER_ROWS = 1000;

/** Calls for one piece of keys, at most: keys that are no keys must not cost one call each. */
const MAX_CALLS = 3;

/** What a query by keys may be made of: it is a form, and portals refuse one that is too long. */
const MAX_KEY_CHARACTERS = 6000;

/**
 * Loads related records, and counts them.
 *
 * May share a call: all keys of one dataset and the same fields that are asked in one turn, a hundred in a call. Split
 * again by the values of the fields, which must be the same to the letter, whatever the portal takes for the same.
 */
export class Relations {
  readonly #one: MeteredLoader<RelatedKey, DatasetRecord | null>;
  readonly #counts: MeteredLoader<CountKey, number>;

  constructor(session: Session, meter: UpstreamMeter, merging: boolean, count: CountCall) {
    this.#one = new MeteredLoader(meter, (keys, serving) => loadOne(session, meter, keys, serving), {
      cacheKeyFn: (key) => `${groupKey(key)} ${valuesKey(key.values)} ${projectionKey(key.projection)}`,
      merging,
    });
    this.#counts = new MeteredLoader(meter, (keys, serving) => loadCounts(count, meter, keys, serving), {
      cacheKeyFn: (key) => `${countGroupKey(key)} ${valuesKey(key.values)}`,
      merging,
    });
  }

  /** The first record whose fields have these values; null if there is none. */
  one(key: RelatedKey): Promise<DatasetRecord | null> {
    return this.#one.load(key);
  }

  /** How many records of the filter have these values. */
  count(key: CountKey): Promise<number> {
    return this.#counts.load(key);
  }
}

const groupKey = ({ dataset, fields }: Pick<RelatedKey, 'dataset' | 'fields'>): string =>
  JSON.stringify([dataset.datasetId, fields]);

const countGroupKey = (key: CountKey): string =>
  `${groupKey(key)} ${JSON.stringify([key.filter, key.timezone ?? null])}`;

const valuesKey = (values: readonly KeyValue[]): string => JSON.stringify(values.map(String));

/** True of a value that records can have in common: an empty text is none. */
export const isKeyValue = (value: unknown): value is KeyValue =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

/** Records of which any of these combinations of values is true. */
function conditionOf(fields: readonly string[], keys: readonly (readonly KeyValue[])[]): Condition {
  const [only = ''] = fields;
  if (fields.length === 1) return { in: { field: only, values: keys.flat() } };
  return {
    any: keys.map((values) => ({
      all: values.map((value, index) => ({ equals: { field: fields[index] ?? '', value } })),
    })),
  };
}

/** The query for such records. A number that portals have as text is asked for as such. */
function queryFor(
  { dataset, fields }: Pick<RelatedKey, 'dataset' | 'fields'>,
  keys: readonly (readonly KeyValue[])[],
): string {
  const areTexts = fields.map((field) => dataset.fields.get(field)?.type === 'TEXT');
  const asked = keys.map((values) => values.map((value, at) => (areTexts[at] ? String(value) : value)));
  return compileCondition(conditionOf(fields, asked), withRecordTimestamp(dataset.fields), 'by') ?? '';
}

/** The keys that can be asked for. What a query cannot say (half of a character, a text where a number is) is nobody's. */
function askable(
  of: Pick<RelatedKey, 'dataset' | 'fields'>,
  keys: readonly (readonly KeyValue[])[],
): readonly (readonly KeyValue[])[] {
  const canAsk = (some: readonly (readonly KeyValue[])[]): boolean => {
    try {
      return queryFor(of, some) !== '';
    } catch (error) {
      if (error instanceof OdsError) return false;
      throw error;
    }
  };
  return keys.length === 0 || canAsk(keys) ? keys : keys.filter((key) => canAsk([key]));
}

/** Distinct keys of one group, in pieces of which each is one call. */
function piecesOf(keys: readonly (RelatedKey | CountKey)[]): (readonly KeyValue[])[][] {
  const [first] = keys;
  if (!first) return [];
  const all = new Map(keys.map(({ values }) => [valuesKey(values), values]));
  const distinct = askable(first, [...all.values()]).map((values): [string, readonly KeyValue[]] => [
    valuesKey(values),
    values,
  ]);
  const pieces: (readonly KeyValue[])[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const [text, values] of distinct) {
    const piece = pieces.at(-1);
    length += text.length;
    if (piece && piece.length < MAX_BATCH && length <= MAX_KEY_CHARACTERS) piece.push(values);
    else {
      pieces.push([values]);
      length = text.length;
    }
  }
  return pieces;
}

async function loadOne(
  session: Session,
  meter: UpstreamMeter,
  keys: readonly RelatedKey[],
  serving: Serving<RelatedKey>,
): Promise<(DatasetRecord | null | Error)[]> {
  const outcomes = new Map<string, DatasetRecord | Error>();
  await Promise.all(
    [...Map.groupBy(keys, groupKey)].map(async ([group, ofGroup]) => {
      const pieces = piecesOf(ofGroup);
      meter.usage.shared += ofGroup.length - pieces.length;
      const add = (values: readonly KeyValue[], outcome: DatasetRecord | Error) => {
        const text = `${group} ${valuesKey(values)}`;
        // The first one is the one: a portal with several of them has no better.
        if (!outcomes.has(text)) outcomes.set(text, outcome);
      };
      const finds = pieces.map(async (piece) => {
        const found = await attempt(() => serving(ofGroup, () => findPiece(session, ofGroup, piece, add)));
        if (found instanceof Error) for (const values of piece) add(values, found);
      });
      await Promise.all(finds);
    }),
  );
  return keys.map((key) => outcomes.get(`${groupKey(key)} ${valuesKey(key.values)}`) ?? null);
}

/** One call, or more if several records have the same values, so that some did not fit into the answer. */
async function findPiece(
  session: Session,
  keys: readonly RelatedKey[],
  piece: readonly (readonly KeyValue[])[],
  add: (values: readonly KeyValue[], outcome: DatasetRecord | Error) => void,
): Promise<void> {
  const [first] = keys;
  if (!first) return;
  const { dataset, fields } = first;
  const asked = unite(keys.map(({ projection }) => projection).reduce(unite), new Set(fields));
  let missing = [...piece];
  for (let calls = 1; ; calls++) {
    const parameters: Parameter[] = [
      ['q', queryFor(first, missing)],
      ['rows', String(calls === 1 ? missing.length + SPARE_ROWS : FURTHER_ROWS)],
      ...fieldParameters(asked),
    ];
    const { total, records } = await searchRecords(session, dataset.datasetId, parameters, false);
    const found = new Set<string>();
    for (const record of records) {
      const values = fields.map((field) => record.fields[field]);
      if (!values.every(isKeyValue)) continue;
      found.add(valuesKey(values));
      add(values, record);
    }
    missing = missing.filter((values) => !found.has(valuesKey(values)));
    // All that there is was answered: what is missing is not there.
    if (total <= records.length || missing.length === 0) return;
    if (calls === MAX_CALLS) break;
  }
  for (const values of missing) add(values, notTold(dataset, fields));
}

/** To say that there is none would be a lie. */
function notTold({ datasetId }: Dataset, fields: readonly string[]): OdsError {
  return new OdsError(
    'UPSTREAM_INVALID_RESPONSE',
    `So many records of ${shown(datasetId)} have the same ${listed(fields)} that not all could be found: a relation to one record needs fields whose values are unique there.`,
  );
}

async function loadCounts(
  count: CountCall,
  meter: UpstreamMeter,
  keys: readonly CountKey[],
  serving: Serving<CountKey>,
): Promise<(number | Error)[]> {
  const outcomes = new Map<string, number | Error>();
  await Promise.all(
    [...Map.groupBy(keys, countGroupKey)].map(async ([group, ofGroup]) => {
      const [first] = ofGroup;
      if (!first) return;
      const pieces = piecesOf(ofGroup);
      meter.usage.shared += ofGroup.length - pieces.length;
      const counts = pieces.map(async (piece) => {
        const filter = narrowed(first.filter, conditionOf(first.fields, piece));
        const answer = await attempt(() => serving(ofGroup, () => count(first, filter)));
        if (answer instanceof Error) {
          for (const values of piece) outcomes.set(`${group} ${valuesKey(values)}`, answer);
          return;
        }
        for (const { x, values } of answer.points)
          if (x.every(isKeyValue)) outcomes.set(`${group} ${valuesKey(x)}`, values[0] ?? 0);
        if (!answer.truncated) return;
        for (const values of piece) {
          const text = `${group} ${valuesKey(values)}`;
          if (!outcomes.has(text)) outcomes.set(text, notTold(first.dataset, first.fields));
        }
      });
      await Promise.all(counts);
    }),
  );
  return keys.map((key) => outcomes.get(`${countGroupKey(key)} ${valuesKey(key.values)}`) ?? 0);
}

/** The records of a filter for which a condition holds too. */
export function narrowed(filter: RecordFilter, condition: Condition): RecordFilter {
  return { ...filter, where: filter.where ? { all: [filter.where, condition] } : condition };
}
