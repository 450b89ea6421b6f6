/** The tree of a parsed query: query.peggy makes it, and query-sql.ts turns it into SQL. */

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

/** A condition such as `field>=value`. If the value is a range, the operator is `:`, `=` or `==`. */
export interface Clause {
  kind: 'clause';
  field: string;
  operator: Operator;
  value: Literal | Now | Range;
}

/** A value as it is written. The type of its field decides what it means. */
export interface Literal {
  kind: 'literal';
  text: string;
  quoted: boolean;
}

/** The present moment: `set` replaces parts of it, `add` moves it, and `weekday` then moves it to a day of the week. */
export interface Now {
  kind: 'now';
  set: Partial<Record<DatePart, number>>;
  add: Partial<Record<`${DatePart | 'week'}s`, number>>;
  /** `day` is 0 (Monday) to 6. `nth` counts such days forward, or back if it is negative. */
  weekday: { day: number; nth: number } | null;
}

export type DatePart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'microsecond';

/** From one value to another. Null means that the range is open on that side. */
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
