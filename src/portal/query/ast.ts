/** The tree of a parsed query: what query.peggy makes, and compile.ts turns into SQL. */

/** One condition, or a combination of conditions. */
export type QueryNode =
  | { kind: 'and' | 'or'; nodes: QueryNode[] }
  | { kind: 'not'; node: QueryNode }
  | { kind: 'word'; text: string }
  | { kind: 'phrase'; text: string }
  | { kind: 'clause'; field: string; operator: Operator; value: Literal | Now | Range }
  | { kind: 'null'; field: string }
  | { kind: 'exact' | 'startswith'; field: string; text: string }
  | { kind: 'search'; fields: string[]; text: string }
  | { kind: 'distance'; field: string | null; point: string; meters: number }
  | { kind: 'polygon'; field: string | null; polygon: string }
  | { kind: 'geometry'; field: string | null; shape: string };

export type Operator = ':' | '=' | '==' | '>' | '>=' | '<' | '<=';

/** A value as written: what it means depends on its field's type. */
export interface Literal {
  kind: 'literal';
  text: string;
  quoted: boolean;
}

/** The present moment, moved by its settings. */
export interface Now {
  kind: 'now';
  settings: NowSetting[];
}

export type NowSetting = { name: string; value: number } | { name: 'weekday'; day: string; nth: number };

/** From one value to another; null where it is open. */
export interface Range {
  kind: 'range';
  from: Literal | Now | null;
  to: Literal | Now | null;
  includesFrom: boolean;
  includesTo: boolean;
}
