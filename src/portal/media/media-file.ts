/** Opens the files of a dataset: those of its records, its attachments and its alternative exports. */
import { hash } from 'node:crypto';
import type { Attachment } from '../dataset-definition.ts';
import { scopeOf } from '../search/scope.ts';
import type { Dataset } from '../store/dataset.ts';
import { all, select, sql } from '../store/sql.ts';
import type { Store } from '../store/store.ts';

export interface MediaFile {
  bytes: Uint8Array;
  filename: string;
  mimetype: string;
  /** Milliseconds since 1970. */
  modified: number;
  /** Changes with the bytes. */
  tag: string;
}

/** The file of a record, by the id in its value; null if no record that may be seen has it. */
export function openRecordFile(store: Store, dataset: Dataset, id: string): MediaFile | null {
  if (!/^[0-9a-f]{32}$/.test(id)) return null;
  for (const { type, columns } of dataset.table.fields.values()) {
    if (type !== 'file') continue;
    const [column = ''] = columns;
    const where = all([sql(`json_extract(${column}, '$.id') = ?`, id), ...scopeOf(dataset)]);
    const query = sql(
      `SELECT ${column} AS value, r.record_timestamp AS modified FROM ${dataset.table.records} r
       WHERE ${where.text} ORDER BY r.record_timestamp LIMIT 1`,
      ...where.values,
    );
    const [row] = select(store.database, query);
    if (row === undefined) continue;
    const value: { filename?: string; mimetype?: string } = JSON.parse(String(row.value));
    const { filename = id, mimetype = 'application/octet-stream' } = value;
    return mediaFile(openBytes(store, dataset, id), filename, mimetype, Number(row.modified));
  }
  return null;
}

/** One of the documents beside the records; null if the id is unknown. */
export function openDocument(
  { definition }: Dataset,
  documents: readonly Attachment[],
  id: string,
): MediaFile | null {
  const found = documents.find((document) => document.id === id);
  if (found === undefined) return null;
  const bytes = definition.openFile?.(id) ?? null;
  return mediaFile(bytes, found.filename, found.mimetype, Date.parse(definition.metas.modified));
}

function openBytes(store: Store, { definition }: Dataset, id: string): Uint8Array | null {
  const isRealtime = definition.realtime !== undefined;
  return (isRealtime ? store.pushed?.openFile(definition.datasetid, id) : definition.openFile?.(id)) ?? null;
}

function mediaFile(
  bytes: Uint8Array | null,
  filename: string,
  mimetype: string,
  modified: number,
): MediaFile | null {
  if (bytes === null) return null;
  return { bytes, filename, mimetype, modified, tag: hash('sha256', bytes).slice(0, 32) };
}
