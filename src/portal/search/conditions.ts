/** All conditions of a search request on one table. */
import { badRequest } from '../errors.ts';
import { compileQuery } from '../query/compile.ts';
import { parseQuery, QuerySyntaxError } from '../query/query.ts';
import { any, not } from '../store/sql.ts';
import type { Sql, Table } from '../store/table.ts';
import { geoConditions } from './geofilter.ts';
import { bearsValue } from './refine.ts';
import type { SearchRequest } from './request.ts';
import type { Condition } from './selection.ts';

export function conditionsOf(table: Table, request: SearchRequest): Condition[] {
  const now = new Date();
  return [
    ...request.queries.flatMap((text) => {
      const query = compile(text, table, now, request.zone.name);
      return query === null ? [] : [{ sql: query }];
    }),
    ...geoConditions(table, request).map((geo) => ({ sql: geo })),
    ...refinements(table, request),
    ...exclusions(table, request),
  ];
}

function compile(text: string, table: Table, now: Date, timezone: string): Sql | null {
  try {
    const node = parseQuery(text);
    return node === null ? null : compileQuery(node, table, { now, timezone });
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw badRequest(error.message);
    if (error instanceof RangeError) throw badRequest('The query is nested too deeply.');
    throw error;
  }
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
