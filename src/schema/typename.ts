/** Which type an object of the graph is: a record may be one of a type of its own. */
import type { Dataset } from '../ods/dataset.ts';
import { type DatasetRecord, withFields } from '../ods/records.ts';

const typenames = new WeakMap<object, string>();

/** The same record as an object of another type, for a field that may give several types. */
export function withTypename(record: DatasetRecord, typename: string): DatasetRecord {
  const typed = withFields(record, record.fields);
  typenames.set(typed, typename);
  return typed;
}

/** The type of a dataset or record. */
export function typenameOf(node: Dataset | DatasetRecord): string {
  return typenames.get(node) ?? ('recordId' in node ? 'Record' : 'Dataset');
}
