/** The filters of an analysis, a clustering or a bounding box: the same as those of a search. */
import { Parameters } from '../parameters.ts';
import { conditionsOf } from '../search/conditions.ts';
import { readSearchRequest, type SearchRequest } from '../search/search-request.ts';
import { Selection } from '../search/selection.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';

const single = [
  'q',
  'rq',
  'geofilter.distance',
  'geofilter.polygon',
  'geofilter.bbox',
  'geo_digest',
  'timezone',
];
const prefixes = ['q', 'rq', 'refine', 'exclude', 'disjunctive', 'geo_digest'];

/** Reads only the filters: dashboards send the `rows` and `sort` of a search to these APIs too. */
export function readFilter(parameters: Parameters): SearchRequest {
  const named = prefixes.flatMap((prefix) =>
    [...parameters.named(prefix)].map(([name, values]): [string, string[]] => [`${prefix}.${name}`, values]),
  );
  const all = [...single.map((name): [string, string[]] => [name, parameters.all(name)]), ...named];
  return readSearchRequest(
    new Parameters(all.flatMap(([name, values]) => values.map((value): [string, string] => [name, value]))),
  );
}

export const selectionOf = (store: Store, dataset: Dataset, filter: SearchRequest): Selection =>
  new Selection(store.database, dataset.table, conditionsOf(dataset, filter));
