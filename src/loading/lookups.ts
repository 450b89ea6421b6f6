/** Lookups by ids: what asks for many of them in one call, and how its answer is split again, as JSON. */
import { datasetSearch } from '../ods/datasets.ts';
import { type JsonObject, readNumber, readObject, readObjects, readText } from '../ods/json.ts';
import type { Parameter } from '../ods/parameter.ts';
import { quote } from '../ods/query/quote.ts';
import { recordSearch } from '../ods/records.ts';
import type { Lookup } from '../ods/transport/call.ts';
import { isPlain } from '../ods/transport/form.ts';
import type { Habit } from './portal-habits.ts';
import type { Projection } from './projection.ts';

/** Ids in one call: 100 of 40 characters are a form of some 6 kB, well under what portals take. */
export const MAX_BATCH = 100;

/** The search for datasets with these ids, exactly: several values of one facet are alternatives if it is disjunctive. */
export function datasetsByIds(ids: readonly string[]): Parameter[] {
  return [
    ...ids.map((id): Parameter => ['refine.datasetid', id]),
    ['disjunctive.datasetid', 'true'],
    ['rows', String(ids.length)],
  ];
}

/** The same in the query language, whose text may match more than was meant, or break up an id with hyphens. */
export function datasetsByText(ids: readonly string[]): Parameter[] {
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
  return [anyOf(field, ids), ['rows', String(ids.length)]];
}

function anyOf(field: string, ids: readonly string[]): Parameter {
  const text = ids.map((id) => `${field}:${quote(id)}`).join(' OR ');
  if (!ids.every(isPlain)) return ['q', text];
  return ['q', text, ids.map((id) => `${field}%3A%22${id}%22`).join('+OR+')];
}

type Things = ReadonlyMap<string, JsonObject>;

function ofDatasets(habit: Habit) {
  return {
    topic: 'datasets',
    ofOneDataset: false,
    fields: 'all',
    callFor: (ids: readonly string[]) =>
      datasetSearch(habit.isBroken ? datasetsByText(ids) : datasetsByIds(ids)),
    thingsIn: (json: unknown) => thingsIn(json, 'datasets', 'datasetid'),
    isExact: (json: unknown, ids: ReadonlySet<string>) => isExact(json, ids, 'datasets', 'datasetid'),
    understanding: habit,
  } as const;
}

/** The lookup of one dataset. */
export function datasetLookup(id: string, habit: Habit): Lookup {
  return { ...ofDatasets(habit), ids: [id], jsonOf: (things) => things.get(id) };
}

/** The lookup of several datasets, which is a search. */
export function datasetLookups(ids: readonly string[], habit: Habit): Lookup {
  return {
    ...ofDatasets(habit),
    ids,
    jsonOf: (things, isExact) => pageOf(things, ids, 'datasets', isExact),
  };
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
    jsonOf: (things, isExact) => pageOf(things, ids, 'records', isExact),
  };
}

function ofRecords(
  datasetId: string,
): Pick<Lookup, 'topic' | 'ofOneDataset' | 'callFor' | 'thingsIn' | 'isExact'> {
  return {
    topic: `records of ${datasetId}`,
    ofOneDataset: true,
    callFor: (ids, fields) => recordSearch(datasetId, recordsByIds(ids, fields), false),
    thingsIn: (json) => thingsIn(json, 'records', 'recordid'),
    isExact: (json, ids) => isExact(json, ids, 'records', 'recordid'),
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

function isExact(json: unknown, ids: ReadonlySet<string>, list: string, idName: string): boolean {
  const answer = readObject(json);
  const found = readObjects(answer[list]);
  return (
    (readNumber(answer.nhits) ?? found.length) === found.length &&
    found.every((thing) => ids.has(readText(thing[idName]) ?? ''))
  );
}

/**
 * The page of a search for these ids. If the answer that it is made of was not exact, neither is the page: it tells of
 * more results than it has, so that whoever reads it takes no id for unknown that is not on it.
 */
function pageOf(things: Things, ids: readonly string[], list: string, isExact: boolean): JsonObject {
  const found = ids.flatMap((id) => things.get(id) ?? []);
  return { nhits: isExact ? found.length : ids.length, [list]: found };
}
