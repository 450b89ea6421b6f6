/** All conditions of a search request on one table. */
import type { QueryNode } from '../query/ast.ts';
import { compileQuery } from '../query/query-sql.ts';
import { any, not, type Sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';
import { geoConditions } from './geofilter.ts';
import { explained } from './queries.ts';
import { bearsValue } from './refine.ts';
import type { SearchRequest } from './search-request.ts';
import type { Condition } from './selection.ts';

export function conditionsOf(table: Table, request: SearchRequest): Condition[] {
  const context = { now: new Date(), timezone: request.zone.name };
  return [
    ...request.queries.map((query) => ({ sql: compile(query, table, context) })),
    ...geoConditions(table, request).map((geo) => ({ sql: geo })),
    ...refinements(table, request),
    ...exclusions(table, request),
  ];
}

function compile(query: QueryNode, table: Table, context: { now: Date; timezone: string }): Sql {
  return explained(() => compileQuery(query, table, context));
}

function refinements(table: Table, { refine, disjunctive, zone }: SearchRequest): Condition[] {
  return [...refine].flatMap(([field, values]) => {
    const borne = values.flatMap((value) => bearsValue(table, field, value, zone) ?? []);
    const parts = disjunctive.get(field) === true && borne.length > 0 ? [any(borne)] : borne;
    return parts.map((part) => ({ sql: part, facet: { field, kind: 'refine' as const } }));
  });
}

function exclusions(table: Table, { exclude, zone }: SearchRequest): Condition[] {
  return [...exclude].flatMap(([field, values]) => {
    const borne = values.flatMap((value) => bearsValue(table, field, value, zone) ?? []);
    return borne.map((part) => ({ sql: not(part), facet: { field, kind: 'exclude' as const } }));
  });
}
