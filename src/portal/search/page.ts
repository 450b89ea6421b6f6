/** Reads one page of a selection. */
import type { DatabaseSync } from 'node:sqlite';
import { type Row, select, sql } from '../store/sql.ts';
import { distance } from './geofilter.ts';
import { orderBy } from './order-by.ts';
import { relevance } from './relevance.ts';
import { pageSize, type SearchRequest } from './search-request.ts';
import type { Selection } from './selection.ts';

/** The column for the distance to the point of `geofilter.distance`, in metres. */
export const distanceColumn = 'dist';

/** The rows of the page. `columns` is what to select from the records (alias `r`). */
export function readPage(
  database: DatabaseSync,
  selection: Selection,
  request: SearchRequest,
  columns: string,
): Row[] {
  const { table, source } = selection;
  const meters = distance(table, request);
  const isSorted = request.sort.length > 0 || meters !== null;
  // Without MATERIALIZED, SQLite would look up each record in the full text.
  const scores = isSorted ? null : relevance(table, request.queries);
  const order = orderBy(table, request.sort, { meters, isScored: scores !== null });
  return select(
    database,
    sql(
      `${scores === null ? '' : `WITH scores AS MATERIALIZED (${scores.text})`}
       SELECT ${columns}${meters === null ? '' : `, ${meters.text} AS ${distanceColumn}`}
       ${source.text} ${scores === null ? '' : 'LEFT JOIN scores s ON s.id = r.rowid'}
       ORDER BY ${order.text} LIMIT ? OFFSET ?`,
      ...(scores?.values ?? []),
      ...(meters?.values ?? []),
      ...source.values,
      ...order.values,
      pageSize(request),
      request.start,
    ),
  );
}
