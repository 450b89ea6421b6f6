/** Builds the tables of a dataset from its definition. */
import { hash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { DatasetDefinition, FieldDefinition, FieldValue, RecordValues } from '../dataset-definition.ts';
import { type Bounds, boundsOf, union } from './bounds.ts';
import { encode, geometryOf, listValues, normalized } from './column-values.ts';
import { completion, creation, isListed } from './layout.ts';
import { quote } from './sql.ts';
import type { Table, TableField } from './table.ts';

/** Facts about a dataset that its records tell. */
export interface Summary {
  recordsCount: number;
  bounds: Bounds | null;
  geometryTypes: string[];
}

/** Creates and fills the tables of a dataset. */
export function buildTables(database: DatabaseSync, table: Table, definition: DatasetDefinition): Summary {
  database.exec(creation(table));
  const builder = new TableBuilder(database, table, definition);
  try {
    for (const record of definition.records()) builder.add(record);
  } catch (error) {
    throw withContext(definition.datasetid, error);
  }
  builder.finish();
  return builder.summary;
}

function withContext(datasetid: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`Dataset "${datasetid}": ${message}`, { cause: error });
}

/** What adding a value to a field needs, looked up once for all records. */
interface Column {
  definition: FieldDefinition;
  field: TableField;
  /** Inserts the box of a shape. The boxes of points are inserted at the end, all at once. */
  boxes: StatementSync | null;
}

class TableBuilder {
  readonly summary: Summary = { recordsCount: 0, bounds: null, geometryTypes: [] };
  readonly #database: DatabaseSync;
  readonly #table: Table;
  readonly #columns: Column[];
  readonly #uniqueIdFields: string[];
  readonly #modified: number;
  readonly #records: StatementSync;
  readonly #values: ValuesWriter;
  readonly #seen = new Set<string>();
  /** The rowids of records whose texts are not as the full text has them. */
  readonly #unusual: number[] = [];

  constructor(database: DatabaseSync, table: Table, definition: DatasetDefinition) {
    this.#database = database;
    this.#table = table;
    this.#columns = definition.fields.flatMap((field) => columnOf(database, table, field));
    this.#uniqueIdFields = definition.fields.filter(isUniqueId).map((field) => field.name);
    this.#modified = Date.parse(definition.metas.modified);
    if (Number.isNaN(this.#modified))
      throw new Error(`Dataset "${definition.datasetid}": "modified" must be a date and time (ISO 8601).`);
    const columns = this.#columns.flatMap(({ field }) => field.columnNames.map((name) => `, ${quote(name)}`));
    this.#records = database.prepare(
      `INSERT INTO ${table.records} (rowid, recordid, record_timestamp${columns.join('')})
       VALUES (?, ?, ?${', ?'.repeat(columns.length)})`,
    );
    this.#values = new ValuesWriter(database, table.values);
  }

  add(record: RecordValues): void {
    const rowid = ++this.summary.recordsCount;
    const row: SQLInputValue[] = [rowid, this.#recordId(record), this.#modified];
    let isNormal = true;
    for (const column of this.#columns) {
      const value = record[column.field.name];
      row.push(...encode(column.definition, value));
      if (value === undefined) continue;
      this.#index(column, value, rowid);
      isNormal &&= column.definition.type !== 'text' || normalized(String(value)) === value;
    }
    this.#records.run(...row);
    if (!isNormal) this.#unusual.push(rowid);
  }

  finish(): void {
    this.#values.flush();
    this.#database.exec(completion(this.#table, new Set(this.#uniqueIdFields)));
    this.#normalize();
  }

  /** Writes the full text of the few records again that have decomposed characters. */
  #normalize(): void {
    const names = this.#columns.flatMap(({ field }) => (field.type === 'text' ? field.columnNames : []));
    if (names.length === 0 || this.#unusual.length === 0) return;
    const columns = names.map(quote).join(', ');
    const read = this.#database.prepare(`SELECT ${columns} FROM ${this.#table.records} WHERE rowid = ?`);
    const remove = this.#database.prepare(`DELETE FROM ${this.#table.text} WHERE rowid = ?`);
    const write = this.#database.prepare(
      `INSERT INTO ${this.#table.text} (rowid, ${columns}) VALUES (?${', ?'.repeat(names.length)})`,
    );
    for (const rowid of this.#unusual) {
      const words = Object.values(read.get(rowid) ?? {}).map((word) =>
        typeof word === 'string' ? normalized(word) : word,
      );
      remove.run(rowid);
      write.run(rowid, ...words);
    }
  }

  /** The SHA-1 of the unique id, or of all values. If an equal record came before, a number is added to them. */
  #recordId(record: RecordValues): string {
    const names = this.#uniqueIdFields;
    const identity = JSON.stringify(
      names.length > 0 ? names.map((name) => record[name] ?? null) : Object.entries(record).sort(byName),
    );
    let id = hash('sha1', identity);
    for (let n = 2; this.#seen.has(id); n++) id = hash('sha1', `${identity}${n}`);
    this.#seen.add(id);
    return id;
  }

  /** Adds a value to the tables other than that of the records. */
  #index(column: Column, value: FieldValue, rowid: number): void {
    const { definition, field, boxes } = column;
    if (isListed(field)) {
      for (const listed of listValues(field, String(value))) this.#values.add(field.name, listed, rowid);
    }
    const geometry = field.geoTable === undefined ? null : geometryOf(definition, value);
    if (geometry === null) return;
    if (!this.summary.geometryTypes.includes(geometry.type)) this.summary.geometryTypes.push(geometry.type);
    const bounds = boundsOf(geometry);
    if (bounds === null) return;
    this.summary.bounds = union(this.summary.bounds, bounds);
    boxes?.run(rowid, bounds.south, bounds.north, bounds.west, bounds.east);
  }
}

function columnOf(database: DatabaseSync, table: Table, definition: FieldDefinition): Column[] {
  const field = table.fields.get(definition.name);
  if (field === undefined) return [];
  const boxes =
    definition.type === 'geo_shape'
      ? database.prepare(`INSERT INTO ${field.geoTable} VALUES (?, ?, ?, ?, ?)`)
      : null;
  return [{ definition, field, boxes }];
}

const isUniqueId = (field: FieldDefinition): boolean =>
  field.annotations?.some((annotation) => annotation.name === 'id') ?? false;

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** Writes many rows at a time into a values table: a call costs more than a row. */
class ValuesWriter {
  static readonly #rows = 50;
  readonly #database: DatabaseSync;
  readonly #name: string;
  readonly #full: StatementSync;
  #pending: SQLInputValue[] = [];

  constructor(database: DatabaseSync, name: string) {
    this.#database = database;
    this.#name = name;
    this.#full = this.#insertion(ValuesWriter.#rows);
  }

  #insertion(rows: number): StatementSync {
    const row = '(?, ?, ?)';
    return this.#database.prepare(
      `INSERT INTO ${this.#name} (field, value, rowid) VALUES ${Array(rows).fill(row).join(', ')}`,
    );
  }

  add(field: string, value: string, rowid: number): void {
    this.#pending.push(field, value, rowid);
    if (this.#pending.length < ValuesWriter.#rows * 3) return;
    this.#full.run(...this.#pending);
    this.#pending = [];
  }

  flush(): void {
    if (this.#pending.length > 0) this.#insertion(this.#pending.length / 3).run(...this.#pending);
    this.#pending = [];
  }
}
