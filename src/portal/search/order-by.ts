/** Makes an ORDER BY of the `sort` parameter. Its signs have an unusual meaning in the API v1. */
import { sortKeys } from '../sort-keys.ts';
import { type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';

/** What records can be ordered by, apart from their fields. */
interface Nearness {
  /** SQL for the distance to the point of `geofilter.distance`. */
  meters: Sql | null;
  /** Whether the relevance is joined as `s.score`. */
  isScored: boolean;
}

/**
 * Numbers and dates descend without a sign and ascend with `-`; with texts it is the other way round. Fields that do
 * not exist or have no order are ignored. Records without a value come last. Equal ones are in the dataset's order.
 */
export function orderBy(table: Table, keys: readonly string[], { meters, isScored }: Nearness): Sql {
  const parts = sortKeys(keys).flatMap(({ name, isSigned }) => orderOf(table, name, isSigned, meters) ?? []);
  // Without a sort, the nearest records or the most relevant ones come first.
  if (keys.length === 0 && meters !== null) parts.push(sql(`${meters.text} ASC`, ...meters.values));
  if (isScored) parts.push(sql('s.score ASC NULLS LAST'));
  parts.push(sql('r.rowid ASC'));
  return sql(parts.map((part) => part.text).join(', '), ...parts.flatMap((part) => part.values));
}

function orderOf(table: Table, name: string, isSigned: boolean, meters: Sql | null): Sql | null {
  const numeric = isSigned ? 'ASC' : 'DESC';
  if (name === 'record_timestamp') return sql(`r.record_timestamp ${numeric}`);
  if (name === 'dist') return meters && sql(`${meters.text} ${numeric}`, ...meters.values);
  if (name === 'recordid') return sql(`r.recordid ${isSigned ? 'DESC' : 'ASC'}`);
  const computed = table.computed?.get(name);
  if (computed !== undefined) return sql(`${computed} ${numeric}`);
  const field = table.fields.get(name);
  return field?.isSortable ? sql(`${field.columns[0]} ${direction(field, isSigned)} NULLS LAST`) : null;
}

function direction(field: TableField, isSigned: boolean): 'ASC' | 'DESC' {
  const isAscending = field.type === 'text' ? !isSigned : isSigned;
  return isAscending ? 'ASC' : 'DESC';
}
