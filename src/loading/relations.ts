/** Records of other datasets that share a value with a record: the one that it belongs to, and how many belong to it. */
import type { Dataset } from '../ods/dataset.ts';
import { withRecordTimestamp } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type Condition, compileCondition } from '../ods/query/condition.ts';
import type { RecordFilter } from '../ods/query/filter.ts';
import { type DatasetRecord, searchRecords } from '../ods/records.ts';
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

const valuesKey = (values: readonly unknown[]): string => JSON.stringify(values.map(String));

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

/** Distinct keys, in pieces of which each is one call. */
function piecesOf(keys: readonly { values: readonly KeyValue[] }[]): (readonly KeyValue[])[][] {
  const distinct = new Map(keys.map(({ values }) => [valuesKey(values), values]));
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
      const add = (values: readonly unknown[], outcome: DatasetRecord | Error) => {
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
  add: (values: readonly unknown[], outcome: DatasetRecord) => void,
): Promise<void> {
  const [first] = keys;
  if (!first) return;
  const { dataset, fields } = first;
  const asked = unite(keys.map(({ projection }) => projection).reduce(unite), new Set(fields));
  let missing = [...piece];
  for (;;) {
    const query = compileCondition(conditionOf(fields, missing), withRecordTimestamp(dataset.fields), 'by');
    const parameters: Parameter[] = [
      ['q', query ?? ''],
      ['rows', String(missing.length + SPARE_ROWS)],
      ...fieldParameters(asked),
    ];
    const { total, records } = await searchRecords(session, dataset.datasetId, parameters, false);
    const found = new Set<string>();
    for (const record of records) {
      const values = fields.map((field) => record.fields[field]);
      found.add(valuesKey(values));
      add(values, record);
    }
    const rest = missing.filter((values) => !found.has(valuesKey(values)));
    if (total <= records.length || rest.length === missing.length || rest.length === 0) return;
    missing = rest;
  }
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
        for (const { x, values } of answer.points) outcomes.set(`${group} ${valuesKey(x)}`, values[0] ?? 0);
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
