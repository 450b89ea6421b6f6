/** How well a record answers the words of a query. */
import type { QueryNode } from '../query/ast.ts';
import { joined, phraseTerm, prefixTerm, searchTerms } from '../query/full-text.ts';
import { type Sql, sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';

/** A SELECT of `id` and `score`, the better the lower; null where the query has no words to weigh. */
export function relevance(table: Table, queries: readonly QueryNode[]): Sql | null {
  const terms = queries.flatMap(termsOf).filter((term) => term !== '');
  if (terms.length === 0) return null;
  return sql(
    `SELECT rowid AS id, bm25(${table.text}) AS score FROM ${table.text} WHERE ${table.text} MATCH ?`,
    joined(terms, 'OR'),
  );
}

/** What is looked for in the whole text; what must not be there says nothing about the rest. */
function termsOf(node: QueryNode): string[] {
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
