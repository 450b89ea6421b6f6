/** The shapes of records, each once: counted and with series (`geopolygon`), or to be drawn alone (`geopreview`). */
import type { Geometry } from 'geojson';
import { columnsOf, type Series, type SeriesValue, seriesValues } from '../analysis/series.ts';
import { badRequest } from '../errors.ts';
import { digestedField, digestSql } from '../query/geo-digest.ts';
import type { Selection } from '../search/selection.ts';
import { shown } from '../shown.ts';
import { type Row, select, sql } from '../store/sql.ts';
import type { Store } from '../store/store.ts';
import type { Table, TableField } from '../store/table.ts';
import { type Range, rangeOf, rangesOf } from './ranges.ts';

export interface CountedShape {
  cluster: Geometry;
  count: number;
  /** Finds the records of this shape again, as the parameter `geo_digest`. */
  geo_digest: string;
  series?: Record<string, SeriesValue>;
}

export interface ShapeClustering {
  clusters: CountedShape[];
  count: Range;
  series?: Record<string, Range>;
  clusterprecision: number;
}

export interface Preview {
  geometry: Geometry;
  geo_digest: string;
}

/** The field that the request names, or else the first shape, or the first point. */
export function shapeField(table: Table, name: string | undefined): TableField | null {
  const field = digestedField(table, name);
  if (name !== undefined && field === null) {
    throw badRequest(`Invalid value for geo_field API parameter: ${shown(name)} is not a geo field.`);
  }
  return field;
}

/** The shapes that most records have come first. */
export function countShapes(
  store: Store,
  selection: Selection,
  field: TableField | null,
  series: readonly Series[],
  most: number,
  zoom: number,
): ShapeClustering {
  const columns = series.map(columnsOf);
  const flat = columns.flat();
  const clusters = readShapes(store, selection, field, flat, most).map(({ geometry, row }) => {
    const values = seriesValues(row, series, columns);
    return {
      cluster: geometry,
      count: Number(row.n),
      geo_digest: String(row.digest),
      ...(series.length > 0 && {
        series: Object.fromEntries(series.map(({ name }, index) => [name, values[index] ?? null])),
      }),
    };
  });
  return {
    clusters,
    count: rangeOf(clusters.map(({ count }) => count)),
    ...(series.length > 0 && { series: rangesOf(clusters, series) }),
    clusterprecision: zoom,
  };
}

export const previewShapes = (
  store: Store,
  selection: Selection,
  field: TableField | null,
  most: number,
): Preview[] =>
  readShapes(store, selection, field, [], most).map(({ geometry, row }) => ({
    geometry,
    geo_digest: String(row.digest),
  }));

/** Only the shapes that are shown are read: the others are counted by their digests. */
function readShapes(
  store: Store,
  selection: Selection,
  field: TableField | null,
  columns: readonly ReturnType<typeof sql>[],
  most: number,
): { geometry: Geometry; row: Row }[] {
  if (field === null) return [];
  const { source, table } = selection;
  const series = columns.map(({ text }, index) => `, ${text} AS y${index}`).join('');
  const rows = select(
    store.database,
    sql(
      `SELECT ${digestSql(field)} AS digest, min(r.rowid) AS id, count(*) AS n${series} ${source.text}
       WHERE ${field.columns[0]} IS NOT NULL GROUP BY 1 ORDER BY n DESC, id LIMIT ?`,
      ...columns.flatMap(({ values }) => values),
      ...source.values,
      most,
    ),
  );
  const shape = store.database.prepare(
    `SELECT ${field.columns.join(', ')} FROM ${table.records} r WHERE r.rowid = ?`,
  );
  return rows.map((row) => ({ row, geometry: geometryOf(shape.get(Number(row.id)), field) }));
}

function geometryOf(row: Row | undefined, { type }: TableField): Geometry {
  const [first, second] = Object.values(row ?? {});
  return type === 'geo_shape'
    ? JSON.parse(String(first))
    : { type: 'Point', coordinates: [Number(second), Number(first)] };
}
