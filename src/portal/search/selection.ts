/** The records that a search finds. */
import type { DatabaseSync } from 'node:sqlite';
import { all, type Sql, selectNumber, sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';

export interface Condition {
  sql: Sql;
  /** The field and the parameter that it comes from: the facet of the field may leave the condition out. */
  facet?: { field: string; kind: 'refine' | 'exclude' };
}

export class Selection {
  readonly table: Table;
  readonly hits: number;
  readonly #conditions: readonly Condition[];

  /**
   * Finds the hits and writes them to the connection's table `hits`, so that expensive conditions are tested once and
   * not again for the page and for each facet. The next selection overwrites them: the portal answers one request
   * after the other.
   */
  constructor(database: DatabaseSync, table: Table, conditions: readonly Condition[]) {
    this.table = table;
    this.#conditions = conditions;
    if (conditions.length === 0) {
      this.hits = selectNumber(database, sql(`SELECT count(*) FROM ${table.records}`));
      return;
    }
    const where = all(conditions.map((condition) => condition.sql));
    database.exec('DELETE FROM temp.hits');
    const result = database
      .prepare(`INSERT INTO temp.hits SELECT r.rowid FROM ${table.records} r WHERE ${where.text}`)
      .run(...where.values);
    this.hits = Number(result.changes);
  }

  /** A FROM clause with the hits under the alias `r`. */
  get source(): Sql {
    if (this.#conditions.length === 0) return sql(`FROM ${this.table.records} r`);
    return sql(`FROM temp.hits h CROSS JOIN ${this.table.records} r ON r.rowid = h.rowid`);
  }

  /** The condition that `rowid`, an SQL expression, is that of a hit; null if all records are hits. */
  contains(rowid: string): Sql | null {
    if (this.#conditions.length === 0) return null;
    return sql(`${rowid} IN (SELECT rowid FROM temp.hits)`);
  }

  /** The same without some conditions: a facet also counts values beyond its own refinements. */
  containsWithout(rowid: string, isLeftOut: (condition: Condition) => boolean): Sql | null {
    const kept = this.#conditions.filter((condition) => !isLeftOut(condition));
    if (kept.length === this.#conditions.length) return this.contains(rowid);
    if (kept.length === 0) return null;
    const where = all(kept.map((condition) => condition.sql));
    return sql(
      `${rowid} IN (SELECT r.rowid FROM ${this.table.records} r WHERE ${where.text})`,
      ...where.values,
    );
  }
}
