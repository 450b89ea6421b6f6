/**
 * The file of pushed records. It is not the database that is built from the definitions: that one is replaced when they
 * change. Only this connection writes to the file; the connections that read attach it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { DatasetDefinition, RecordValues } from '../dataset-definition.ts';
import { preparePushedTables } from './pushed-tables.ts';
import { RecordWriter } from './record-writer.ts';
import type { Table } from './table.ts';

/** A pushed record whose values have been checked. */
export interface PushedRecord {
  recordid: string;
  values: RecordValues;
  files: readonly PushedBytes[];
}

export interface PushedBytes {
  field: string;
  id: string;
  bytes: Uint8Array;
}

/** Milliseconds that a push waits for the push of another portal. */
const patience = 5_000;

export class PushStore {
  /** The tables of the real-time datasets, by id. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #writers: ReadonlyMap<string, RecordWriter>;
  /** A folder that is removed at the end. */
  readonly #temporary: string | null;

  private constructor(
    path: string,
    temporary: string | null,
    definitions: readonly DatasetDefinition[],
    onProgress: (line: string) => void,
  ) {
    this.#path = path;
    this.#temporary = temporary;
    this.#database = new DatabaseSync(path, { timeout: patience });
    // With a write-ahead log, a download keeps reading the state in which it began.
    const synchronous = temporary === null ? 'FULL' : 'OFF';
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
    this.tables = preparePushedTables(this.#database, definitions, onProgress);
    this.#writers = new Map(
      definitions.flatMap(({ datasetid, fields }) => {
        const table = this.tables.get(datasetid);
        return table === undefined ? [] : [[datasetid, new RecordWriter(this.#database, table, fields)]];
      }),
    );
  }

  /** With `:memory:`, the records are forgotten at the end. */
  static open(
    path: string,
    definitions: readonly DatasetDefinition[],
    onProgress: (line: string) => void,
  ): PushStore {
    if (path === ':memory:') {
      // This is a file too: readers of a database in memory would block pushes.
      const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-pushed-'));
      return new PushStore(join(folder, 'pushed.sqlite'), folder, definitions, onProgress);
    }
    mkdirSync(dirname(path), { recursive: true });
    try {
      return new PushStore(path, null, definitions, onProgress);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`The portal's file of pushed records ${path} cannot be opened: ${message}`, {
        cause: error,
      });
    }
  }

  /** Lets a connection read the tables, under the schema name `pushed`. */
  attachTo(reader: DatabaseSync): void {
    // Without `vfs`, a connection to a database in memory would look for the file in memory.
    const system = process.platform === 'win32' ? 'win32' : 'unix';
    reader.prepare('ATTACH ? AS pushed').run(`${pathToFileURL(this.#path).href}?vfs=${system}`);
  }

  /** Adds all of these records, or none. */
  put(datasetid: string, records: readonly PushedRecord[]): void {
    const keep = this.#database.prepare('INSERT OR REPLACE INTO pushed_records VALUES (?, ?, ?, ?)');
    const keepFile = this.#database.prepare('INSERT INTO pushed_files VALUES (?, ?, ?, ?, ?)');
    const now = Date.now();
    this.#transact(() => {
      for (const { recordid, values, files } of records) {
        this.#removeFiles(datasetid, recordid);
        keep.run(datasetid, recordid, now, JSON.stringify(values));
        for (const { field, id, bytes } of files) keepFile.run(datasetid, recordid, field, id, bytes);
        this.#writers.get(datasetid)?.put(recordid, now, values);
      }
    });
  }

  remove(datasetid: string, recordids: readonly string[]): void {
    const forget = this.#database.prepare('DELETE FROM pushed_records WHERE datasetid = ? AND recordid = ?');
    this.#transact(() => {
      for (const recordid of recordids) {
        forget.run(datasetid, recordid);
        this.#removeFiles(datasetid, recordid);
        this.#writers.get(datasetid)?.remove(recordid);
      }
    });
  }

  /** The bytes of a pushed file; null if the id is unknown. */
  openFile(datasetid: string, id: string): Uint8Array | null {
    const query = 'SELECT bytes FROM pushed_files WHERE datasetid = ? AND id = ? LIMIT 1';
    const bytes = this.#database.prepare(query).get(datasetid, id)?.bytes;
    return bytes instanceof Uint8Array ? bytes : null;
  }

  #removeFiles(datasetid: string, recordid: string): void {
    this.#database
      .prepare('DELETE FROM pushed_files WHERE datasetid = ? AND recordid = ?')
      .run(datasetid, recordid);
  }

  #transact(change: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
    if (this.#temporary !== null) rmSync(this.#temporary, { recursive: true, force: true });
  }
}
