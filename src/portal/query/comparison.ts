/** `field:value`, `field>=value` and `field:[a TO b]`, by the type of the field. */
import { all, any, nothing } from '../store/sql.ts';
import type { Sql, Table, TableField } from '../store/table.ts';
import type { Literal, Now, Operator, Range } from './ast.ts';
import type { QueryContext } from './context.ts';
import { dateBounds, periodOf } from './period.ts';
import { isIdentifier } from './query-field.ts';
import { matchAll, phraseTerm, prefixTerm } from './text.ts';

type Comparator = '=' | '>' | '>=' | '<' | '<=';

/** Bounds of what a value means: equal is from `start` up to, and not including, `end`. */
interface Bounds {
  start: string | number;
  end: string | number;
}

export function compareValue(
  table: Table,
  field: TableField,
  operator: Operator,
  value: Literal | Now | Range,
  context: QueryContext,
): Sql {
  if (value.kind === 'range') return compareRange(table, field, value, context);
  const comparator = operator === ':' || operator === '==' ? '=' : operator;
  const isMatch =
    operator === ':' && field.type === 'text' && !isIdentifier(field) && value.kind === 'literal';
  if (isMatch)
    return matchAll(table, [field.name], [value.quoted ? phraseTerm(value.text) : prefixTerm(value.text)]);
  return compare(table, field, comparator, value, context);
}

function compareRange(
  table: Table,
  field: TableField,
  { from, to, includesFrom, includesTo }: Range,
  context: QueryContext,
): Sql {
  const parts = [
    ...(from ? [compare(table, field, includesFrom ? '>=' : '>', from, context)] : []),
    ...(to ? [compare(table, field, includesTo ? '<=' : '<', to, context)] : []),
  ];
  return parts.length > 0 ? all(parts) : { text: `${field.columns[0]} IS NOT NULL`, values: [] };
}

function compare(
  table: Table,
  field: TableField,
  comparator: Comparator,
  value: Literal | Now,
  context: QueryContext,
): Sql {
  const [column = ''] = field.columns;
  switch (field.type) {
    case 'text':
      return value.kind === 'now' ? nothing : compareText(table, field, comparator, value.text);
    case 'int':
    case 'double':
      return compareNumber(column, comparator, value);
    case 'date':
    case 'datetime':
      return comparePeriod(column, comparator, boundsOf(field, value, context));
    default:
      return nothing;
  }
}

/** Equality is with the whole text or, of a multivalued field, with any of its values. */
function compareText(table: Table, field: TableField, comparator: Comparator, text: string): Sql {
  const [column] = field.columns;
  if (comparator !== '=') return present(`${column}`, `${column} ${comparator} ?`, text);
  const whole = { text: `${column} IS ?`, values: [text] };
  if (field.multivalued === undefined) return whole;
  const part = {
    text: `r.rowid IN (SELECT rowid FROM ${table.values} WHERE field = ? AND value = ?)`,
    values: [field.name, text],
  };
  return any([whole, part]);
}

function compareNumber(column: string, comparator: Comparator, value: Literal | Now): Sql {
  const number = value.kind === 'literal' && value.text.trim() !== '' ? Number(value.text) : Number.NaN;
  return Number.isFinite(number) ? present(column, `${column} ${comparator} ?`, number) : nothing;
}

function boundsOf(field: TableField, value: Literal | Now, context: QueryContext): Bounds | null {
  const period = periodOf(value, context);
  if (!period) return null;
  return field.type === 'date'
    ? dateBounds(period)
    : { start: period.start.toMillis(), end: period.end.toMillis() };
}

/** Later than a period is from its end on; not later than it is before its end. */
function comparePeriod(column: string, comparator: Comparator, bounds: Bounds | null): Sql {
  if (!bounds) return nothing;
  switch (comparator) {
    case '=':
      return present(column, `${column} >= ? AND ${column} < ?`, bounds.start, bounds.end);
    case '>=':
      return present(column, `${column} >= ?`, bounds.start);
    case '>':
      return present(column, `${column} >= ?`, bounds.end);
    case '<':
      return present(column, `${column} < ?`, bounds.start);
    case '<=':
      return present(column, `${column} < ?`, bounds.end);
  }
}

/** False, and not NULL, where the value is absent. */
function present(column: string, condition: string, ...values: (string | number)[]): Sql {
  return { text: `${column} IS NOT NULL AND ${condition}`, values };
}
