/**
 * The tables of one dataset in SQLite. The store creates them; the query language and the searches read them.
 *
 * N is the number of the dataset. The catalog has tables too, in which the records are the datasets.
 * - `records_N` (always under the alias `r`): `rowid`, `recordid` (TEXT, unique), `record_timestamp` (INTEGER, epoch
 *   milliseconds), and per field the columns named in `TableField.columns`:
 *     text TEXT · int INTEGER · double REAL · date TEXT as published (`2020`, `2020-05`, `2020-05-26`) ·
 *     datetime INTEGER epoch milliseconds · geo_point_2d two REALs, latitude then longitude ·
 *     geo_shape, file, json_blob TEXT holding JSON. An absent value is NULL.
 * - `text_N`: FTS5 over every text field (tokenizer unicode61, diacritics removed). Each field is a column of the same
 *   name, and the rowid is that of the record.
 * - `values_N(field TEXT, value TEXT, rowid INTEGER)`: for multivalued and hierarchical fields only, every distinct
 *   value of a record. A path comes with all its ancestors (`Europe`, `Europe/Paris`).
 * - `geo_N_<i>`: the R*Tree of geo field i. `id` is the rowid of the record; then minLat, maxLat, minLon, maxLon.
 */
import type { FieldType } from '../dataset-definition.ts';

export interface TableField {
  name: string;
  type: FieldType;
  /** The columns in SQL, for example `r."population"`. A geo point has two: latitude and longitude. */
  columns: readonly string[];
  /** The same columns as keys of a row, for example `population`. */
  columnNames: readonly string[];
  /** The name of the R*Tree of a geo field. */
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
  /** SQL for other numbers that records can be sorted by, by name. */
  computed?: ReadonlyMap<string, string>;
}
