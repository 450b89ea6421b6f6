/** SQL for `field==value`, `field>=value` and `field:[a TO b]`, by the type of the field. */
import { all, any, nothing, type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import type { Literal, Now, Operator, Range } from './ast.ts';
import { dateBounds, periodOf } from './period.ts';
import type { Clock } from './query-context.ts';

type Comparator = '=' | '>' | '>=' | '<' | '<=';

/** `Number` also reads 0x10 and the like, which are not numbers in a query. */
const DECIMAL = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;

/** The range that a date means, from `start` up to but not including `end`. */
interface Bounds {
  start: string | number;
  end: string | number;
}

/** Compares a field with a value. A value that is not of the field's type matches nothing. */
export function compareValue(
  table: Table,
  field: TableField,
  operator: Operator,
  value: Literal | Now | Range,
  clock: Clock,
): Sql {
  if (value.kind === 'range') return compareRange(table, field, value, clock);
  return compare(table, field, operator === ':' || operator === '==' ? '=' : operator, value, clock);
}

/**
 * A text or number field that equals any of the values. SQLite looks all of them up in one list. A multivalued field
 * matches by its whole text or by one of its values.
 */
export function equalsAny(table: Table, field: TableField, texts: readonly string[]): Sql {
  const values = field.type === 'text' ? texts : texts.flatMap((text) => numberOf(text) ?? []);
  if (values.length === 0) return nothing;
  const list = `IN (${Array(values.length).fill('?').join(', ')})`;
  const whole = present(field, `${field.columns[0]} ${list}`, ...values);
  if (field.multivalued === undefined) return whole;
  const parts = `SELECT rowid FROM ${table.values} WHERE field = ? AND value ${list}`;
  return any([whole, sql(`r.rowid IN (${parts})`, field.name, ...values)]);
}

function compareRange(
  table: Table,
  field: TableField,
  { from, to, includesFrom, includesTo }: Range,
  clock: Clock,
): Sql {
  const parts = [
    ...(from ? [compare(table, field, includesFrom ? '>=' : '>', from, clock)] : []),
    ...(to ? [compare(table, field, includesTo ? '<=' : '<', to, clock)] : []),
  ];
  return parts.length > 0 ? all(parts) : sql(`${field.columns[0]} IS NOT NULL`);
}

function compare(
  table: Table,
  field: TableField,
  comparator: Comparator,
  value: Literal | Now,
  clock: Clock,
): Sql {
  switch (field.type) {
    case 'text':
    case 'int':
    case 'double':
      if (value.kind === 'now') return nothing;
      return comparator === '='
        ? equalsAny(table, field, [value.text])
        : compareScalar(field, comparator, value.text);
    case 'date':
    case 'datetime':
      return comparePeriod(field, comparator, boundsOf(field, value, clock));
    default:
      return nothing;
  }
}

/** Compares numbers by size and texts by their characters. */
function compareScalar(field: TableField, comparator: Comparator, text: string): Sql {
  const value = field.type === 'text' ? text : numberOf(text);
  return value === null ? nothing : present(field, `${field.columns[0]} ${comparator} ?`, value);
}

function numberOf(text: string): number | null {
  const number = DECIMAL.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function boundsOf(field: TableField, value: Literal | Now, clock: Clock): Bounds | null {
  const period = periodOf(value, clock);
  if (!period) return null;
  return field.type === 'date'
    ? dateBounds(period)
    : { start: period.start.toMillis(), end: period.end.toMillis() };
}

/** `>` means from the end of the period on; `<=` means before its end. */
function comparePeriod(field: TableField, comparator: Comparator, bounds: Bounds | null): Sql {
  if (!bounds) return nothing;
  const [column] = field.columns;
  switch (comparator) {
    case '=':
      return present(field, `${column} >= ? AND ${column} < ?`, bounds.start, bounds.end);
    case '>=':
      return present(field, `${column} >= ?`, bounds.start);
    case '>':
      return present(field, `${column} >= ?`, bounds.end);
    case '<':
      return present(field, `${column} < ?`, bounds.start);
    case '<=':
      return present(field, `${column} < ?`, bounds.end);
  }
}

/** If the value is absent, the condition is false and not NULL, so that NOT works. */
function present(field: TableField, condition: string, ...values: (string | number)[]): Sql {
  return sql(`${field.columns[0]} IS NOT NULL AND ${condition}`, ...values);
}
