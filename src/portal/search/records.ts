/** Records search and record lookup. */
import { ApiError } from '../errors.ts';
import { shown } from '../shown.ts';
import type { Dataset } from '../store/dataset.ts';
import { all, select, sql } from '../store/sql.ts';
import type { Store } from '../store/store.ts';
import type { TableField } from '../store/table.ts';
import type { Zone } from '../zone.ts';
import { conditionsOf } from './conditions.ts';
import { type FacetGroup, facetGroups } from './facet-groups.ts';
import { readPage } from './page.ts';
import { type ApiRecord, RecordRenderer } from './record-renderer.ts';
import { scopeOf } from './scope.ts';
import type { SearchRequest } from './search-request.ts';
import { Selection } from './selection.ts';

export interface RecordsFound {
  nhits: number;
  records: ApiRecord[];
  facetGroups: FacetGroup[];
  /** The requested fields, in their declared order. */
  fields: readonly TableField[];
}

/** One page of the records that match, with the facets. */
export function searchRecords(store: Store, dataset: Dataset, request: SearchRequest): RecordsFound {
  const { definition, table } = dataset;
  const selection = new Selection(store.database, table, conditionsOf(dataset, request));
  const renderer = new RecordRenderer(definition.datasetid, table, request.fields, request.zone);
  return {
    nhits: selection.hits,
    records: readPage(store.database, selection, request, renderer.columns).map((row) =>
      renderer.render(row),
    ),
    facetGroups: facetGroups(store.database, selection, request, definition.fields),
    fields: renderer.fields,
  };
}

/** The record of that id. Throws an ApiError if it is unknown or hidden from the caller. */
export function lookUpRecord(store: Store, dataset: Dataset, recordid: string, zone: Zone): ApiRecord {
  const { definition, table } = dataset;
  const renderer = new RecordRenderer(definition.datasetid, table, null, zone);
  const where = all([sql('r.recordid = ?', recordid), ...scopeOf(dataset)]);
  const query = sql(
    `SELECT ${renderer.columns} FROM ${table.records} r WHERE ${where.text}`,
    ...where.values,
  );
  const [row] = select(store.database, query);
  if (row === undefined) throw new ApiError(404, `Unknown record: ${shown(recordid)}`);
  return renderer.render(row);
}
