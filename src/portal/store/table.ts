/**
 * How one dataset lies in SQLite. The store creates these tables, the query language and the searches read them.
 *
 * For the table number N (the catalog is a table like any other, its records are the datasets):
 * - `records_N` (always under the alias `r`): `rowid`, `recordid` (TEXT, unique), `record_timestamp` (INTEGER, epoch
 *   milliseconds), and per field the columns named in `TableField.columns`:
 *     text TEXT · int INTEGER · double REAL · date TEXT as published (`2020`, `2020-05`, `2020-05-26`) ·
 *     datetime INTEGER epoch milliseconds · geo_point_2d two REALs, latitude then longitude ·
 *     geo_shape, file, json_blob TEXT holding JSON. No value is NULL.
 * - `text_N`: FTS5 over every text field (tokenizer unicode61, diacritics removed), one FTS column per field, named
 *   as the field; its rowid is the record's.
 * - `values_N(field TEXT, value TEXT, rowid INTEGER)`: for multivalued or hierarchical fields only, every distinct
 *   value of a record; of a hierarchical one also each ancestor path (`Europe`, `Europe/Paris`).
 * - `geo_N_<i>`: R*Tree of the i-th geo field, `id` the record's rowid, then minLat, maxLat, minLon, maxLon.
 */
import type { FieldType } from '../dataset-definition.ts';

export interface TableField {
  name: string;
  type: FieldType;
  /** Quoted SQL column references with the alias, e.g. `r."population"`; two for a geo point (latitude, longitude). */
  columns: readonly string[];
  /** The same columns as the keys of a result row, e.g. `population`. */
  columnNames: readonly string[];
  /** Name of the R*Tree, for geo fields. */
  geoTable?: string;
  /** The separator of a multivalued field. */
  multivalued?: string;
  /** The separator of a hierarchical field. */
  hierarchical?: string;
  isFacet: boolean;
  isSortable: boolean;
}

export interface Table {
  /** `records_N` */
  records: string;
  /** `text_N` */
  text: string;
  /** `values_N` */
  values: string;
  /** The dataset's fields in their declared order, by name. */
  fields: ReadonlyMap<string, TableField>;
}
