/** The tree of a parsed query: what query.peggy makes, and query-sql.ts turns into SQL. */

/** One condition, or a combination of conditions. */
export type QueryNode =
  | { kind: 'and' | 'or'; nodes: QueryNode[] }
  | { kind: 'not'; node: QueryNode }
  | { kind: 'word'; text: string }
  | { kind: 'phrase'; text: string }
  | Clause
  | { kind: 'null'; field: string }
  | { kind: 'exact' | 'startswith'; field: string; text: string }
  | { kind: 'search'; fields: string[]; text: string }
  | { kind: 'distance'; field: string | null; center: Point; meters: number }
  | { kind: 'polygon'; field: string | null; points: LatLon[] }
  | { kind: 'geometry'; field: string | null; shape: string };

export type Operator = ':' | '=' | '==' | '>' | '>=' | '<' | '<=';

/** `field>=value`; a range comes with one of the operators of equality. */
export interface Clause {
  kind: 'clause';
  field: string;
  operator: Operator;
  value: Literal | Now | Range;
}

/** A value as written: what it means depends on its field's type. */
export interface Literal {
  kind: 'literal';
  text: string;
  quoted: boolean;
}

/** The present moment with parts of it set, then moved, then moved on to a day of the week. */
export interface Now {
  kind: 'now';
  set: Partial<Record<DatePart, number>>;
  add: Partial<Record<`${DatePart | 'week'}s`, number>>;
  /** Of days from 0, Monday, to 6 the nth from there on; the nth back for a negative one. */
  weekday: { day: number; nth: number } | null;
}

export type DatePart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'microsecond';

/** From one value to another; null where it is open. */
export interface Range {
  kind: 'range';
  from: Literal | Now | null;
  to: Literal | Now | null;
  includesFrom: boolean;
  includesTo: boolean;
}

export interface Point {
  latitude: number;
  longitude: number;
}

export type LatLon = [latitude: number, longitude: number];
