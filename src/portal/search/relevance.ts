/** How well a record answers the words of a query. */
import type { QueryNode } from '../query/ast.ts';
import { joinTerms, phraseTerm, prefixTerm, searchTerms, type Term } from '../query/full-text.ts';
import { type Sql, sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';

/** A SELECT of `id` and `score`, in which lower is better; null if the query has no words. */
export function relevance(table: Table, queries: readonly QueryNode[]): Sql | null {
  const { text } = joinTerms(queries.flatMap(termsOf), 'OR');
  if (text === '') return null;
  return sql(
    `SELECT rowid AS id, bm25(${table.text}) AS score FROM ${table.text} WHERE ${table.text} MATCH ?`,
    text,
  );
}

/** The words that a record should have. Those after NOT say nothing about the records found. */
function termsOf(node: QueryNode): Term[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.flatMap(termsOf);
    case 'word':
      return [prefixTerm(node.text)];
    case 'phrase':
      return [phraseTerm(node.text)];
    case 'search':
      return searchTerms(node.text);
    default:
      return [];
  }
}
