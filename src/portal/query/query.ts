import { shown } from '../shown.ts';
import type { QueryNode } from './ast.ts';
import { parsePoint, parsePolygon } from './geo-text.ts';
import { SyntaxError as ParserError, parse } from './parser.js';

/** In characters: longer than a batch of lookups, and short enough to be parsed at once. */
export const longestQuery = 100_000;

const BLANK = /^[\uFEFF\p{White_Space}]*$/u;

/** The query cannot be read. The message says what was expected, what was found and at which position. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
  /** How many characters come before the error. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Parses a query; null if it is blank. Throws a QuerySyntaxError if it cannot be parsed. */
export function parseQuery(text: string): QueryNode | null {
  if (text.length > longestQuery) {
    throw new QuerySyntaxError(`The query is longer than ${longestQuery} characters.`, longestQuery);
  }
  if (BLANK.test(text)) return null;
  try {
    return parse(text, { parsePoint, parsePolygon, shown });
  } catch (error) {
    if (!(error instanceof ParserError)) throw error;
    const { offset } = error.location.start;
    throw new QuerySyntaxError(`Syntax error in the query at position ${offset}: ${error.message}`, offset);
  }
}
