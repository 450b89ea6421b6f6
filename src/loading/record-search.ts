/** The search that is asked for with a dataset's records. */
import type { Dataset } from '../ods/dataset.ts';
import { type FieldSet, withRecordTimestamp } from '../ods/field.ts';
import type { CompiledFilter, RecordFilter } from '../ods/query/filter.ts';
import { type OrderBy, sortParameters } from '../ods/query/sort.ts';
import type { PageArguments, Search } from './connection.ts';
import { zoneOf } from './zone.ts';

export interface RecordsArguments extends PageArguments {
  filter?: RecordFilter | null | undefined;
  orderBy?: readonly OrderBy[] | null | undefined;
  /** IANA name: in which zone days begin. The default is UTC. */
  timezone?: string | null | undefined;
}

/** By the fields of the dataset, which they hold: arguments alone must not hold those. */
const searches = new WeakMap<FieldSet, WeakMap<RecordsArguments, Search>>();

/** The search of these arguments, whose filter is compiled; the same object if the arguments come again. */
export function recordSearchOf(
  { datasetId, fields }: Dataset,
  args: RecordsArguments,
  filter: CompiledFilter,
): Search {
  const ofDataset = searches.get(fields) ?? new WeakMap<RecordsArguments, Search>();
  searches.set(fields, ofDataset);
  const known = ofDataset.get(args);
  if (known) return known;
  const timezone = zoneOf(args.timezone);
  const order = sortParameters(args.orderBy ?? [], withRecordTimestamp(fields), 'orderBy');
  const search = { datasetId, filter, timezone, order, fields };
  ofDataset.set(args, search);
  return search;
}
