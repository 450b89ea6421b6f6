/** All conditions of a search request, as SQL on one table. */
import type { QueryNode } from '../query/ast.ts';
import type { QueryContext } from '../query/query-context.ts';
import { compileQuery } from '../query/query-sql.ts';
import { RequestBudget } from '../request-budget.ts';
import { any, not, type Sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';
import { geoConditions } from './geofilter.ts';
import { explained } from './queries.ts';
import { bearsValue } from './refine.ts';
import { type Scoped, scopeOf } from './scope.ts';
import type { SearchRequest } from './search-request.ts';
import type { Condition } from './selection.ts';

/** Those of the request, and what limits the records that may be seen at all. */
export function conditionsOf(scoped: Scoped, request: SearchRequest): Condition[] {
  const { table } = scoped;
  const budget = new RequestBudget();
  const context = { now: new Date(), timezone: request.zone.name, budget };
  return [
    // It belongs to no facet, so no facet counts without it.
    ...scopeOf(scoped).map((limit) => ({ sql: limit })),
    ...request.queries.map((query) => ({ sql: compile(query, table, context) })),
    ...geoConditions(table, request, budget).map((geo) => ({ sql: geo })),
    ...refinements(table, request, budget),
    ...exclusions(table, request, budget),
  ];
}

function compile(query: QueryNode, table: Table, context: QueryContext): Sql {
  return explained(() => compileQuery(query, table, context));
}

function refinements(
  table: Table,
  { refine, disjunctive, zone }: SearchRequest,
  budget: RequestBudget,
): Condition[] {
  return [...refine].flatMap(([field, values]) => {
    budget.spend('conditions', values.length);
    const borne = values.flatMap((value) => bearsValue(table, field, value, zone) ?? []);
    const parts = disjunctive.get(field) === true && borne.length > 0 ? [any(borne)] : borne;
    return parts.map((part) => ({ sql: part, facet: { field, kind: 'refine' as const } }));
  });
}

function exclusions(table: Table, { exclude, zone }: SearchRequest, budget: RequestBudget): Condition[] {
  return [...exclude].flatMap(([field, values]) => {
    budget.spend('conditions', values.length);
    const borne = values.flatMap((value) => bearsValue(table, field, value, zone) ?? []);
    return borne.map((part) => ({ sql: not(part), facet: { field, kind: 'exclude' as const } }));
  });
}
