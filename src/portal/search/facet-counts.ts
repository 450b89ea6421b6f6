/** Counts the values of a facet. SQL counts the distinct values; dates are then added up to days, months and years. */
import type { DatabaseSync } from 'node:sqlite';
import { isListed } from '../store/layout.ts';
import { type Row, type Sql, select, selectNumber, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import type { Zone } from '../zone.ts';

/** How many records have a path. A tree has an entry for each level. */
export type FacetCounts = Map<string, number>;

/** SQL that restricts a count to some records, for an expression of the rowid; null for all records. */
export type Restriction = (rowid: string) => Sql | null;

/** Which values to count of a field that may have as many as there are records. */
export interface Preselection {
  /** `count`, `alphanum` or `num`; with `-` before it, descending. */
  order: string;
  /** Values that are counted whatever the order. */
  named: ReadonlySet<string>;
}

/** More than a facet shows, since the order here is not quite that of the answer. */
const mostCounted = 1_000;

export function countFacet(
  database: DatabaseSync,
  table: Table,
  field: TableField,
  restriction: Restriction,
  zone: Zone,
  preselection: Preselection,
): FacetCounts {
  // Whoever annotates a field as a facet means that its values may all be counted.
  const cut = field.isFacet ? sql('') : cutTo(preselection);
  if (isListed(field)) return countListed(database, table, field, restriction, cut);
  const [column = ''] = field.columns;
  if (field.type === 'datetime') return countInstants(database, table, column, restriction, zone);
  if (field.type === 'date') {
    const days = countColumn(database, table, column, restriction, sql(''));
    return fold(days, (value) => String(value).replaceAll('-', '/'));
  }
  const rows = countColumn(database, table, column, restriction, cut);
  return new Map(rows.flatMap(({ value, n }) => (value === '' ? [] : [[String(value), Number(n)]])));
}

/** The end of a statement that counts. */
function cutTo({ order, named }: Preselection): Sql {
  const by = order.endsWith('count') ? 'n' : '1';
  const first = [...named].slice(0, mostCounted);
  return sql(
    ` ORDER BY ${first.length === 0 ? '' : `CAST(value AS TEXT) IN (${first.map(() => '?').join(', ')}) DESC, `}${by} ${order.startsWith('-') ? 'DESC' : 'ASC'} LIMIT ${mostCounted + first.length}`,
    ...first,
  );
}

function countListed(
  database: DatabaseSync,
  table: Table,
  field: TableField,
  restriction: Restriction,
  cut: Sql,
): FacetCounts {
  const scope = restriction('v.rowid');
  const rows = select(
    database,
    sql(
      `SELECT v.value AS value, count(*) AS n FROM ${table.values} v
       WHERE v.field = ?${scope === null ? '' : ` AND ${scope.text}`} GROUP BY v.value${cut.text}`,
      field.name,
      ...(scope?.values ?? []),
      ...cut.values,
    ),
  );
  return new Map(rows.map(({ value, n }) => [String(value), Number(n)]));
}

function countColumn(
  database: DatabaseSync,
  table: Table,
  value: string,
  restriction: Restriction,
  cut: Sql,
): Row[] {
  const scope = restriction('r.rowid');
  return select(
    database,
    sql(
      `SELECT ${value} AS value, count(*) AS n FROM ${table.records} r
       WHERE ${value} IS NOT NULL${scope === null ? '' : ` AND ${scope.text}`} GROUP BY 1${cut.text}`,
      ...(scope?.values ?? []),
      ...cut.values,
    ),
  );
}

/** Since then the offset of every zone is a multiple of 15 minutes; before, it is one of a second. */
const roundOffsets = Date.UTC(1972, 6, 1);

function countInstants(
  database: DatabaseSync,
  table: Table,
  column: string,
  restriction: Restriction,
  zone: Zone,
): FacetCounts {
  const step = zone.isUtc ? 86_400_000 : offsetStep(database, table, column);
  // The longest step in which no local day can end.
  const rows = countColumn(database, table, `floor(${column} / ${step}.0)`, restriction, sql(''));
  return fold(rows, (value) => zone.dayPath(Number(value) * step));
}

function offsetStep(database: DatabaseSync, table: Table, column: string): number {
  const earliest = selectNumber(database, sql(`SELECT min(${column}) FROM ${table.records} r`));
  return earliest < roundOffsets ? 1_000 : 900_000;
}

/** Adds up the counts of paths and of all their ancestors. */
function fold(rows: readonly Row[], pathOf: (value: unknown) => string): FacetCounts {
  const counts: FacetCounts = new Map();
  for (const { value, n } of rows) {
    let path = '';
    for (const level of pathOf(value).split('/')) {
      path = path === '' ? level : `${path}/${level}`;
      counts.set(path, (counts.get(path) ?? 0) + Number(n));
    }
  }
  return counts;
}
