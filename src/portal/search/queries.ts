/** The query language at the door of the API: texts become trees, and what is wrong with them a 400. */
import { badRequest } from '../errors.ts';
import type { QueryNode } from '../query/ast.ts';
import { longestQuery, parseQuery, QuerySyntaxError } from '../query/query.ts';

/** The parsed queries; blank ones are no condition. */
export function readQueries(texts: readonly string[]): QueryNode[] {
  if (texts.reduce((sum, text) => sum + text.length, 0) > longestQuery) {
    throw badRequest(`The query is longer than ${longestQuery} characters.`);
  }
  return texts.flatMap((text) => explained(() => parseQuery(text)) ?? []);
}

/** Runs what parses or compiles a query, and tells the caller what fails in it. */
export function explained<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw badRequest(error.message);
    // A query of ten thousand parentheses fills the stack.
    if (error instanceof RangeError) throw badRequest('The query is nested too deeply.');
    throw error;
  }
}
