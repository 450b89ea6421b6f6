/** The portal's open database: the datasets, their catalog and their tables. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { DatasetDefinition } from '../dataset-definition.ts';
import { registerGeoFunctions } from '../query/geo-conditions.ts';
import { catalogFields, catalogOf } from './catalog.ts';
import { damaged, discardDamaged, isDamage, replaceFile } from './database-file.ts';
import { completeMetas, type Dataset } from './dataset.ts';
import { layOut } from './layout.ts';
import { PushStore } from './push-store.ts';
import { pushVersion, RealtimeDataset } from './realtime-dataset.ts';
import { select, selectNumber, sql } from './sql.ts';
import type { Table } from './table.ts';
import { buildTables, type Summary } from './table-builder.ts';
import { Usage, usageColumns } from './usage.ts';

export interface StoreOptions {
  definitions: readonly DatasetDefinition[];
  /** The database is built again if it has another fingerprint. */
  fingerprint: string;
  /** A path, or `:memory:`. */
  file: string;
  /** The file of pushed records. The default lies beside the database; `:memory:` forgets the records at the end. */
  pushFile?: string | undefined;
  onProgress: (line: string) => void;
}

export class Store {
  readonly database: DatabaseSync;
  /** Its records are the datasets. `catalogDatabase` has them. */
  readonly catalog: Table;
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** Null if no dataset takes pushes. */
  readonly pushed: PushStore | null;
  readonly usage = new Usage();
  readonly #definitions: readonly DatasetDefinition[];
  readonly #open: () => DatabaseSync;
  /** The catalog since the last push. */
  #liveCatalog: { version: number; database: DatabaseSync } | null = null;
  /** The catalogs of those who may not see all records of some datasets. */
  readonly #catalogs = new LRUCache<object, { version: string; database: DatabaseSync }>({
    max: 20,
    dispose: ({ database }) => database.close(),
  });

  private constructor(open: () => DatabaseSync, { definitions, file, pushFile, onProgress }: StoreOptions) {
    this.#definitions = definitions;
    this.#open = open;
    const realtime = definitions.filter((definition) => definition.realtime !== undefined);
    const pushPath = pushFile ?? (file === ':memory:' ? file : `${file}.pushed`);
    this.pushed = realtime.length === 0 ? null : PushStore.open(pushPath, realtime, onProgress);
    this.database = this.openReader();
    this.catalog = { ...layOut(0, catalogFields(definitions)), computed: usageColumns };
    this.datasets = readDatasets(this.database, definitions, this.pushed);
    // A search writes its hits to this table: see search/selection.ts.
    this.usage.registerIn(this.database);
    this.database.exec(`PRAGMA temp_store = MEMORY; ${hitsTable}`);
  }

  /** Opens the database. Builds it first if it is missing or has another fingerprint. */
  static open(options: StoreOptions): Store {
    const { fingerprint, file, onProgress } = options;
    if (file === ':memory:') {
      // It has a name, so that several connections of this process can open it. It lives as long as one of them.
      const shared = `file:/${randomUUID()}?vfs=memdb`;
      using database = new DatabaseSync(shared);
      build(database, options);
      return new Store(() => new DatabaseSync(shared, { readOnly: true }), options);
    }
    const onDamage = () => onProgress(damaged(file));
    (openBuilt(file, fingerprint, onDamage) ?? buildFile(options)).close();
    const open = () =>
      new Store(() => {
        const database = openBuilt(file, fingerprint);
        if (database === null) throw new Error(`Another program has rebuilt the portal's database ${file}.`);
        return database;
      }, options);
    try {
      return open();
    } catch (error) {
      if (!isDamage(error) || !discardDamaged(file, onProgress)) throw error;
      buildFile(options).close();
      return open();
    }
  }

  /** Opens another connection. A long read on it sees the state in which it began. */
  openReader(): DatabaseSync {
    const database = this.#open();
    this.pushed?.attachTo(database);
    registerGeoFunctions(database);
    return database;
  }

  /** The database to search the catalog in. A push changes what it says about real-time datasets. */
  get catalogDatabase(): DatabaseSync {
    if (this.pushed === null) return this.database;
    const version = pushVersion(this.database);
    if (this.#liveCatalog?.version !== version) {
      this.#liveCatalog?.database.close();
      const summaries = this.#summaries(() => undefined);
      this.#liveCatalog = { version, database: this.#buildCatalog(summaries) };
    }
    return this.#liveCatalog.database;
  }

  /**
   * The same for someone who sees other summaries of some datasets. It is kept under `viewer`, and built again when one
   * of the summaries has changed.
   */
  catalogOf(viewer: object, summaryOf: (datasetid: string) => Summary | undefined): DatabaseSync {
    const summaries = this.#summaries(summaryOf);
    const version = JSON.stringify(summaries);
    const known = this.#catalogs.get(viewer);
    if (known?.version === version) return known.database;
    const database = this.#buildCatalog(summaries);
    this.#catalogs.set(viewer, { version, database });
    return database;
  }

  #summaries(summaryOf: (datasetid: string) => Summary | undefined): Summary[] {
    return this.#definitions.flatMap(
      ({ datasetid }) => summaryOf(datasetid) ?? this.datasets.get(datasetid)?.summary ?? [],
    );
  }

  #buildCatalog(summaries: readonly Summary[]): DatabaseSync {
    const database = new DatabaseSync(':memory:');
    buildTables(database, this.catalog, catalogOf(this.#definitions, summaries));
    registerGeoFunctions(database);
    this.usage.registerIn(database);
    database.exec(hitsTable);
    return database;
  }

  close(): void {
    this.#liveCatalog?.database.close();
    this.#catalogs.clear();
    this.database.close();
    this.pushed?.close();
  }
}

