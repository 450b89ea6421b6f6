/** A name in an expression, with its position. */
export type ExpressionName =
  | { kind: 'field'; name: string; offset: number }
  | { kind: 'function'; name: string; arity: number; offset: number };
