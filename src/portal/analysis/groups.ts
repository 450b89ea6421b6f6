/** Computes the groups of an analysis in SQL. */
import type { DatabaseSync } from 'node:sqlite';
import type { Selection } from '../search/selection.ts';
import { type Row, type Sql, select, sql } from '../store/sql.ts';
import type { Zone } from '../zone.ts';
import type { Axis } from './axis.ts';
import { type DateParts, datePartsSql, readDateParts } from './date-grouping.ts';
import { columnsOf, type Series, type SeriesValue, seriesValues } from './series.ts';

/** How many values all groups and series may have: an answer is made in memory. */
const mostValues = 1_000_000;

export type AxisValue = string | number | DateParts;

export interface Group {
  /** In the order of the axes. */
  x: AxisValue[];
  /** In the order of the series. */
  values: SeriesValue[];
}

/**
 * The groups in any order. A record without a value on one of the axes is in no group. Beyond the limit, those of the
 * least x are there.
 */
export function groupsOf(
  database: DatabaseSync,
  selection: Selection,
  axes: readonly Axis[],
  series: readonly Series[],
  zone: Zone,
): { groups: Group[]; isTruncated: boolean } {
  // Without an axis, SQL gives one row even if there are no records.
  if (selection.hits === 0) return { groups: [], isTruncated: false };
  const keys = axes.map((axis, index) => keyOf(axis, index, zone));
  const columns = series.map(columnsOf);
  const selected = [...aliased(keys, 'x'), ...aliased(columns.flat(), 'y')];
  const source = sourceOf(selection, axes);
  const most = Math.floor(mostValues / selected.length);
  const query = sql(
    `SELECT ${selected.map(({ text }) => text).join(', ')} ${source.text}${grouped(axes)} LIMIT ?`,
    ...selected.flatMap(({ values }) => values),
    ...source.values,
    most + 1,
  );
  const rows = select(database, query);
  return {
    groups: rows.slice(0, most).map((row) => groupOf(row, axes, series, columns)),
    isTruncated: rows.length > most,
  };
}

const aliased = (expressions: readonly Sql[], letter: string): Sql[] =>
  expressions.map(({ text, values }, index) => sql(`${text} AS ${letter}${index}`, ...values));

function keyOf({ field, date, isListed }: Axis, index: number, zone: Zone): Sql {
  if (date !== null) return datePartsSql(field, date, zone);
  return sql(isListed ? `v${index}.value` : `${field.columns[0]}`);
}

/** HAVING drops the groups without a value at once; WHERE would test every record. */
function grouped(axes: readonly Axis[]): string {
  if (axes.length === 0) return '';
  const keys = axes.map((_, index) => `x${index}`);
  const present = axes.map(({ field }, index) =>
    field.type === 'text' ? `x${index} <> ''` : `x${index} IS NOT NULL`,
  );
  return ` GROUP BY ${keys.join(', ')} HAVING ${present.join(' AND ')}`;
}

/** The records, joined to each of their values on the multivalued axes. */
function sourceOf(selection: Selection, axes: readonly Axis[]): Sql {
  const { table } = selection;
  const lists = axes.flatMap(({ isListed, field }, index) => (isListed ? [{ field, index }] : []));
  const [first, ...others] = lists;
  if (first === undefined) return selection.source;
  const [outer, scope] = [`v${first.index}`, selection.contains(`v${first.index}.rowid`)];
  const joins = others.map(({ index }) => {
    const inner = `v${index}`;
    return ` JOIN ${table.values} ${inner} ON ${inner}.rowid = ${outer}.rowid AND ${inner}.field = ?`;
  });
  const separators = lists.map(({ field, index }) =>
    leavesOnly(table.values, `v${index}`, field.hierarchical),
  );
  return sql(
    `FROM ${table.values} ${outer} CROSS JOIN ${table.records} r ON r.rowid = ${outer}.rowid${joins.join('')}
     WHERE ${outer}.field = ?${scope === null ? '' : ` AND ${scope.text}`}${separators.map(({ text }) => text).join('')}`,
    ...others.map(({ field }) => field.name),
    first.field.name,
    ...(scope?.values ?? []),
    ...separators.flatMap(({ values }) => values),
  );
}

/** Leaves out the ancestors of paths, which the values table holds too. */
function leavesOnly(values: string, alias: string, separator: string | undefined): Sql {
  if (separator === undefined) return sql('');
  return sql(
    ` AND NOT EXISTS (SELECT 1 FROM ${values} w WHERE w.field = ${alias}.field AND w.rowid = ${alias}.rowid
       AND w.value > ${alias}.value || ? AND w.value < ${alias}.value || ? || char(1114111))`,
    separator,
    separator,
  );
}

function groupOf(
  row: Row,
  axes: readonly Axis[],
  series: readonly Series[],
  columns: readonly (readonly Sql[])[],
): Group {
  return {
    x: axes.map(({ date }, index) => axisValue(row[`x${index}`], date)),
    values: seriesValues(row, series, columns),
  };
}

function axisValue(key: unknown, date: Axis['date']): AxisValue {
  if (date !== null) return readDateParts(String(key), date.parts);
  return typeof key === 'number' ? key : String(key);
}
