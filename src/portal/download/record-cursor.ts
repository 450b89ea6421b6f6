/** Reads the records of a download one after the other, in the state that the database had at the first of them. */
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

/** Items that are read one by one. A reader that stops early must close it. */
export interface Cursor<T> {
  /** The next item; null at the end. */
  next(): T | null;
  close(): void;
}

export class RecordCursor implements Cursor<ApiRecord> {
  readonly fields: readonly TableField[];
  readonly #store: Store;
  readonly #query: Sql;
  readonly #renderer: RecordRenderer;
  /** The names of the datetime fields. */
  readonly #instants: readonly string[];
  #open: { database: DatabaseSync; rows: Iterator<Row> } | null = null;
  #isClosed = false;

  /** Throws an ApiError if the request is bad. Nothing is open before the first record is read. */
  constructor(store: Store, dataset: Dataset, request: SearchRequest) {
    const { definition, table } = dataset;
    this.#store = store;
    this.#renderer = new RecordRenderer(definition.datasetid, table, request.fields, request.zone);
    this.fields = this.#renderer.fields;
    this.#instants = this.fields.filter(({ type }) => type === 'datetime').map(({ name }) => name);
    const meters = distance(table, request);
    const where = all(conditionsOf(dataset, request).map((condition) => condition.sql));
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
    // Its own connection: the data that it sees do not change while others write.
    const database = this.#store.openReader();
    return { database, rows: database.prepare(this.#query.text).iterate(...this.#query.values) };
  }

  /** Downloads write UTC as `Z`, as the live portals do. */
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
