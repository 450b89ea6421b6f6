/** Reads the queries of a request: parses them, and turns their errors into a 400. */
import { badRequest } from '../errors.ts';
import type { QueryNode } from '../query/ast.ts';
import { longestQuery, parseQuery, QuerySyntaxError } from '../query/query.ts';

/** The parsed queries. A blank one is no condition. */
export function readQueries(texts: readonly string[]): QueryNode[] {
  if (texts.reduce((sum, text) => sum + text.length, 0) > longestQuery) {
    throw badRequest(`The query is longer than ${longestQuery} characters.`);
  }
  return texts.flatMap((text) => explained(() => parseQuery(text)) ?? []);
}

/** Parses or compiles a query, and turns its error into one for the caller. */
export function explained<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw badRequest(error.message);
    // The stack is full: the query has too many levels.
    if (error instanceof RangeError) throw badRequest('The query is nested too deeply.');
    throw error;
  }
}
