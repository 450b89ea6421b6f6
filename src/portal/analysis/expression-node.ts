/** The tree of a parsed expression: what expression.peggy makes, and expression-sql.ts turns into SQL. */
export type ExpressionNode =
  | { kind: 'number'; value: number }
  | { kind: 'field'; name: string; offset: number }
  | { kind: 'call'; name: string; arguments: ExpressionNode[]; offset: number }
  | { kind: 'negation'; operand: ExpressionNode }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/'; left: ExpressionNode; right: ExpressionNode };
