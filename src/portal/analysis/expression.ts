/** `y.<series>.expr` at the door of the API: the text becomes SQL, and what is wrong with it a 400. */
import { badRequest } from '../errors.ts';
import type { RequestBudget } from '../request-budget.ts';
import { shown } from '../shown.ts';
import type { Sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';
import type { ExpressionNode } from './expression-node.ts';
import { SyntaxError as ParserError, parse } from './expression-parser.js';
import { compileExpression, ExpressionError } from './expression-sql.ts';

/** Longer than any formula that a person writes; bounds the parser's work. */
const longest = 2_000;

/** The number that an expression gives for each record, NULL where it gives none. */
export function readExpression(text: string, table: Table, parameter: string, budget: RequestBudget): Sql {
  try {
    return compileExpression(parseExpression(text), table, budget);
  } catch (error) {
    throw badRequest(
      `Invalid value for ${shown(parameter)} API parameter: ${JSON.stringify(shown(text))}: ${reasonOf(error)}`,
    );
  }
}

function parseExpression(text: string): ExpressionNode {
  if (text.length > longest) throw new ExpressionError(`it is longer than ${longest} characters`, longest);
  return parse(text);
}

/** What a caller is told; any error that is no fault of the caller's goes on its way. */
function reasonOf(error: unknown): string {
  if (error instanceof ParserError) {
    return `syntax error at position ${error.location.start.offset}: ${error.message}`;
  }
  if (error instanceof ExpressionError) return `${error.message} (position ${error.offset}).`;
  // Thousands of parentheses fill the stack.
  if (error instanceof RangeError) return 'it is nested too deeply.';
  throw error;
}
