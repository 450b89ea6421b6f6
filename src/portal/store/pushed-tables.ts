/**
 * The tables of the real-time datasets in the file of pushed records. `pushed_records` keeps the records as they came.
 * The tables that searches read are made from it again when the fields of a dataset change.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { DatasetDefinition } from '../dataset-definition.ts';
import { completion, creation, layOut } from './layout.ts';
import { RecordWriter } from './record-writer.ts';
import { quote, select, selectNumber, sql } from './sql.ts';
import type { Table } from './table.ts';

/** Far above the table numbers of the database, which the same connections read. */
const firstNumber = 1_000_001;

const permanentTables = `
  CREATE TABLE IF NOT EXISTS pushed_layouts (
    datasetid TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, layout TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS pushed_records (
    datasetid TEXT NOT NULL, recordid TEXT NOT NULL, record_timestamp INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (datasetid, recordid));
  CREATE TABLE IF NOT EXISTS pushed_files (
    datasetid TEXT NOT NULL, recordid TEXT NOT NULL, field TEXT NOT NULL, id TEXT NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (datasetid, recordid, field));
  CREATE INDEX IF NOT EXISTS pushed_files_id ON pushed_files (datasetid, id);`;

/** The tables of these datasets. They are created if they are missing or were made for other fields. */
export function preparePushedTables(
  database: DatabaseSync,
  definitions: readonly DatasetDefinition[],
  onProgress: (line: string) => void,
): ReadonlyMap<string, Table> {
  // Several portals may open the file at once, but only one of them may create the tables.
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(permanentTables);
    const tables = new Map<string, Table>();
    for (const definition of definitions) {
      tables.set(definition.datasetid, prepareTable(database, definition, onProgress));
    }
    database.exec('COMMIT');
    return tables;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function prepareTable(
  database: DatabaseSync,
  definition: DatasetDefinition,
  onProgress: (line: string) => void,
): Table {
  const { datasetid, fields } = definition;
  const layout = JSON.stringify(fields.map(({ name, type, annotations }) => [name, type, annotations]));
  const [known] = select(database, sql('SELECT * FROM pushed_layouts WHERE datasetid = ?', datasetid));
  if (known?.layout === layout) return layOut(Number(known.number), fields);
  if (known !== undefined) dropTables(database, Number(known.number));
  const number = selectNumber(
    database,
    sql(`SELECT coalesce(max(number), ?) + 1 FROM pushed_layouts`, firstNumber - 1),
  );
  database.prepare('INSERT OR REPLACE INTO pushed_layouts VALUES (?, ?, ?)').run(datasetid, number, layout);
  const table = layOut(number, fields);
  database.exec(creation(table));
  database.exec(completion(table, new Set()));
  // A record is deleted by its rowid, which the index for searches cannot find.
  database.exec(`CREATE INDEX ${table.values}_row ON ${table.values} (rowid)`);
  refill(database, definition, table, onProgress);
  return table;
}

function dropTables(database: DatabaseSync, number: number): void {
  const owned = [`records_${number}`, `text_${number}`, `values_${number}`];
  const names = select(database, sql(`SELECT name FROM sqlite_schema WHERE type = 'table'`)).map((row) =>
    String(row.name),
  );
  const isOwned = (name: string) => owned.includes(name) || new RegExp(`^geo_${number}_\\d+$`).test(name);
  for (const name of names.filter(isOwned)) database.exec(`DROP TABLE ${quote(name)}`);
}

/** A record that no longer fits the fields stays in `pushed_records`, and a line of progress says so. */
function refill(
  database: DatabaseSync,
  { datasetid, fields }: DatasetDefinition,
  table: Table,
  onProgress: (line: string) => void,
): void {
  const writer = new RecordWriter(database, table, fields);
  let unfit = 0;
  const rows = select(
    database,
    sql('SELECT * FROM pushed_records WHERE datasetid = ? ORDER BY rowid', datasetid),
  );
  for (const row of rows) {
    try {
      writer.put(String(row.recordid), Number(row.record_timestamp), JSON.parse(String(row.record)));
    } catch {
      unfit++;
    }
  }
  if (unfit > 0)
    onProgress(
      `${unfit} pushed records of ${datasetid} no longer fit its fields: they are kept, but not shown`,
    );
}
