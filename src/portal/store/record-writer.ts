/** Adds single records to the tables of a dataset, and deletes them. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { FieldDefinition, RecordValues } from '../dataset-definition.ts';
import { boundsOf } from './bounds.ts';
import { encode, geometryOf, listValues, normalized } from './column-values.ts';
import { isListed } from './layout.ts';
import { quote } from './sql.ts';
import type { Table, TableField } from './table.ts';

interface Column {
  definition: FieldDefinition;
  field: TableField;
  /** Inserts the box of a geo value; null if the field has none. */
  boxes: StatementSync | null;
}

export class RecordWriter {
  readonly #columns: Column[];
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #insertText: StatementSync;
  readonly #insertValue: StatementSync;
  /** Each statement takes a rowid. */
  readonly #deletions: StatementSync[];

  constructor(database: DatabaseSync, table: Table, definitions: readonly FieldDefinition[]) {
    this.#columns = definitions.flatMap((definition) => columnOf(database, table, definition));
    const names = this.#columns.flatMap(({ field }) => field.columnNames.map((name) => `, ${quote(name)}`));
    const words = this.#columns.filter(isText).map(({ field }) => `, ${quote(field.name)}`);
    const geoTables = this.#columns.flatMap(({ field }) => field.geoTable ?? []);
    this.#find = database.prepare(`SELECT rowid FROM ${table.records} WHERE recordid = ?`);
    this.#insert = database.prepare(
      `INSERT INTO ${table.records} (rowid, recordid, record_timestamp${names.join('')})
       VALUES (?, ?, ?${', ?'.repeat(names.length)})`,
    );
    this.#insertText = database.prepare(
      `INSERT INTO ${table.text} (rowid${words.join('')}) VALUES (?${', ?'.repeat(words.length)})`,
    );
    this.#insertValue = database.prepare(
      `INSERT INTO ${table.values} (field, value, rowid) VALUES (?, ?, ?)`,
    );
    this.#deletions = [
      ...[table.records, table.text, table.values].map((name) => `${name} WHERE rowid = ?`),
      ...geoTables.map((name) => `${name} WHERE id = ?`),
    ].map((target) => database.prepare(`DELETE FROM ${target}`));
  }

  /** Adds a record, or replaces the one that has its id. Throws if a value does not fit its field. */
  put(recordid: string, timestamp: number, values: RecordValues): void {
    const cells = this.#columns.flatMap(({ definition, field }) => encode(definition, values[field.name]));
    const replaced = this.#rowidOf(recordid);
    if (replaced !== null) this.#deleteRow(replaced);
    // If `replaced` is null, SQLite takes the next rowid.
    const { lastInsertRowid } = this.#insert.run(replaced, recordid, timestamp, ...cells);
    const rowid = Number(lastInsertRowid);
    const words = this.#columns
      .filter(isText)
      .flatMap(({ definition, field }) => encode(definition, values[field.name]))
      .map((word) => (typeof word === 'string' ? normalized(word) : word));
    if (words.length > 0) this.#insertText.run(rowid, ...words);
    for (const column of this.#columns) this.#index(column, values, rowid);
  }

  /** Returns whether there was such a record. */
  remove(recordid: string): boolean {
    const rowid = this.#rowidOf(recordid);
    if (rowid !== null) this.#deleteRow(rowid);
    return rowid !== null;
  }

  #rowidOf(recordid: string): number | null {
    const row = this.#find.get(recordid);
    return row === undefined ? null : Number(row.rowid);
  }

  #deleteRow(rowid: SQLInputValue): void {
    for (const deletion of this.#deletions) deletion.run(rowid);
  }

  #index({ definition, field, boxes }: Column, values: RecordValues, rowid: number): void {
    const value = values[field.name];
    if (value === undefined) return;
    if (isListed(field)) {
      for (const listed of listValues(field, String(value))) this.#insertValue.run(field.name, listed, rowid);
    }
    const geometry = boxes === null ? null : geometryOf(definition, value);
    const bounds = geometry === null ? null : boundsOf(geometry);
    if (bounds !== null) boxes?.run(rowid, bounds.south, bounds.north, bounds.west, bounds.east);
  }
}

const isText = ({ definition }: Column): boolean => definition.type === 'text';

function columnOf(database: DatabaseSync, table: Table, definition: FieldDefinition): Column[] {
  const field = table.fields.get(definition.name);
  if (field === undefined) return [];
  const boxes =
    field.geoTable === undefined
      ? null
      : database.prepare(`INSERT INTO ${field.geoTable} VALUES (?, ?, ?, ?, ?)`);
  return [{ definition, field, boxes }];
}
