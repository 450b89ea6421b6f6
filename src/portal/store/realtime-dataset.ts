/** A dataset whose records are pushed. Its summary and metadata are computed again after each push. */
import type { DatabaseSync } from 'node:sqlite';
import type { DatasetDefinition } from '../dataset-definition.ts';
import { type Bounds, union } from './bounds.ts';
import { completeMetas, type Dataset } from './dataset.ts';
import { type Row, select, selectNumber, sql } from './sql.ts';
import type { Table } from './table.ts';
import type { Summary } from './table-builder.ts';

/** A number that changes when anybody changes the file of pushed records. */
export const pushVersion = (database: DatabaseSync): number =>
  selectNumber(database, sql('PRAGMA pushed.data_version'));

export class RealtimeDataset implements Dataset {
  readonly definition: DatasetDefinition;
  readonly table: Table;
  readonly scope = null;
  readonly #database: DatabaseSync;
  #known: { version: number; summary: Summary; metas: Record<string, unknown> } | null = null;

  constructor(database: DatabaseSync, definition: DatasetDefinition, table: Table) {
    this.#database = database;
    this.definition = definition;
    this.table = table;
  }

  get summary(): Summary {
    return this.#current.summary;
  }

  get metas(): Record<string, unknown> {
    return this.#current.metas;
  }

  get #current() {
    const version = pushVersion(this.#database);
    if (this.#known?.version !== version) {
      const { summary, pushed } = this.#summarize();
      const processed = pushed === null ? {} : { data_processed: pushed };
      const metas = { ...completeMetas(this.definition, summary), ...processed };
      this.#known = { version, summary, metas };
    }
    return this.#known;
  }

  /** The summary, and the time of the last push. */
  #summarize(): { summary: Summary; pushed: string | null } {
    const { records, fields } = this.table;
    const [row] = select(
      this.#database,
      sql(`SELECT count(*) AS n, max(record_timestamp) AS pushed FROM ${records}`),
    );
    const recordsCount = Number(row?.n);
    let bounds: Bounds | null = null;
    const geometryTypes = new Set<string>();
    for (const { type, geoTable, columns } of recordsCount === 0 ? [] : fields.values()) {
      if (geoTable === undefined) continue;
      const [first = '', second = first] = columns;
      const extent =
        type === 'geo_point_2d'
          ? `min(${first}) s, max(${first}) n, min(${second}) w, max(${second}) e FROM ${records} r`
          : `min(minLat) s, max(maxLat) n, min(minLon) w, max(maxLon) e FROM ${geoTable}`;
      bounds = widen(bounds, select(this.#database, sql(`SELECT ${extent}`))[0]);
      const kind = type === 'geo_point_2d' ? `'Point'` : `json_extract(${first}, '$.type')`;
      const kinds = sql(`SELECT DISTINCT ${kind} AS kind FROM ${records} r WHERE ${first} IS NOT NULL`);
      for (const found of select(this.#database, kinds)) geometryTypes.add(String(found.kind));
    }
    const pushed = recordsCount === 0 ? null : new Date(Number(row?.pushed)).toISOString();
    return { summary: { recordsCount, bounds, geometryTypes: [...geometryTypes] }, pushed };
  }
}

function widen(bounds: Bounds | null, row: Row | undefined): Bounds | null {
  if (row === undefined || row.s === null) return bounds;
  const [south, north, west, east] = [Number(row.s), Number(row.n), Number(row.w), Number(row.e)];
  return union(bounds, { south, north, west, east });
}
