/** One page of a selection, in its order. */
import type { DatabaseSync } from 'node:sqlite';
import { type Row, select, sql } from '../store/sql.ts';
import { distance } from './geofilter.ts';
import { orderBy } from './order-by.ts';
import { relevance } from './relevance.ts';
import { pageSize, type SearchRequest } from './search-request.ts';
import type { Selection } from './selection.ts';

/** Where a row carries the distance in metres to the point searched around, if there is one. */
export const distanceColumn = 'dist';

/** The rows of the page, with these columns of the records (alias `r`). */
export function readPage(
  database: DatabaseSync,
  selection: Selection,
  request: SearchRequest,
  columns: string,
): Row[] {
  const { table, source } = selection;
  const meters = distance(table, request);
  const isSorted = request.sort.length > 0 || meters !== null;
  // Materialized: the planner would look every record up in the full text by itself.
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
