/** The box around the places of records, and the types of their geometries. */
import type { DatabaseSync } from 'node:sqlite';
import type { Selection } from '../search/selection.ts';
import { type Bounds, boundsOf } from '../store/bounds.ts';
import { any, type Row, type Sql, select, sql } from '../store/sql.ts';
import type { TableField } from '../store/table.ts';

export interface BoundingBox {
  /** How many records have a place. */
  count: number;
  /** West, south, east and north; empty if no record has a place. */
  bbox: number[];
  /** How many geometries there are, by their type in GeoJSON. */
  geometries: Record<string, number>;
}

export function boundRecords(database: DatabaseSync, selection: Selection): BoundingBox {
  const fields = [...selection.table.fields.values()].filter(({ geoTable }) => geoTable !== undefined);
  const bounds = fields.flatMap((field) => boundsOfField(database, selection, field));
  const bbox = [
    Math.min(...bounds.map(({ west }) => west)),
    Math.min(...bounds.map(({ south }) => south)),
    Math.max(...bounds.map(({ east }) => east)),
    Math.max(...bounds.map(({ north }) => north)),
  ];
  return {
    count: countPlaced(database, selection, fields),
    bbox: bounds.length === 0 ? [] : bbox,
    geometries: countTypes(database, selection, fields),
  };
}

/** A SELECT over the records of a selection. */
function over(
  database: DatabaseSync,
  { source }: Selection,
  columns: string,
  rest: string,
  values: Sql['values'] = [],
): Row[] {
  return select(database, sql(`SELECT ${columns} ${source.text} ${rest}`, ...source.values, ...values));
}

function countPlaced(database: DatabaseSync, selection: Selection, fields: readonly TableField[]): number {
  const isPlaced = any(fields.map(({ columns }) => sql(`${columns[0]} IS NOT NULL`)));
  const [row] = over(database, selection, 'count(*) AS n', `WHERE ${isPlaced.text}`);
  return Number(row?.n ?? 0);
}

function countTypes(
  database: DatabaseSync,
  selection: Selection,
  fields: readonly TableField[],
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { type, columns } of fields) {
    const kind = type === 'geo_point_2d' ? `'Point'` : `json_extract(${columns[0]}, '$.type')`;
    const where = `WHERE ${columns[0]} IS NOT NULL GROUP BY 1`;
    for (const row of over(database, selection, `${kind} AS kind, count(*) AS n`, where)) {
      counts.set(String(row.kind), (counts.get(String(row.kind)) ?? 0) + Number(row.n));
    }
  }
  return Object.fromEntries(counts);
}

function boundsOfField(database: DatabaseSync, selection: Selection, field: TableField): Bounds[] {
  if (field.type === 'geo_shape') return boundsOfShapes(database, selection, field);
  const [latitude, longitude] = field.columns;
  const extremes = ['min', 'max'].flatMap((of) => [
    `${of}(${latitude}) AS ${of}Lat`,
    `${of}(${longitude}) AS ${of}Lon`,
  ]);
  const [row] = over(database, selection, extremes.join(', '), '');
  if (row === undefined || row.minLat === null) return [];
  return [
    {
      west: Number(row.minLon),
      south: Number(row.minLat),
      east: Number(row.maxLon),
      north: Number(row.maxLat),
    },
  ];
}

/** The R*Tree has rounded boxes: they tell which shapes reach farthest, and only those are measured exactly. */
function boundsOfShapes(database: DatabaseSync, selection: Selection, field: TableField): Bounds[] {
  const sides = [
    'min(minLat) AS south',
    'max(maxLat) AS north',
    'min(minLon) AS west',
    'max(maxLon) AS east',
  ];
  const join = `JOIN ${field.geoTable} g ON g.id = r.rowid`;
  const [extreme] = over(database, selection, sides.join(', '), join);
  if (extreme === undefined || extreme.south === null) return [];
  const farthest = over(
    database,
    selection,
    `${field.columns[0]} AS shape`,
    `${join} WHERE g.minLat = ? OR g.maxLat = ? OR g.minLon = ? OR g.maxLon = ?`,
    [extreme.south, extreme.north, extreme.west, extreme.east].map(Number),
  );
  return farthest.flatMap(({ shape }) => boundsOf(JSON.parse(String(shape))) ?? []);
}
