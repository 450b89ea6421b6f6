/** Reads the place of each record, with its values for the series of a clustering. */
import type { DatabaseSync } from 'node:sqlite';
import type { Series } from '../analysis/series.ts';
import type { Selection } from '../search/selection.ts';
import { sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';

export interface Place {
  latitude: number;
  longitude: number;
  /** In the order of the series; null if the record has no value or the series needs none. */
  values: readonly (number | null)[];
}

/** The place of each record that has one: its point, or the middle of its shape. */
export function readPlaces(database: DatabaseSync, selection: Selection, series: readonly Series[]): Place[] {
  const location = locationOf(selection.table);
  if (location === null) return [];
  const values = series.map(({ value }) => value ?? sql('NULL'));
  const columns = [location.latitude, location.longitude, ...values.map(({ text }) => text)];
  const { source } = selection;
  const statement = database.prepare(
    `SELECT ${columns.join(', ')} ${source.text}${location.join} WHERE ${location.latitude} IS NOT NULL`,
  );
  // Arrays need less memory than objects, and the columns have no names.
  statement.setReturnArrays(true);
  const parameters = [...values.flatMap((value) => value.values), ...source.values];
  return [...statement.iterate(...parameters)].map((row) => placeOf(Object.values(row)));
}

function placeOf([latitude, longitude, ...values]: unknown[]): Place {
  return {
    latitude: Number(latitude),
    longitude: Number(longitude),
    values: values.map((value) => (value === null ? null : Number(value))),
  };
}

interface Location {
  latitude: string;
  longitude: string;
  join: string;
}

/** The first geo point of a dataset counts, as on a map. Without a geo point, the first shape counts. */
function locationOf({ fields }: Table): Location | null {
  const geo = [...fields.values()].filter(({ geoTable }) => geoTable !== undefined);
  const [latitude, longitude] = geo.find(({ type }) => type === 'geo_point_2d')?.columns ?? [];
  if (latitude !== undefined && longitude !== undefined) return { latitude, longitude, join: '' };
  const [shape] = geo;
  if (shape === undefined) return null;
  return {
    latitude: '(g.minLat + g.maxLat) / 2',
    longitude: '(g.minLon + g.maxLon) / 2',
    join: ` JOIN ${shape.geoTable} g ON g.id = r.rowid`,
  };
}
