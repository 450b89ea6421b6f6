/** `sort=`: an ORDER BY from the signs of the API v1, which are not those of the rest of the world. */
import { sortKeys } from '../sort-keys.ts';
import { type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';

/** What the records can be ordered by beside their fields. */
interface Nearness {
  /** The distance to the point searched around. */
  meters: Sql | null;
  /** Whether their relevance is joined to them, as `s.score`. */
  isScored: boolean;
}

/**
 * Numbers and dates descend without a sign and ascend with `-`; text does the contrary. Fields that do not exist or
 * have no order are ignored. Records without a value come last, equal ones in the order of the dataset.
 */
export function orderBy(table: Table, keys: readonly string[], { meters, isScored }: Nearness): Sql {
  const parts = sortKeys(keys).flatMap(({ name, isSigned }) => orderOf(table, name, isSigned, meters) ?? []);
  // Whoever searches around a point or for words, and says nothing else, wants the nearest first.
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
  const field = table.fields.get(name);
  return field?.isSortable ? sql(`${field.columns[0]} ${direction(field, isSigned)} NULLS LAST`) : null;
}

function direction(field: TableField, isSigned: boolean): 'ASC' | 'DESC' {
  const isAscending = field.type === 'text' ? !isSigned : isSigned;
  return isAscending ? 'ASC' : 'DESC';
}
