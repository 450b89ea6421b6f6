/** The record search and record lookup APIs: `/api/records/1.0/search/` and `/api/datasets/1.0/<id>/records/`. */

import { OdsError, requireWellFormed, unexpectedAnswer } from './errors.ts';
import { type FacetGroup, readFacetGroups } from './facets.ts';
import { isPathSegment } from './identifier.ts';
import { readInstant } from './instant.ts';
import { isObject, type JsonObject, readNumber, readObjects, readText } from './json.ts';
import { KnownCalls } from './known-calls.ts';
import type { Parameter } from './parameter.ts';
import type { GeoPoint } from './query/geo.ts';
import { Reader } from './reader.ts';
import type { Lookup, ReadCall, Sought } from './transport/call.ts';
import { ask, type Session } from './transport/session.ts';

/** A portal shows the first 10,000 results of a search, whatever the page: `start + rows` may not go beyond. */
export const SEARCH_WINDOW = 10_000;

/** One record of a dataset. */
export interface DatasetRecord {
  datasetId: string;
  recordId: string;
  /** Values by field name; a field without a value is absent. */
  fields: JsonObject;
  /** GeoJSON of the first geo point, longitude first; null if there is none or it was not asked. */
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

const pages = new Reader<RecordPage, boolean>(
  ({ json }, hasDistance) => readRecordPage(json, hasDistance),
  (page) => {
    page.records.length = 0;
  },
);
const calls = new KnownCalls<RecordPage>();
const records = new Reader<DatasetRecord>(({ json }) => readRecord(json, false));

/**
 * `GET /api/records/1.0/search/`. `hasDistance`: the parameters have a distance filter. `sought`: what it looks up, if it
 * looks up something.
 */
export function searchRecords(
  session: Session,
  datasetId: string,
  parameters: readonly Parameter[],
  hasDistance: boolean,
  sought: Sought = {},
): Promise<RecordPage> {
  const make = () => ({ ...recordSearch(datasetId, parameters, hasDistance), ...sought });
  return ask(session, calls.of(parameters, make));
}

/** The call of a record search. */
export function recordSearch(
  datasetId: string,
  parameters: readonly Parameter[],
  hasDistance: boolean,
): ReadCall<RecordPage> {
  return {
    path: '/api/records/1.0/search/',
    parameters: [['dataset', datasetId], ...parameters],
    datasetId,
    kind: 'records',
    read: (answer) => pages.read(answer, hasDistance),
  };
}

/**
 * `GET /api/datasets/1.0/<dataset>/records/<record>/`: null if there is no such record or dataset. `lookup`: the same,
 * if others may share the call.
 */
export async function lookupRecord(
  session: Session,
  datasetId: string,
  recordId: string,
  lookup?: Lookup,
): Promise<DatasetRecord | null> {
  requireWellFormed(datasetId, 'datasetId');
  requireWellFormed(recordId, 'recordId');
  if (!isPathSegment(datasetId) || !isPathSegment(recordId)) return null;
  const path = `/api/datasets/1.0/${encodeURIComponent(datasetId)}/records/${encodeURIComponent(recordId)}/`;
  try {
    return await ask(session, {
      path,
      parameters: [],
      datasetId,
      kind: 'records',
      read: (answer) => records.read(answer),
      lookup,
    });
  } catch (error) {
    if (error instanceof OdsError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** Reads an answer of record search, of any era. `hasDistance`: the request had a distance filter. */
export function readRecordPage(json: unknown, hasDistance: boolean): RecordPage {
  if (!isObject(json) || (readNumber(json.nhits) === null && !Array.isArray(json.records)))
    throw unexpectedAnswer('record search', 'an object with nhits or records');
  const records = readObjects(json.records).map((record) => readRecord(record, hasDistance));
  return {
    total: readNumber(json.nhits) ?? records.length,
    records,
    facetGroups: readFacetGroups(json.facet_groups),
  };
}

/** Reads a record of any era. With a distance filter the portal adds `dist` to the values: it is taken out of them. */
export function readRecord(json: unknown, hasDistance: boolean): DatasetRecord {
  const recordId = isObject(json) ? readText(json.recordid) : null;
  if (!isObject(json) || recordId === null)
    throw unexpectedAnswer('record lookup', 'an object with a recordid');
  return new PortalRecord(json, recordId, hasDistance);
}

/** A record as the portal gave it; what few callers ask for is read when it is asked for. */
class PortalRecord implements DatasetRecord {
  readonly datasetId: string;
  readonly recordId: string;
  readonly fields: JsonObject;
  readonly distance: number | null;
  readonly #json: JsonObject;

  constructor(json: JsonObject, recordId: string, hasDistance: boolean) {
    const values = isObject(json.fields) ? json.fields : {};
    this.#json = json;
    this.datasetId = readText(json.datasetid) ?? '';
    this.recordId = recordId;
    this.fields = hasDistance ? withoutDistance(values) : values;
    this.distance = hasDistance ? readNumber(values.dist) : null;
  }

  get geometry(): JsonObject | null {
    const { geometry } = this.#json;
    // An author's `{}` for a geometry that was blanked is no geometry.
    return isObject(geometry) && typeof geometry.type === 'string' ? geometry : null;
  }

  get timestamp(): Date | null {
    return readInstant(this.#json.record_timestamp);
  }
}

/** The same record with other values. */
export function withFields(record: DatasetRecord, fields: JsonObject): DatasetRecord {
  const { datasetId, recordId, geometry, timestamp, distance } = record;
  return { datasetId, recordId, fields, geometry, timestamp, distance };
}

function withoutDistance({ dist: _, ...values }: JsonObject): JsonObject {
  return values;
}

/** The place of a record, from its geometry: GeoJSON writes longitude first. Null if it is not a point. */
export function locationOf({ geometry }: DatasetRecord): GeoPoint | null {
  const coordinates = geometry?.type === 'Point' ? geometry.coordinates : null;
  if (!Array.isArray(coordinates)) return null;
  const [longitude, latitude]: unknown[] = coordinates;
  return typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : null;
}

/** The value of a geo point field: portals write a pair with latitude first. Null if it is none. */
export function pointOf(value: unknown): GeoPoint | null {
  const [latitude, longitude]: unknown[] = Array.isArray(value) ? value : [];
  return typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : null;
}

/** The value of a geo field as GeoJSON: a shape is that already, and a point has longitude first there. */
export function geoJsonOf(value: unknown): JsonObject | null {
  if (isObject(value)) return typeof value.type === 'string' ? value : null;
  const point = pointOf(value);
  return point && { type: 'Point', coordinates: [point.longitude, point.latitude] };
}
