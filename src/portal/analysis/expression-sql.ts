/** Turns a parsed expression into SQL over the record table (alias `r`). All values are bound. */
import type { RequestBudget } from '../request-budget.ts';
import { shown } from '../shown.ts';
import { type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import type { ExpressionNode } from './expression-node.ts';
import { functions } from './functions.ts';

/** The expression cannot be computed. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** How many characters come before the error. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The result is NULL if a field has no value, and if it is not a number, as with 1/0 and sqrt(-1). */
export function compileExpression(node: ExpressionNode, table: Table, budget: RequestBudget): Sql {
  switch (node.kind) {
    case 'number':
      return sql('?', finite(node.value));
    case 'field':
      return number(node, table);
    case 'negation': {
      budget.spend('operations');
      const operand = compileExpression(node.operand, table, budget);
      return sql(`(-${operand.text})`, ...operand.values);
    }
    case 'operation': {
      budget.spend('operations');
      const left = compileExpression(node.left, table, budget);
      const right = compileExpression(node.right, table, budget);
      return sql(`(${left.text} ${node.operator} ${right.text})`, ...left.values, ...right.values);
    }
    case 'call':
      return node.name === 'time' ? time(node, table) : call(node, table, budget);
  }
}

type Field = Extract<ExpressionNode, { kind: 'field' }>;
type Call = Extract<ExpressionNode, { kind: 'call' }>;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Converts to a floating-point number: SQLite drops the rest of a division of integers, and their sum may overflow. */
function number(node: Field, table: Table): Sql {
  const field = fieldOf(node, table);
  if (field.type !== 'int' && field.type !== 'double') {
    throw new ExpressionError(`"${shown(node.name)}" is not a numeric field`, node.offset);
  }
  return sql(`CAST(${field.columns[0]} AS REAL)`);
}

function fieldOf({ name, offset }: Field, table: Table): TableField {
  const field = table.fields.get(name);
  if (field === undefined) throw new ExpressionError(`there is no field "${shown(name)}"`, offset);
  return field;
}

function call(node: Call, table: Table, budget: RequestBudget): Sql {
  budget.spend('functions');
  const known = functions.get(node.name);
  if (known === undefined) {
    throw new ExpressionError(`there is no function "${shown(node.name)}"`, node.offset);
  }
  requireArguments(node, known.arity);
  const parts = node.arguments.map((argument) => compileExpression(argument, table, budget));
  return sql(
    `${known.sqlName}(${parts.map(({ text }) => text).join(', ')})`,
    ...parts.flatMap(({ values }) => values),
  );
}

/** The milliseconds since 1970 of a date. A date without a month or a day stands for its first day. */
function time(node: Call, table: Table): Sql {
  requireArguments(node, 1);
  const [argument] = node.arguments;
  const field = argument?.kind === 'field' ? fieldOf(argument, table) : undefined;
  if (field?.type === 'datetime') return sql(`CAST(${field.columns[0]} AS REAL)`);
  if (field?.type === 'date') {
    return sql(`(unixepoch(substr(${field.columns[0]} || '-01-01', 1, 10)) * 1000.0)`);
  }
  throw new ExpressionError('time takes a field of type date or datetime', node.offset);
}

function requireArguments(node: Call, arity: number): void {
  const { name, offset } = node;
  if (node.arguments.length === arity) return;
  const expected = `${arity} argument${arity === 1 ? '' : 's'}`;
  throw new ExpressionError(`${name} takes ${expected} and is given ${node.arguments.length}`, offset);
}
