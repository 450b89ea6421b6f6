/** Short names of shapes: `geopolygon` and `geopreview` give them, and `geo_digest` finds the records that have one. */
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { nothing, type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';

/** The geo field of that name. Without a name it is the first shape, or else the first point; null if there is none. */
export function digestedField(table: Table, name: string | undefined): TableField | null {
  const geo = [...table.fields.values()].filter(({ geoTable }) => geoTable !== undefined);
  if (name !== undefined) return geo.find((field) => field.name === name) ?? null;
  return geo.find(({ type }) => type === 'geo_shape') ?? geo[0] ?? null;
}

/** SQL for the digest of a record's shape or point. */
export const digestSql = ({ columns }: TableField): string => `geo_digest(${columns.join(', ')})`;

/** The records that have a shape of that digest. */
export function hasDigest(table: Table, name: string | undefined, digest: string): Sql {
  const field = digestedField(table, name);
  if (field === null) return nothing;
  return sql(`${field.columns[0]} IS NOT NULL AND ${digestSql(field)} = ?`, digest);
}

/** Registers `geo_digest(shape)` and `geo_digest(latitude, longitude)`. */
export function registerGeoDigest(database: DatabaseSync): void {
  database.function('geo_digest', { deterministic: true, varargs: true }, (...values) =>
    values.includes(null) ? null : hash('sha1', values.join(',')).slice(0, 16),
  );
}
