/** The geo clustering API and its neighbour: `/api/records/1.0/geocluster/` and `/boundingbox/`. */
import { unexpectedAnswer } from './errors.ts';
import { isObject, type JsonObject, readNumber, readObject, readObjects } from './json.ts';
import { KnownCalls } from './known-calls.ts';
import type { Parameter } from './parameter.ts';
import type { GeoPoint } from './query/geo.ts';
import { Reader } from './reader.ts';
import type { ReadCall } from './transport/call.ts';
import { ask, type Session } from './transport/session.ts';

export interface Range {
  min: number | null;
  max: number | null;
}

export interface GeoCluster {
  center: GeoPoint;
  count: number;
  /** GeoJSON of its envelope, longitude first; null if it was not asked. */
  shape: JsonObject | null;
  /** Its series by the names they were asked under: see `seriesValue`. */
  series: JsonObject;
}

export interface GeoClusterAnswer {
  clusters: GeoCluster[];
  count: Range;
  /** By the names the series were asked under. */
  ranges: Map<string, Range>;
  /** A clustering is never cut short. */
  truncated: false;
}

export interface BoundingBox {
  southWest: GeoPoint;
  northEast: GeoPoint;
}

const clusterings = new Reader<GeoClusterAnswer>(
  ({ json }) => readGeoClusters(json),
  ({ clusters }) => {
    clusters.length = 0;
  },
);
const boxes = new Reader<BoundingBox | null>(({ json }) => readBoundingBox(json));

const calls = new KnownCalls<GeoClusterAnswer>();

/** `GET /api/records/1.0/geocluster/` */
export function clusterRecords(
  session: Session,
  datasetId: string,
  parameters: readonly Parameter[],
): Promise<GeoClusterAnswer> {
  const make = (): ReadCall<GeoClusterAnswer> => ({
    ...callOf('geocluster', datasetId, parameters),
    read: (answer) => clusterings.read(answer),
  });
  return ask(session, calls.of(parameters, make));
}

/** `GET /api/records/1.0/boundingbox/`: null if no record has a place. */
export function boundRecords(
  session: Session,
  datasetId: string,
  parameters: readonly Parameter[],
): Promise<BoundingBox | null> {
  return ask(session, {
    ...callOf('boundingbox', datasetId, parameters),
    read: (answer) => boxes.read(answer),
  });
}

function callOf(api: string, datasetId: string, parameters: readonly Parameter[]): Omit<ReadCall, 'read'> {
  return {
    path: `/api/records/1.0/${api}/`,
    parameters: [['dataset', datasetId], ...parameters],
    datasetId,
    kind: 'analysis',
  };
}

/** Reads an answer of geo clustering; an empty one has no count. */
export function readGeoClusters(json: unknown): GeoClusterAnswer {
  if (!isObject(json) || !Array.isArray(json.clusters))
    throw unexpectedAnswer('geo clustering', 'an object with clusters');
  const clusters: GeoCluster[] = [];
  for (const one of readObjects(json.clusters)) {
    const cluster = readCluster(one);
    if (cluster) clusters.push(cluster);
  }
  const ranges = new Map<string, Range>();
  for (const [name, range] of Object.entries(readObject(json.series))) ranges.set(name, readRange(range));
  return { clusters, count: readRange(json.count), ranges, truncated: false };
}

function readCluster(json: JsonObject): GeoCluster | null {
  if (!Array.isArray(json.cluster_center)) return null;
  // Here alone, this API has the latitude first.
  const latitude: unknown = json.cluster_center[0];
  const longitude: unknown = json.cluster_center[1];
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  return {
    center: { latitude, longitude },
    count: readNumber(json.count) ?? 0,
    shape: isObject(json.cluster) ? json.cluster : null,
    series: readObject(json.series),
  };
}

function readRange(json: unknown): Range {
  const range = readObject(json);
  return { min: readNumber(range.min), max: readNumber(range.max) };
}

/** Reads an answer of the bounding box: `[west, south, east, north]`. */
export function readBoundingBox(json: unknown): BoundingBox | null {
  // Without a place among the records there may be none.
  const isBox =
    isObject(json) && (Array.isArray(json.bbox) || ((json.bbox ?? null) === null && 'count' in json));
  if (!isObject(json) || !isBox) throw unexpectedAnswer('bounding box', 'an object with a bbox');
  const [west, south, east, north]: unknown[] = Array.isArray(json.bbox) ? json.bbox : [];
  if (typeof west !== 'number' || typeof south !== 'number') return null;
  if (typeof east !== 'number' || typeof north !== 'number') return null;
  return {
    southWest: { latitude: south, longitude: west },
    northEast: { latitude: north, longitude: east },
  };
}

/** More corners than the envelope of a dataset has, which is a box. */
const MOST_CORNERS = 100;

/** Reads the extent in the metadata of a dataset, `bbox`: a polygon around its records. Null if there is none. */
export function readExtent(json: unknown): BoundingBox | null {
  // Later eras have the polygon in a feature.
  const { coordinates } = isObject(json) && isObject(json.geometry) ? json.geometry : readObject(json);
  const ring: unknown = Array.isArray(coordinates) ? coordinates[0] : null;
  if (!Array.isArray(ring) || ring.length === 0 || ring.length > MOST_CORNERS) return null;
  const [longitudes, latitudes] = [[] as number[], [] as number[]];
  for (const corner of ring) {
    const [longitude, latitude]: unknown[] = Array.isArray(corner) ? corner : [];
    if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
    longitudes.push(longitude);
    latitudes.push(latitude);
  }
  return {
    southWest: { latitude: Math.min(...latitudes), longitude: Math.min(...longitudes) },
    northEast: { latitude: Math.max(...latitudes), longitude: Math.max(...longitudes) },
  };
}
