/** The records of a download, one after the other, as they lay in the database when the first was read. */
import type { DatabaseSync } from 'node:sqlite';
import { conditionsOf } from '../search/conditions.ts';
import { distance } from '../search/geofilter.ts';
import { orderBy } from '../search/order-by.ts';
import { distanceColumn } from '../search/page.ts';
import { type ApiRecord, RecordRenderer } from '../search/record-renderer.ts';
import type { SearchRequest } from '../search/search-request.ts';
import type { Dataset } from '../store/dataset.ts';
import { all, type Row, type Sql, sql } from '../store/sql.ts';
import type { Store } from '../store/store.ts';
import type { TableField } from '../store/table.ts';

/** Records to be read on; whoever has enough closes it. */
export interface Cursor<T> {
  /** Null at the end. */
  next(): T | null;
  close(): void;
}

export class RecordCursor implements Cursor<ApiRecord> {
  readonly fields: readonly TableField[];
  readonly #store: Store;
  readonly #query: Sql;
  readonly #renderer: RecordRenderer;
  /** The types of these are instants. */
  readonly #instants: readonly string[];
  #open: { database: DatabaseSync; rows: Iterator<Row> } | null = null;
  #isClosed = false;

  /** Throws an ApiError for what cannot be asked, but holds nothing before the first record is read. */
  constructor(store: Store, { definition, table }: Dataset, request: SearchRequest) {
    this.#store = store;
    this.#renderer = new RecordRenderer(definition.datasetid, table, request.fields, request.zone);
    this.fields = this.#renderer.fields;
    this.#instants = this.fields.filter(({ type }) => type === 'datetime').map(({ name }) => name);
    const meters = distance(table, request);
    const where = all(conditionsOf(table, request).map((condition) => condition.sql));
    const order = orderBy(table, request.sort, { meters, isScored: false });
    this.#query = sql(
      `SELECT ${this.#renderer.columns}${meters === null ? '' : `, ${meters.text} AS ${distanceColumn}`}
       FROM ${table.records} r WHERE ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`,
      ...(meters?.values ?? []),
      ...where.values,
      ...order.values,
      request.rows,
      request.start,
    );
    store.database.prepare(this.#query.text);
  }

  next(): ApiRecord | null {
    if (this.#isClosed) return null;
    this.#open ??= this.#start();
    const { done, value } = this.#open.rows.next();
    if (!done) return this.#render(value);
    this.close();
    return null;
  }

  #start() {
    // A connection of its own: its view of the data does not move, and that of the others moves on.
    const database = this.#store.openReader();
    return { database, rows: database.prepare(this.#query.text).iterate(...this.#query.values) };
  }

  /** Downloads write instants of UTC with a `Z`, as the live portals do. */
  #render(row: Row): ApiRecord {
    const record = this.#renderer.render(row);
    for (const name of this.#instants) {
      const instant = record.fields[name];
      if (typeof instant === 'string') record.fields[name] = withZ(instant);
    }
    return { ...record, record_timestamp: withZ(record.record_timestamp) };
  }

  close(): void {
    this.#isClosed = true;
    this.#open?.rows.return?.();
    this.#open?.database.close();
    this.#open = null;
  }
}

const withZ = (instant: string): string => instant.replace(/\+00:00$/, 'Z');
