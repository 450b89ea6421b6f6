/** The filters of an analysis, a clustering or a bounding box: the same as those of a search. */
import type { Parameters } from '../parameters.ts';
import { conditionsOf } from '../search/conditions.ts';
import { filtersOf, readSearchRequest, type SearchRequest } from '../search/search-request.ts';
import { Selection } from '../search/selection.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';

/** Reads only the filters: dashboards send the `rows` and `sort` of a search to these APIs too. */
export function readFilter(parameters: Parameters): SearchRequest {
  return readSearchRequest(filtersOf(parameters));
}

export const selectionOf = (store: Store, dataset: Dataset, filter: SearchRequest): Selection =>
  new Selection(store.database, dataset.table, conditionsOf(dataset, filter));