const hitsTable = 'CREATE TEMP TABLE hits (rowid INTEGER PRIMARY KEY)';

/** Opens the file if it is a complete database of that fingerprint; null if it is not. */
function openBuilt(file: string, fingerprint: string, onDamage = () => {}): DatabaseSync | null {
  if (!existsSync(file)) return null;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const query = sql('SELECT count(*) FROM portal WHERE fingerprint = ?', fingerprint);
    if (selectNumber(database, query) === 1) return database;
  } catch (error) {
    // The file is not a database, or not one of the portal.
    if (isDamage(error)) onDamage();
  }
  database.close();
  return null;
}

function buildFile(options: StoreOptions): DatabaseSync {
  const { file, fingerprint, onProgress } = options;
  replaceFile(file, (temporary) => {
    const database = new DatabaseSync(temporary);
    try {
      build(database, options);
    } finally {
      database.close();
    }
  });
  onProgress(`the portal's database is built: ${file}`);
  const built = openBuilt(file, fingerprint);
  if (built === null) throw new Error(`Another program has overwritten the portal's database ${file}.`);
  return built;
}

function build(database: DatabaseSync, { definitions, fingerprint, onProgress }: StoreOptions): void {
  // Nobody reads the file before it is complete, so it needs no journal.
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -262144; BEGIN;
    CREATE TABLE portal (fingerprint TEXT NOT NULL);
    CREATE TABLE datasets (number INTEGER PRIMARY KEY, datasetid TEXT NOT NULL UNIQUE, summary TEXT NOT NULL)`);
  const insert = database.prepare('INSERT INTO datasets VALUES (?, ?, ?)');
  const summaries = definitions.map((definition, index) => {
    onProgress(`building the portal's database: ${definition.datasetid}`);
    const summary = buildTables(database, layOut(index + 1, definition.fields), definition);
    insert.run(index + 1, definition.datasetid, JSON.stringify(summary));
    return summary;
  });
  const catalog = catalogOf(definitions, summaries);
  buildTables(database, layOut(0, catalog.fields), catalog);
  database.prepare('INSERT INTO portal VALUES (?)').run(fingerprint);
  database.exec('COMMIT; PRAGMA analysis_limit = 1000; ANALYZE');
}

function readDatasets(
  database: DatabaseSync,
  definitions: readonly DatasetDefinition[],
  pushed: PushStore | null,
): ReadonlyMap<string, Dataset> {
  const byId = new Map(definitions.map((definition) => [definition.datasetid, definition]));
  const datasets = new Map<string, Dataset>();
  for (const row of select(database, sql('SELECT * FROM datasets ORDER BY number'))) {
    const definition = byId.get(String(row.datasetid));
    if (definition === undefined) continue;
    const pushedTable = pushed?.tables.get(definition.datasetid);
    if (pushedTable !== undefined) {
      datasets.set(definition.datasetid, new RealtimeDataset(database, definition, pushedTable));
      continue;
    }
    const summary: Summary = JSON.parse(String(row.summary));
    const table = layOut(Number(row.number), definition.fields);
    datasets.set(definition.datasetid, {
      definition,
      table,
      summary,
      metas: completeMetas(definition, summary),
      scope: null,
    });
  }
  return datasets;
}
