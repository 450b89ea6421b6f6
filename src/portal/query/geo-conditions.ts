/** SQL for conditions and distances on geo points and geo shapes. */
import type { Polygon } from 'geojson';
import { any, nothing, type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import { numberOfArea } from './areas.ts';
import type { LatLon, Point } from './ast.ts';
import { boxesAround, type GeoBox, splitAtAntimeridian } from './geo-box.ts';

export { registerGeoFunctions } from './geo-functions.ts';

/** Within so many metres of a point. Without a name, any geo field of the table counts. */
export function withinDistance(table: Table, name: string | undefined, center: Point, meters: number): Sql {
  const boxes = boxesAround(center, meters);
  return anyGeoField(table, name, (field) => {
    const distance = distanceTo(field, center);
    return prefiltered(field, boxes, sql(`${distance.text} <= ?`, ...distance.values, meters));
  });
}

/** Inside a polygon on a plane of longitude and latitude. A shape matches if it touches the polygon. */
export function withinPolygon(table: Table, name: string | undefined, points: readonly LatLon[]): Sql {
  const latitudes = points.map(([latitude]) => latitude);
  const longitudes = points.map(([, longitude]) => longitude);
  const box: GeoBox = {
    south: Math.min(...latitudes),
    north: Math.max(...latitudes),
    west: Math.min(...longitudes),
    east: Math.max(...longitudes),
  };
  const ring = [...points, ...points.slice(0, 1)].map(([latitude, longitude]) => [longitude, latitude]);
  const area = numberOfArea({ type: 'Polygon', coordinates: [ring] });
  return anyGeoField(table, name, (field) => prefiltered(field, [box], intersects(field, area)));
}

/** Inside a box or on its edge. A box whose west is greater than its east crosses the 180th meridian. */
export function withinBox(table: Table, name: string | undefined, box: GeoBox): Sql {
  const boxes = splitAtAntimeridian(box);
  return anyGeoField(table, name, (field) =>
    any(
      boxes.map((part) =>
        prefiltered(
          field,
          [part],
          isPoint(field) ? pointInBox(field, part) : intersects(field, numberOfArea(polygonOf(part))),
        ),
      ),
    ),
  );
}

/** By type of geometry: `polygon` means polygons and multipolygons, `multipolygon` only the latter. */
export function geometryOf(table: Table, name: string | undefined, kind: string): Sql {
  const wanted = kind.toLowerCase();
  return anyGeoField(table, name, (field) => {
    if (isPoint(field))
      return wanted === 'point' ? { text: `${field.columns[0]} IS NOT NULL`, values: [] } : nothing;
    return {
      text: `${field.columns[0]} IS NOT NULL AND lower(json_extract(${field.columns[0]}, '$.type')) IN (?, ?)`,
      values: [wanted, `multi${wanted}`],
    };
  });
}

/** Metres to a point, from the named geo field. Without a name, the first geo point counts, or else the first shape. */
export function distanceExpression(table: Table, name: string | undefined, center: Point): Sql {
  const fields = geoFields(table, name);
  const field = fields.find(isPoint) ?? fields[0];
  return field ? distanceTo(field, center) : { text: 'NULL', values: [] };
}

function geoFields(table: Table, name: string | undefined): TableField[] {
  return [...table.fields.values()].filter(
    (field) => field.geoTable !== undefined && (name === undefined || field.name === name),
  );
}

function anyGeoField(table: Table, name: string | undefined, condition: (field: TableField) => Sql): Sql {
  return any(geoFields(table, name).map(condition));
}

const isPoint = (field: TableField): boolean => field.type === 'geo_point_2d';

/** The R*Tree has rounded boxes that are too large: it finds candidates, and the exact condition decides. */
function prefiltered({ geoTable }: TableField, boxes: readonly GeoBox[], exact: Sql): Sql {
  const overlaps = boxes
    .map(() => '(maxLat >= ? AND minLat <= ? AND maxLon >= ? AND minLon <= ?)')
    .join(' OR ');
  return {
    text: `r.rowid IN (SELECT id FROM ${geoTable} WHERE ${overlaps}) AND ${exact.text}`,
    values: [...boxes.flatMap(({ south, north, west, east }) => [south, north, west, east]), ...exact.values],
  };
}

function distanceTo(field: TableField, { latitude, longitude }: Point): Sql {
  const call = isPoint(field) ? 'geo_distance' : 'geo_shape_distance';
  return { text: `${call}(${field.columns.join(', ')}, ?, ?)`, values: [latitude, longitude] };
}

function intersects(field: TableField, area: number): Sql {
  const call = isPoint(field) ? 'geo_point_in' : 'geo_shape_intersects';
  return { text: `${call}(${field.columns.join(', ')}, ?)`, values: [area] };
}

function pointInBox(
  { columns: [latitude, longitude] }: TableField,
  { south, north, west, east }: GeoBox,
): Sql {
  return {
    text: `${latitude} BETWEEN ? AND ? AND ${longitude} BETWEEN ? AND ?`,
    values: [south, north, west, east],
  };
}

function polygonOf({ south, north, west, east }: GeoBox): Polygon {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
