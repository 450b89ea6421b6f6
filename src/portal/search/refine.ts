/** `refine.<field>=<value>` and `exclude.<field>=<value>`: SQL for them, and the paths of their values. */
import { isListed } from '../store/layout.ts';
import { nothing, type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import type { Zone } from '../zone.ts';

/** SQL for the records that have this facet value; null if the field cannot be refined, which the API ignores. */
export function bearsValue(table: Table, name: string, value: string, zone: Zone): Sql | null {
  if (name === 'recordid') return sql('r.recordid = ?', value);
  const field = table.fields.get(name);
  const column = field?.columns[0];
  if (field === undefined || column === undefined) return null;
  if (isListed(field)) {
    return sql(
      `r.rowid IN (SELECT v.rowid FROM ${table.values} v WHERE v.field = ? AND v.value = ?)`,
      name,
      value,
    );
  }
  switch (field.type) {
    case 'text':
      return sql(`${column} = ?`, value);
    case 'int':
    case 'double':
      return equalsNumber(column, value);
    case 'date':
      return isWithinDate(column, value);
    case 'datetime':
      return isWithinPeriod(column, value, zone);
    default:
      return null;
  }
}

function equalsNumber(column: string, value: string): Sql {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? sql(`${column} = ?`, number) : nothing;
}

/** Dates within this year, month or day. A date may have no day or no month. */
function isWithinDate(column: string, value: string): Sql {
  const prefix = datePath(value)?.replaceAll('/', '-');
  if (prefix === undefined) return nothing;
  // '.' is the character after '-', so the range has all that continue the prefix, and an index finds them.
  return sql(`${column} = ? OR (${column} >= ? AND ${column} < ?)`, prefix, `${prefix}-`, `${prefix}.`);
}

function isWithinPeriod(column: string, value: string, zone: Zone): Sql {
  const [year, month, day] = datePath(value)?.split('/').map(Number) ?? [];
  if (year === undefined) return nothing;
  const start = zone.startOf(year, month ?? 1, day ?? 1);
  return sql(`${column} >= ? AND ${column} < ?`, start, endOfPeriod(zone, year, month, day));
}

function endOfPeriod(zone: Zone, year: number, month?: number, day?: number): number {
  if (month === undefined) return zone.startOf(year + 1, 1, 1);
  return day === undefined ? zone.startOf(year, month + 1, 1) : zone.startOf(year, month, day + 1);
}

/** `2021-1-5` and `2021/01/05` become `2021/01/05`; null if the text is not a year, a month or a day. */
export function datePath(text: string): string | null {
  const match = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day] = match;
  return [year, month?.padStart(2, '0'), day?.padStart(2, '0')]
    .filter((part) => part !== undefined)
    .join('/');
}

/** The text between the levels of a field's facet tree; null if it is flat. */
export function levelSeparator(field: TableField): string | null {
  if (field.type === 'date' || field.type === 'datetime') return '/';
  return field.hierarchical ?? null;
}

/** The path of a refined value in the facet tree. */
export function refinedPath(field: TableField, value: string): string {
  if (field.type === 'date' || field.type === 'datetime') return datePath(value) ?? value;
  if (field.type === 'int' || field.type === 'double') return String(Number(value));
  return value;
}
