/** Reads `y.<series>.expr`: turns the text into SQL, and its errors into a 400. */
import { badRequest } from '../errors.ts';
import type { RequestBudget } from '../request-budget.ts';
import { shown } from '../shown.ts';
import { type Sql, sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';
import type { ExpressionNode } from './expression-node.ts';
import { SyntaxError as ParserError, parse } from './expression-parser.js';
import { compileExpression, ExpressionError } from './expression-sql.ts';

/** In characters: longer than a person writes, and short enough to be parsed at once. */
const longest = 2_000;

/** SQL for the number that an expression gives for a record; NULL if it gives none. */
export function readExpression(text: string, table: Table, parameter: string, budget: RequestBudget): Sql {
  try {
    return compileExpression(parseExpression(text), table, budget);
  } catch (error) {
    throw badRequest(
      `Invalid value for ${shown(parameter)} API parameter: ${JSON.stringify(shown(text))}: ${reasonOf(error)}`,
    );
  }
}

/**
 * SQL for what COUNT counts of a record; NULL if it has no value. A field may be of any type, an expression must give a
 * number.
 */
export function readCounted(text: string, table: Table, parameter: string, budget: RequestBudget): Sql {
  const field = table.fields.get(text.trim());
  if (field === undefined) return readExpression(text, table, parameter, budget);
  // Not the value itself: it may be long, and a clustering holds those of all records.
  return sql(`CASE WHEN ${field.columns[0]} IS NOT NULL THEN 1 END`);
}

function parseExpression(text: string): ExpressionNode {
  if (text.length > longest) throw new ExpressionError(`it is longer than ${longest} characters`, longest);
  return parse(text);
}

/** The sentence for the caller. An error that is not the caller's fault is thrown again. */
function reasonOf(error: unknown): string {
  if (error instanceof ParserError) {
    return `syntax error at position ${error.location.start.offset}: ${error.message}`;
  }
  if (error instanceof ExpressionError) return `${error.message} (position ${error.offset}).`;
  // The stack is full: there are too many parentheses.
  if (error instanceof RangeError) return 'it is nested too deeply.';
  throw error;
}
