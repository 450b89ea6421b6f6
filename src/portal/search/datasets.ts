/** Dataset search and dataset lookup. The catalog is searched as a dataset whose records are the datasets. */
import type { DatabaseSync } from 'node:sqlite';
import { unknownDataset } from '../errors.ts';
import type { Viewer } from '../permissions.ts';
import { catalogFields } from '../store/catalog.ts';
import { attachmentBodies, type Dataset, featuresOf, instantMetas } from '../store/dataset.ts';
import { any, sql } from '../store/sql.ts';
import type { Store } from '../store/store.ts';
import type { Zone } from '../zone.ts';
import { conditionsOf } from './conditions.ts';
import { assetMetas, basicMetas, extraMetas, interopMetas } from './dataset-metas.ts';
import { type FacetGroup, facetGroups } from './facet-groups.ts';
import { readPage } from './page.ts';
import type { SearchRequest } from './search-request.ts';
import { type Condition, Selection } from './selection.ts';
import { visibleDataset, visibleDatasets } from './visible-dataset.ts';

/** Parts of a dataset that an answer has only on request. */
export interface DatasetParts {
  extraMetas: boolean;
  interopMetas: boolean;
  assetMetas: boolean;
}

export interface DatasetsFound {
  nhits: number;
  datasets: Dataset[];
  facetGroups: FacetGroup[];
}

/** One page of the datasets that match and that the caller may see, with the facets. */
export function searchDatasets(store: Store, viewer: Viewer, request: SearchRequest): DatasetsFound {
  const visible = new Map(
    visibleDatasets(store, viewer).map((dataset) => [dataset.definition.datasetid, dataset]),
  );
  const database = catalogOf(store, viewer, visible);
  const catalog = { table: store.catalog, scope: null };
  const conditions = [...visibility(viewer), ...conditionsOf(catalog, request)];
  const selection = new Selection(database, store.catalog, conditions);
  const rows = readPage(database, selection, request, 'r.datasetid AS datasetid');
  const definitions = [...store.datasets.values()].map((dataset) => dataset.definition);
  return {
    nhits: selection.hits,
    datasets: rows.flatMap((row) => visible.get(String(row.datasetid)) ?? []),
    facetGroups: facetGroups(database, selection, request, catalogFields(definitions)),
  };
}

/** The catalog says how many records a dataset has: it says something else if the viewer may not see all of them. */
function catalogOf(store: Store, { granted }: Viewer, visible: ReadonlyMap<string, Dataset>): DatabaseSync {
  if (![...granted.values()].some((filter) => filter !== null)) return store.catalogDatabase;
  return store.catalogOf(granted, (datasetid) => visible.get(datasetid)?.summary);
}

function visibility({ seesRestricted, granted }: Viewer): Condition[] {
  if (seesRestricted) return [];
  const named = [...granted.keys()].map((datasetid) => sql('r.datasetid = ?', datasetid));
  return [{ sql: any([sql(`r."visibility" = 'domain'`), ...named]) }];
}

/** The dataset of that id. Throws an ApiError if it is unknown or hidden from the caller. */
export function lookUpDataset(store: Store, viewer: Viewer, datasetid: string): Dataset {
  const dataset = visibleDataset(store, viewer, datasetid);
  if (dataset === null) throw unknownDataset(datasetid);
  store.usage.note('calls', datasetid);
  return dataset;
}

/** A dataset as the API shows it. */
export function datasetBody(
  { usage }: Store,
  { definition, summary, metas: known }: Dataset,
  parts: DatasetParts,
  zone: Zone,
): object {
  const { alternativeExports = [], attachments = [], fields } = definition;
  const metas = { ...known, ...localInstants(known, zone) };
  return {
    datasetid: definition.datasetid,
    metas,
    basic_metas: basicMetas(metas),
    has_records: summary.recordsCount > 0,
    data_visible: true,
    features: featuresOf(definition, summary),
    attachments: attachmentBodies(attachments),
    alternative_exports: attachmentBodies(alternativeExports),
    fields,
    ...(parts.interopMetas ? { interop_metas: interopMetas(definition) } : {}),
    ...(parts.extraMetas ? { extra_metas: extraMetas(definition, usage) } : {}),
    ...(parts.assetMetas ? { asset_metas: assetMetas(definition) } : {}),
  };
}

function localInstants(metas: Record<string, unknown>, zone: Zone): Record<string, string> {
  const local: Record<string, string> = {};
  for (const name of instantMetas) {
    const value = metas[name];
    if (typeof value === 'string') local[name] = zone.format(Date.parse(value));
  }
  return local;
}
