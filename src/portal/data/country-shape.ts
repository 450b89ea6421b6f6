/**
 * Makes outlines of countries fit for a flat map. The atlas draws on a sphere: outlines cross the 180th meridian (Russia,
 * Fiji) or go round the pole (Antarctica). On a flat map they must end at the map's edge, as RFC 7946 asks; otherwise
 * they would span the whole world.
 */
import type { MultiPolygon, Polygon, Position } from 'geojson';

export interface CountryShape {
  shape: Polygon | MultiPolygon;
  /** The centre of gravity of the largest polygon. */
  centre: [latitude: number, longitude: number];
  areaKm2: number;
}

type Ring = Position[];

/** The radius, in km, of the sphere that has the same surface as the earth. */
const earthRadius = 6371.0072;

export function countryShape(geometry: Polygon | MultiPolygon): CountryShape {
  const source = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const polygons = source.flatMap(cut).map(wound);
  const areas = polygons.map((rings) => rings.reduce((sum, ring) => sum + sphericalArea(ring), 0));
  const largest = polygons[areas.indexOf(Math.max(...areas))]?.[0] ?? [];
  return {
    shape: shapeOf(polygons),
    centre: centreOf(largest),
    areaKm2: Math.round(areas.reduce((sum, area) => sum + area, 0)),
  };
}

function shapeOf(polygons: Ring[][]): Polygon | MultiPolygon {
  const coordinates = polygons.map((rings) => rings.map((ring) => ring.map(rounded)));
  const [only] = coordinates;
  return coordinates.length === 1 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates };
}

/** Rounds to 0.0001°, which is finer than the grid of the atlas and makes the JSON half as long. */
const rounded = (position: Position): Position => position.map((degrees) => Math.round(degrees * 1e4) / 1e4);

/** Winds outer rings counterclockwise and holes clockwise (RFC 7946), so that holes have a negative area. */
const wound = (rings: Ring[]): Ring[] =>
  rings.map((ring, index) => (sphericalArea(ring) > 0 === (index === 0) ? ring : ring.toReversed()));

/** The pieces of a polygon on both sides of the 180th meridian, or the polygon itself if it does not cross it. */
function cut(rings: Ring[]): Ring[][] {
  const unrolled = rings.map(unroll);
  if (!unrolled.some(isBeyondEdge)) return [rings];
  // Antarctica has two rings on the sphere: the coast, and a tiny one at the pole, which the flat map does not need.
  const [outline, ...others] = unrolled.filter((ring) => ring.some(([, latitude = 0]) => latitude > -89.9));
  if (outline === undefined || others.length > 0)
    throw new Error('A country across the 180th meridian has a hole.');
  return [-360, 0, 360].flatMap((shift) => {
    const piece = between(-180, 180, shifted(outline, shift));
    return Math.abs(sphericalArea(piece)) > 0 ? [[piece]] : [];
  });
}

const isBeyondEdge = (ring: Ring): boolean => ring.some(([longitude = 0]) => Math.abs(longitude) > 180);

const shifted = (ring: Ring, by: number): Ring =>
  ring.map(([longitude = 0, latitude = 0]) => [longitude + by, latitude]);

/** The ring without jumps from one edge of the map to the other: it goes on beyond the edge. */
function unroll(ring: Ring): Ring {
  let turn = 0;
  let previous = ring[0]?.[0] ?? 0;
  const unrolled = ring.map(([longitude = 0, latitude = 0]): Position => {
    if (Math.abs(longitude - previous) > 180) turn += longitude < previous ? 360 : -360;
    previous = longitude;
    return [longitude + turn, latitude];
  });
  const first = unrolled[0]?.[0] ?? 0;
  // After a full turn the ring goes round the South Pole: it is closed along the lower edge of the map.
  return turn === 0 ? unrolled : [...unrolled, [first + turn, -90], [first, -90], ...unrolled.slice(0, 1)];
}

/** The part of the ring between two meridians. */
const between = (west: number, east: number, ring: Ring): Ring =>
  halfOf(
    halfOf(ring, west, (longitude) => longitude >= west),
    east,
    (longitude) => longitude <= east,
  );

/** The part of the ring on one side of a meridian, closed along it (Sutherland and Hodgman). */
function halfOf(ring: Ring, meridian: number, isInside: (longitude: number) => boolean): Ring {
  const half: Ring = [];
  for (const [index, position] of ring.entries()) {
    const previous = ring[index - 1];
    if (previous !== undefined && isInside(previous[0] ?? 0) !== isInside(position[0] ?? 0)) {
      half.push(crossing(previous, position, meridian));
    }
    if (isInside(position[0] ?? 0)) half.push(position);
  }
  const [first] = half;
  const last = half.at(-1);
  const isClosed = first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1];
  return first === undefined || isClosed ? half : [...half, first];
}

function crossing([x1 = 0, y1 = 0]: Position, [x2 = 0, y2 = 0]: Position, meridian: number): Position {
  return [meridian, y1 + ((meridian - x1) / (x2 - x1)) * (y2 - y1)];
}

/** The area in km². It is positive if the ring is counterclockwise (Chamberlain and Duquette, 2007). */
function sphericalArea(ring: Ring): number {
  let sum = 0;
  for (const [[x1, y1], [x2, y2]] of edges(ring)) {
    sum += radians(x1 - x2) * (2 + Math.sin(radians(y1)) + Math.sin(radians(y2)));
  }
  return (sum * earthRadius ** 2) / 2;
}

/** The centre on the flat map, which is good enough except at a pole. */
function centreOf(ring: Ring): [latitude: number, longitude: number] {
  const [originX = 0, originY = 0] = ring[0] ?? [];
  let [area, x, y] = [0, 0, 0];
  for (const [[x1, y1], [x2, y2]] of edges(ring)) {
    const cross = (x1 - originX) * (y2 - originY) - (x2 - originX) * (y1 - originY);
    area += cross;
    x += (x1 + x2 - 2 * originX) * cross;
    y += (y1 + y2 - 2 * originY) * cross;
  }
  const degrees = (origin: number, sum: number) => Math.round((origin + sum / (3 * area)) * 1e4) / 1e4;
  return [degrees(originY, y), degrees(originX, x)];
}

type Point = [x: number, y: number];

function* edges(ring: Ring): Generator<[Point, Point]> {
  let previous: Point | null = null;
  for (const [x = 0, y = 0] of ring) {
    const point: Point = [x, y];
    if (previous !== null) yield [previous, point];
    previous = point;
  }
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
