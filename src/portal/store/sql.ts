/** Puts pieces of SQL together, and runs them. Values are always bound, never written into the text. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

/** A piece of SQL, and the bound values in the order of its question marks. */
export interface Sql {
  text: string;
  values: (string | number | null)[];
}

export type Row = Record<string, SQLOutputValue>;

export const sql = (text: string, ...values: Sql['values']): Sql => ({ text, values });

export const nothing: Sql = sql('0');

/** All parts hold. It is true if there are no parts. */
export function all(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? sql('1') : join(parts, ' AND ');
}

/** At least one part holds. It is false if there are no parts. */
export function any(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? nothing : join(parts, ' OR ');
}

/** The part is false or NULL, as it is for a record without the value. */
export function not(part: Sql): Sql {
  return sql(`NOT coalesce((${part.text}), 0)`, ...part.values);
}

/** Joins as a balanced tree: SQLite refuses an expression that is deeper than 1,000. */
function join(parts: readonly Sql[], operator: string): Sql {
  const [only] = parts;
  if (only && parts.length === 1) return sql(`(${only.text})`, ...only.values);
  const middle = Math.ceil(parts.length / 2);
  const [left, right] = [join(parts.slice(0, middle), operator), join(parts.slice(middle), operator)];
  return sql(`(${left.text}${operator}${right.text})`, ...left.values, ...right.values);
}

export function select(database: DatabaseSync, query: Sql): Row[] {
  return database.prepare(query.text).all(...query.values);
}

export function selectNumber(database: DatabaseSync, query: Sql): number {
  const row = database.prepare(query.text).get(...query.values);
  return row === undefined ? 0 : Number(Object.values(row)[0]);
}

export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
