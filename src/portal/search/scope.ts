/** Which records of a dataset may be seen, as SQL. Everything that reads records must ask for it. */
import type { QueryNode } from '../query/ast.ts';
import { compileQuery } from '../query/query-sql.ts';
import { RequestBudget } from '../request-budget.ts';
import type { Sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';

/** A table, and the query that a record must match to be seen; null for all records. */
export interface Scoped {
  table: Table;
  scope: QueryNode | null;
}

/** The condition of the scope, if it has one. The time zone is not that of the request: that would move the limits. */
export function scopeOf({ table, scope }: Scoped): Sql[] {
  if (scope === null) return [];
  return [compileQuery(scope, table, { now: new Date(), timezone: 'UTC', budget: new RequestBudget() })];
}
