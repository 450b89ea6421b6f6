/** Lookups by ids: what asks for many of them in one call, and how its answer is split again, as JSON. */
import { datasetSearch } from '../ods/datasets.ts';
import { type JsonObject, readObject, readObjects, readText } from '../ods/json.ts';
import type { Parameter } from '../ods/parameter.ts';
import { quote } from '../ods/query/quote.ts';
import { recordSearch } from '../ods/records.ts';
import type { Lookup } from '../ods/transport/call.ts';
import type { Projection } from './projection.ts';

/** Ids in one call: 100 of 40 characters are a form of some 6 kB, well under what portals take. */
export const MAX_BATCH = 100;

/** The search for datasets with these ids. */
export function datasetsByIds(ids: readonly string[]): Parameter[] {
  return byIds('datasetid', ids);
}

/** The search for records with these ids, in their dataset. */
export function recordsByIds(ids: readonly string[], projection: Projection): Parameter[] {
  const parameters = byIds('recordid', ids);
  return projection === 'all' || projection.size === 0
    ? parameters
    : [...parameters, ['fields', [...projection].join(',')]];
}

function byIds(field: string, ids: readonly string[]): Parameter[] {
  return [
    ['q', ids.map((id) => `${field}:${quote(id)}`).join(' OR ')],
    ['rows', String(ids.length)],
  ];
}

type Things = ReadonlyMap<string, JsonObject>;

const OF_DATASETS = {
  topic: 'datasets',
  ofOneDataset: false,
  fields: 'all',
  callFor: (ids: readonly string[]) => datasetSearch(datasetsByIds(ids)),
  thingsIn: (json: unknown) => thingsIn(json, 'datasets', 'datasetid'),
} as const;

/** The lookup of one dataset. */
export function datasetLookup(id: string): Lookup {
  return { ...OF_DATASETS, ids: [id], jsonOf: (things) => things.get(id) };
}

/** The lookup of several datasets, which is a search. */
export function datasetLookups(ids: readonly string[]): Lookup {
  return { ...OF_DATASETS, ids, jsonOf: (things) => pageOf(things, ids, 'datasets') };
}

/** The lookup of one record, with all its fields. */
export function recordLookup(datasetId: string, id: string): Lookup {
  return { ...ofRecords(datasetId), ids: [id], fields: 'all', jsonOf: (things) => things.get(id) };
}

/** The lookup of several records of one dataset, which is a search. */
export function recordLookups(datasetId: string, ids: readonly string[], projection: Projection): Lookup {
  return {
    ...ofRecords(datasetId),
    ids,
    // Without any name, a search asks for all fields.
    fields: projection === 'all' || projection.size === 0 ? 'all' : projection,
    jsonOf: (things) => pageOf(things, ids, 'records'),
  };
}

function ofRecords(datasetId: string): Pick<Lookup, 'topic' | 'ofOneDataset' | 'callFor' | 'thingsIn'> {
  return {
    topic: `records of ${datasetId}`,
    ofOneDataset: true,
    callFor: (ids, fields) => recordSearch(datasetId, recordsByIds(ids, fields), false),
    thingsIn: (json) => thingsIn(json, 'records', 'recordid'),
  };
}

function thingsIn(json: unknown, list: string, idName: string): Things {
  const things = new Map<string, JsonObject>();
  for (const thing of readObjects(readObject(json)[list])) {
    const id = readText(thing[idName]);
    if (id !== null) things.set(id, thing);
  }
  return things;
}

/** The page of a search for these ids. Ids that are not on it are looked up alone, as after any such search. */
function pageOf(things: Things, ids: readonly string[], list: string): JsonObject {
  const found = ids.flatMap((id) => things.get(id) ?? []);
  return { nhits: found.length, [list]: found };
}
