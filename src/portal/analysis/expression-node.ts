/** The tree of a parsed expression: expression.peggy makes it, and expression-sql.ts turns it into SQL. */
export type ExpressionNode =
  | { kind: 'number'; value: number }
  | { kind: 'field'; name: string; offset: number }
  | { kind: 'call'; name: string; arguments: ExpressionNode[]; offset: number }
  | { kind: 'negation'; operand: ExpressionNode }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/'; left: ExpressionNode; right: ExpressionNode };
