/** The fields of datasets: a portal's metadata is read again and again, and rarely differs from what it was. */
import { LRUCache } from 'lru-cache';
import { FieldSet, readFields } from './field.ts';
import { isSame } from './json.ts';
import { shown } from './text.ts';

/** Memory for them, in bytes as estimated below. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Of a set, and of each field with its name, its annotations and what it is found by. */
const BYTES_PER_ENTRY = 1000;
const BYTES_PER_FIELD = 800;
/** Larger ones are read anew each time: one alone does not take the place of all others. */
const MAX_ENTRY_BYTES = 512 * 1024;

interface Known {
  readonly json: unknown;
  readonly fields: FieldSet;
}

const known = new LRUCache<string, Known>({
  maxSize: MAX_BYTES,
  maxEntrySize: MAX_ENTRY_BYTES,
  sizeCalculation: ({ fields }) => sizeOf(fields),
});

/**
 * The fields of a dataset, of the `fields` of its metadata. If the same dataset is read again and has the same fields, it
 * gives the same set: what was made of an argument for these fields (filters, plans, parameters) holds as well.
 */
export function datasetFields(datasetId: string, json: unknown): FieldSet {
  const last = known.get(datasetId);
  if (last && isSame(last.json, json)) return last.fields;
  const fields = new FieldSet(`dataset ${shown(datasetId)}`, readFields(json));
  known.set(datasetId, { json, fields });
  return fields;
}

function sizeOf(fields: FieldSet): number {
  let size = BYTES_PER_ENTRY;
  for (const { label, description } of fields)
    size += BYTES_PER_FIELD + 2 * (label.length + (description?.length ?? 0));
  return size;
}
