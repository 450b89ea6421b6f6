/** The record search and record lookup APIs: `/api/records/1.0/search/` and `/api/datasets/1.0/<id>/records/`. */
import { readInstant } from './date.ts';
import { OdsError } from './errors.ts';
import { type FacetGroup, readFacetGroups } from './facets.ts';
import { isPathSegment } from './identifier.ts';
import { isObject, type JsonObject, readNumber, readObjects, readText } from './json.ts';
import type { Parameter } from './parameter.ts';
import type { Session } from './transport/session.ts';

/** A portal shows the first 10,000 results of a search, whatever the page: `start + rows` may not go beyond. */
export const SEARCH_WINDOW = 10_000;

/** One record of a dataset. */
export interface DatasetRecord {
  datasetId: string;
  recordId: string;
  /** Values by field name; a field without a value is absent. */
  fields: JsonObject;
  /** GeoJSON of the first geo point, longitude first; null where there is none or it was not asked. */
  geometry: JsonObject | null;
  timestamp: Date | null;
  /** Metres from the centre of a distance filter. */
  distance: number | null;
}

export interface RecordPage {
  /** How many records match, on this page and beyond. */
  total: number;
  records: DatasetRecord[];
  facetGroups: FacetGroup[];
}

/** `GET /api/records/1.0/search/` */
export async function searchRecords(
  session: Session,
  datasetId: string,
  parameters: readonly Parameter[],
): Promise<RecordPage> {
  return readRecordPage(
    await session.transport.getJson(session, {
      path: '/api/records/1.0/search/',
      parameters: [['dataset', datasetId], ...parameters],
      datasetId,
      isAnswer: isObject,
    }),
    parameters.some(([name]) => name === 'geofilter.distance'),
  );
}

/** `GET /api/datasets/1.0/<dataset>/records/<record>/`: null where there is no such record or dataset. */
export async function lookupRecord(
  session: Session,
  datasetId: string,
  recordId: string,
): Promise<DatasetRecord | null> {
  if (!isPathSegment(datasetId) || !isPathSegment(recordId)) return null;
  const path = `/api/datasets/1.0/${encodeURIComponent(datasetId)}/records/${encodeURIComponent(recordId)}/`;
  try {
    return readRecord(
      await session.transport.getJson(session, {
        path,
        parameters: [],
        datasetId,
        isAnswer: (json) => isObject(json) && readText(json.recordid) !== null,
      }),
      false,
    );
  } catch (error) {
    if (error instanceof OdsError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** Reads an answer of record search, of any era. `near`: the request had a distance filter. */
export function readRecordPage(json: unknown, near: boolean): RecordPage {
  if (!isObject(json)) throw unexpected('record search', 'an object');
  const records = readObjects(json.records).map((record) => readRecord(record, near));
  return {
    total: readNumber(json.nhits) ?? records.length,
    records,
    facetGroups: readFacetGroups(json.facet_groups),
  };
}

/** Reads a record of any era. With a distance filter the portal adds `dist` to the values: it is taken out of them. */
export function readRecord(json: unknown, near: boolean): DatasetRecord {
  const recordId = isObject(json) ? readText(json.recordid) : null;
  if (!isObject(json) || recordId === null) throw unexpected('record lookup', 'an object with a recordid');
  const values = isObject(json.fields) ? json.fields : {};
  const { dist, ...rest } = values;
  const geometry = json.geometry;
  return {
    datasetId: readText(json.datasetid) ?? '',
    recordId,
    fields: near ? rest : values,
    // An author's `{}` for a geometry that was blanked is no geometry.
    geometry: isObject(geometry) && typeof geometry.type === 'string' ? geometry : null,
    timestamp: readInstant(json.record_timestamp),
    distance: near ? readNumber(dist) : null,
  };
}

function unexpected(api: string, what: string): OdsError {
  return new OdsError('UPSTREAM_INVALID_RESPONSE', `The portal's answer to ${api} is not ${what}.`, {
    status: 200,
  });
}
