/** Full text: terms for FTS5, and looking them up. */
import { nothing } from '../store/sql.ts';
import type { Sql, Table } from '../store/table.ts';

/** A character that the tokenizer makes words of: letters, numbers and private use. */
const WORD_CHARACTER = /[\p{L}\p{N}\p{Co}]/u;

export function hasWord(text: string): boolean {
  return WORD_CHARACTER.test(text);
}

/** An FTS5 string: what it holds is text and never an operator. FTS5 takes a NUL for its end. */
function literal(text: string): string {
  return `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"`;
}

/** Words in this order; `d'été` is two of them. */
export function phraseTerm(text: string): string {
  return hasWord(text) ? literal(text) : '';
}

/** As a phrase, the last word of it a prefix. */
export function prefixTerm(text: string): string {
  return hasWord(text) ? `${literal(text)} *` : '';
}

/** `#search`: every word, the last one as a prefix. */
export function searchTerms(text: string): string[] {
  const words = text.split(/\s+/).filter(hasWord);
  return words.map((word, index) => (index === words.length - 1 ? prefixTerm(word) : phraseTerm(word)));
}

/** Records with every term in some of the columns, or in any of all for null; nothing for no term. */
export function matchAll(table: Table, columns: readonly string[] | null, terms: readonly string[]): Sql {
  const found = terms.filter((term) => term !== '');
  if (found.length === 0) return nothing;
  const scope = columns === null ? '' : `{${columns.map(literal).join(' ')}} : `;
  return {
    text: `r.rowid IN (SELECT rowid FROM ${table.text} WHERE ${table.text} MATCH ?)`,
    values: [`${scope}(${found.join(' AND ')})`],
  };
}
