/** Small pieces of SQL put together, and run. Values are always bound, never written into the text. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

/** A piece of SQL with its bound values, in the order of its question marks. Never holds a value in its text. */
export interface Sql {
  text: string;
  values: (string | number | null)[];
}

export type Row = Record<string, SQLOutputValue>;

export const sql = (text: string, ...values: Sql['values']): Sql => ({ text, values });

export const nothing: Sql = sql('0');

/** Every part holds; true for no part. */
export function all(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? sql('1') : join(parts, ' AND ');
}

/** At least one part holds; false for no part. */
export function any(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? nothing : join(parts, ' OR ');
}

/** The part does not hold, or says nothing (SQL's NULL), as of a record without the value. */
export function not(part: Sql): Sql {
  return sql(`NOT coalesce((${part.text}), 0)`, ...part.values);
}

/** Joined as a balanced tree: SQLite takes no expression deeper than 1,000, and lookups by id join hundreds. */
function join(parts: readonly Sql[], operator: string): Sql {
  const [only] = parts;
  if (only && parts.length === 1) return sql(`(${only.text})`, ...only.values);
  const middle = Math.ceil(parts.length / 2);
  const [left, right] = [join(parts.slice(0, middle), operator), join(parts.slice(middle), operator)];
  return sql(`(${left.text}${operator}${right.text})`, ...left.values, ...right.values);
}

/** All rows of a SELECT. */
export function select(database: DatabaseSync, query: Sql): Row[] {
  return database.prepare(query.text).all(...query.values);
}

/** The one number that a SELECT gives. */
export function selectNumber(database: DatabaseSync, query: Sql): number {
  const row = database.prepare(query.text).get(...query.values);
  return row === undefined ? 0 : Number(Object.values(row)[0]);
}

/** An SQL identifier, quoted. */
export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
