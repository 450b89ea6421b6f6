/** A dataset as someone sees it who may see only the records that match a filter. */
import type { DatasetDefinition } from '../dataset-definition.ts';
import { boundRecords } from '../geo-cluster/bounding-box.ts';
import { maySee, type Viewer } from '../permissions.ts';
import type { QueryNode } from '../query/ast.ts';
import { dependsOnNow } from '../query/leaves.ts';
import { completeMetas, type Dataset } from '../store/dataset.ts';
import { pushVersion } from '../store/realtime-dataset.ts';
import { selectNumber, sql } from '../store/sql.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import type { Summary } from '../store/table-builder.ts';
import { scopeOf } from './scope.ts';
import { Selection } from './selection.ts';

/** The datasets that someone may see, in the order of the catalog. */
export function visibleDatasets(store: Store, viewer: Viewer): Dataset[] {
  return [...store.datasets.keys()].flatMap((datasetid) => visibleDataset(store, viewer, datasetid) ?? []);
}

/** One dataset; null if there is none, or none that this viewer may see. */
export function visibleDataset(store: Store, viewer: Viewer, datasetid: string): Dataset | null {
  const dataset = store.datasets.get(datasetid);
  if (dataset === undefined || !maySee(viewer, dataset.definition)) return null;
  const filter = viewer.granted.get(datasetid) ?? null;
  if (filter === null) return dataset;
  const known = views.get(filter) ?? new FilteredDataset(store, dataset, filter);
  views.set(filter, known);
  return known;
}

/** A filter is of one permission, and so of one dataset. */
const views = new WeakMap<QueryNode, FilteredDataset>();

/** How long what is known of the records holds if the filter says `#now`. */
const minute = 60_000;

class FilteredDataset implements Dataset {
  readonly definition: DatasetDefinition;
  readonly table: Table;
  readonly scope: QueryNode;
  readonly #store: Store;
  readonly #isTimed: boolean;
  #known: { version: string; summary: Summary; metas: Record<string, unknown> } | null = null;

  constructor(store: Store, { definition, table }: Dataset, filter: QueryNode) {
    // An alternative export has all records.
    this.definition = { ...definition, alternativeExports: [] };
    this.table = table;
    this.scope = filter;
    this.#store = store;
    this.#isTimed = dependsOnNow(filter);
  }

  get summary(): Summary {
    return this.#current.summary;
  }

  get metas(): Record<string, unknown> {
    return this.#current.metas;
  }

  get #current() {
    const version = this.#version;
    if (this.#known?.version !== version) {
      const summary = this.#summarize();
      const metas = { ...completeMetas(this.definition, summary), ...this.#lastPush(summary) };
      this.#known = { version, summary, metas };
    }
    return this.#known;
  }

  /** Changes when another number of records may match. */
  get #version(): string {
    const pushed = this.definition.realtime === undefined ? 0 : pushVersion(this.#store.database);
    return `${pushed} ${this.#isTimed ? Math.floor(Date.now() / minute) : ''}`;
  }

  #summarize(): Summary {
    const conditions = scopeOf(this).map((limit) => ({ sql: limit }));
    const selection = new Selection(this.#store.database, this.table, conditions);
    const { bbox, geometries } = boundRecords(this.#store.database, selection);
    const [west, south, east, north] = bbox;
    const isPlaced = west !== undefined && south !== undefined && east !== undefined && north !== undefined;
    return {
      recordsCount: selection.hits,
      bounds: isPlaced ? { west, south, east, north } : null,
      geometryTypes: Object.keys(geometries),
    };
  }

  #lastPush({ recordsCount }: Summary): { data_processed?: string } {
    if (this.definition.realtime === undefined || recordsCount === 0) return {};
    const [limit = sql('1')] = scopeOf(this);
    const query = sql(
      `SELECT max(r.record_timestamp) FROM ${this.table.records} r WHERE ${limit.text}`,
      ...limit.values,
    );
    return { data_processed: new Date(selectNumber(this.#store.database, query)).toISOString() };
  }
}
