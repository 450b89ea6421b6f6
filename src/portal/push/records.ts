/** Reads the records of a push. If one of them is bad, the whole push is refused. */
import { hash } from 'node:crypto';
import type { DatasetDefinition, FieldDefinition, RecordValues } from '../dataset-definition.ts';
import { ApiError, badRequest } from '../errors.ts';
import type { PushedBytes, PushedRecord } from '../store/push-store.ts';
import { MisfitError, readValue } from './field-value.ts';
import { readFileValue } from './file-value.ts';
import { isNestedDeeper } from './json.ts';

/** The records of a body, which is one object or an array of objects. */
export function readRecords(definition: DatasetDefinition, body: string): Promise<PushedRecord[]> {
  const json = parse(body);
  return inOrder(Array.isArray(json) ? json : [json], (item, index) => readRecord(definition, item, index));
}

/** Levels of a body: more than any field takes, and few enough to parse. */
const deepest = 1_000;

function parse(body: string): unknown {
  if (isNestedDeeper(body, deepest)) {
    throw badRequest(`The body is nested too deeply: at most ${deepest} levels are allowed.`);
  }
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    throw badRequest('The body is not JSON: an object or an array of objects is expected.');
  }
}

/** Reads one item after the other: a push of a thousand images must not open all of them at once. */
async function inOrder<T>(
  items: unknown[],
  read: (item: unknown, index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (const [index, item] of items.entries()) results.push(await read(item, index));
  return results;
}

async function readRecord(
  { fields }: DatasetDefinition,
  item: unknown,
  index: number,
): Promise<PushedRecord> {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    throw new ApiError(400, `Record ${index}: an object is expected.`, { index });
  }
  const given = new Map(Object.entries(item));
  const values: RecordValues = {};
  const files: PushedBytes[] = [];
  for (const field of fields) {
    const value = await explained(index, field, () => readField(field, given.get(field.name), files));
    if (value !== null) values[field.name] = value;
  }
  return { recordid: identify(fields, values, index), values, files };
}

async function readField(field: FieldDefinition, value: unknown, files: PushedBytes[]) {
  if (field.type !== 'file' || value === null || value === undefined) return readValue(field, value);
  const file = await readFileValue(field.name, value);
  files.push({ field: field.name, id: file.id, bytes: file.bytes });
  return file.value;
}

async function explained<T>(index: number, field: FieldDefinition, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof MisfitError)) throw error;
    throw new ApiError(400, `Record ${index}, field "${field.name}" (${field.type}): ${error.message}.`, {
      index,
      field: field.name,
    });
  }
}

/** The SHA-1 of the unique id, or of all values if the dataset has none: equal records are the same record. */
function identify(fields: readonly FieldDefinition[], values: RecordValues, index: number): string {
  const ids = fields.filter((field) => field.annotations?.some((annotation) => annotation.name === 'id'));
  const missing = ids.find((field) => values[field.name] === undefined);
  if (missing !== undefined) {
    const message = `Record ${index}, field "${missing.name}": the unique id is missing.`;
    throw new ApiError(400, message, { index, field: missing.name });
  }
  if (Object.keys(values).length === 0) {
    throw new ApiError(400, `Record ${index}: no field of this dataset has a value.`, { index });
  }
  const identity =
    ids.length > 0
      ? ids.map((field) => values[field.name])
      : Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha1', JSON.stringify(identity));
}
