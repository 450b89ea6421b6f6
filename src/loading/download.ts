import type { Dataset } from '../ods/dataset.ts';
import type { DownloadFormat } from '../ods/download.ts';
import { badInput, requireWellFormed } from '../ods/errors.ts';
import { type FieldSet, isGeo } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { RecordFilter } from '../ods/query/filter.ts';
import type { DatasetRecord } from '../ods/records.ts';
import type { Projection } from './projection.ts';

/** Which records of a dataset to download, and how they are written. */
export interface DownloadQuestion {
  filter?: RecordFilter | null | undefined;
  timezone?: string | null | undefined;
}

/** A download as a file. */
export interface ExportQuestion extends DownloadQuestion {
  format: DownloadFormat;
  /** @default all */
  fields?: readonly string[] | null | undefined;
  /** @default a comma */
  csvSeparator?: string | null | undefined;
}

/** Records of a download, in the order in which they came. */
export interface RecordBatch {
  records: DatasetRecord[];
  /** Records so far, these included. */
  received: number;
  /** True of the last batch. */
  done: boolean;
}

/** The parameters of a file beside its filter; refuses those that do not go with the format or the dataset. */
export function exportParameters(
  { fields }: Dataset,
  { format, fields: names, csvSeparator }: Omit<ExportQuestion, keyof DownloadQuestion>,
): Parameter[] {
  const named = requireFields(names, fields);
  const projected = fieldParameters(format === 'geojson' ? withPlace(named, fields) : named);
  const isGiven = csvSeparator !== null && csvSeparator !== undefined;
  if (format !== 'csv') {
    if (isGiven) throw badInput('csvSeparator', 'only CSV has a separator.');
    return projected;
  }
  // The portal's own is a semicolon.
  const separator = isGiven ? csvSeparator : ',';
  requireWellFormed(separator, 'csvSeparator');
  if (!/^[^"\r\n]$/u.test(separator)) {
    throw badInput('csvSeparator', 'a separator is one character, and no quote or line break.');
  }
  return [...projected, ['csv_separator', separator]];
}

/** The fields to download, each checked; none named are all. */
export function requireFields(names: readonly string[] | null | undefined, fields: FieldSet): Projection {
  if (!names) return 'all';
  if (names.length === 0) throw badInput('fields', 'name at least one field, or leave it out for all.');
  return new Set(names.map((name, index) => fields.require(name, `fields[${index}]`).name));
}

/** A feature has the geometry of the fields that are written: its shape if there is one, or else its point. */
function withPlace(named: Projection, fields: FieldSet): Projection {
  const place = fields.first(({ type }) => type === 'GEO_SHAPE') ?? fields.first(isGeo);
  if (!place)
    throw badInput('format', `${fields.owner} has no geo field, so that nothing in it has a place.`);
  if (named === 'all' || fields.first((field) => isGeo(field) && named.has(field.name))) return named;
  return new Set([...named, place.name]);
}

export function fieldParameters(projection: Projection): Parameter[] {
  return projection === 'all' ? [] : [['fields', [...projection].join(',')]];
}

/** Batches of so many records; the last is known as such, and may be empty if nothing matches. */
export async function* batchRecords(
  pieces: AsyncIterable<readonly DatasetRecord[]>,
  size: number,
): AsyncGenerator<RecordBatch> {
  let batch: DatasetRecord[] = [];
  let received = 0;
  for await (const piece of pieces) {
    for (const record of piece) {
      // Held back until another comes: only then it is not the last.
      if (batch.length === size) {
        yield { records: batch, received, done: false };
        batch = [];
      }
      batch.push(record);
      received += 1;
    }
  }
  yield { records: batch, received, done: true };
}
