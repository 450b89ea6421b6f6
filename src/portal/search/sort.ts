/** `sort=`: an ORDER BY from the signs of the API v1, which are not those of the rest of the world. */
import { sql } from '../store/sql.ts';
import type { Sql, Table, TableField } from '../store/table.ts';

/**
 * Numbers and dates descend without a sign and ascend with `-`; text does the contrary. Fields that do not exist or
 * have no order are ignored. Records without a value come last, equal ones in the order of the dataset.
 */
export function orderBy(table: Table, keys: readonly string[], distance: Sql | null): Sql {
  const parts = keys.flatMap((key) => {
    const isSigned = key.startsWith('-');
    return orderOf(table, isSigned ? key.slice(1) : key, isSigned, distance) ?? [];
  });
  // Whoever searches around a point and says nothing else wants the nearest first.
  if (keys.length === 0 && distance !== null) parts.push(sql(`${distance.text} ASC`, ...distance.values));
  parts.push(sql('r.rowid ASC'));
  return sql(parts.map((part) => part.text).join(', '), ...parts.flatMap((part) => part.values));
}

function orderOf(table: Table, name: string, isSigned: boolean, distance: Sql | null): Sql | null {
  const numeric = isSigned ? 'ASC' : 'DESC';
  if (name === 'record_timestamp') return sql(`r.record_timestamp ${numeric}`);
  if (name === 'dist') return distance && sql(`${distance.text} ${numeric}`, ...distance.values);
  if (name === 'recordid') return sql(`r.recordid ${isSigned ? 'DESC' : 'ASC'}`);
  const field = table.fields.get(name);
  return field?.isSortable ? sql(`${field.columns[0]} ${direction(field, isSigned)} NULLS LAST`) : null;
}

function direction(field: TableField, isSigned: boolean): 'ASC' | 'DESC' {
  const isAscending = field.type === 'text' ? !isSigned : isSigned;
  return isAscending ? 'ASC' : 'DESC';
}
