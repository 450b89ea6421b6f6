/** Reads `geofilter.distance`, `geofilter.polygon` and `geofilter.bbox`. */
import { badRequest } from '../errors.ts';
import { distanceExpression, withinBox, withinDistance, withinPolygon } from '../query/geo-conditions.ts';
import { hasDigest } from '../query/geo-digest.ts';
import { parsePolygon } from '../query/geo-text.ts';
import type { RequestBudget } from '../request-budget.ts';
import { shown } from '../shown.ts';
import type { Sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';
import type { SearchRequest } from './search-request.ts';

/** In metres: a point without a radius means the records at that place. */
const samePlace = 1;

interface Circle {
  center: { latitude: number; longitude: number };
  meters: number;
}

/** The conditions of the geographic filters. All of them must hold. */
export function geoConditions(table: Table, request: SearchRequest, budget: RequestBudget): Sql[] {
  const digests = [...request.digests].flatMap(([name, values]) =>
    values.map((digest) => [name, digest] as const),
  );
  const { distance: circles, polygon, box } = request;
  budget.spend('places', circles.length + polygon.length + box.length + digests.length);
  return [
    ...request.distance.map((text) => {
      const { center, meters } = parseCircle(text);
      return withinDistance(table, undefined, center, meters);
    }),
    ...request.polygon.map((text) => {
      const points = readPolygon(text);
      budget.spend('corners', points.length);
      return withinPolygon(table, undefined, points);
    }),
    ...request.box.map((text) => withinBox(table, undefined, parseBox(text))),
    ...digests.map(([name, digest]) => hasDigest(table, name === '' ? undefined : name, digest)),
  ];
}

/** SQL for the metres from the first `geofilter.distance`; null if there is none. */
export function distance(table: Table, request: SearchRequest): Sql | null {
  const [first] = request.distance;
  return first === undefined ? null : distanceExpression(table, undefined, parseCircle(first).center);
}

function parseCircle(text: string): Circle {
  const [latitude, longitude, meters = samePlace, ...rest] = numbers(text);
  if (!isLatitude(latitude) || !isLongitude(longitude) || rest.length > 0 || !(meters >= 0)) {
    throw invalid('distance', text, 'latitude,longitude or latitude,longitude,metres');
  }
  return { center: { latitude, longitude }, meters };
}

function parseBox(text: string): { south: number; west: number; north: number; east: number } {
  const [south, west, north, east, ...rest] = numbers(text);
  const areDegrees = isLatitude(south) && isLongitude(west) && isLatitude(north) && isLongitude(east);
  if (!areDegrees || rest.length > 0 || south > north) {
    throw invalid('bbox', text, 'south,west,north,east');
  }
  return { south, west, north, east };
}

function readPolygon(text: string): [number, number][] {
  const points = parsePolygon(text);
  if (points === null) throw invalid('polygon', text, '(latitude,longitude),(latitude,longitude),…');
  return points;
}

const numbers = (text: string): number[] =>
  text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));

const isLatitude = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) <= 90;

/** A map that is turned around the globe sends longitudes beyond 180. */
const isLongitude = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) <= 360;

function invalid(name: string, text: string, expected: string): Error {
  return badRequest(
    `Invalid value for geofilter.${name} API parameter: ${shown(text)} was found but ${expected} is expected.`,
  );
}
