/** Full text: terms for FTS5, and looking them up. A term is empty where the text has no word to look for. */
import { nothing, type Sql, sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';

/** A character that the tokenizer makes words of: letters, numbers and private use. */
const WORD_CHARACTER = /[\p{L}\p{N}\p{Co}]/u;

function hasWord(text: string): boolean {
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

/** All of these terms, in any of the columns; null stands for every column. */
export function scopedTerm(columns: readonly string[] | null, terms: readonly string[]): string {
  if (terms.length === 0 || terms.includes('') || columns?.length === 0) return '';
  const scope = columns === null ? '' : `{${columns.map(literal).join(' ')}} : `;
  return `(${scope}(${joined(terms, 'AND')}))`;
}

/** The records with all or any of the terms, found in one look into the index; nothing for no term. */
export function matchTerms(table: Table, terms: readonly string[], operator: 'AND' | 'OR'): Sql {
  if (terms.length === 0) return nothing;
  return sql(
    `r.rowid IN (SELECT rowid FROM ${table.text} WHERE ${table.text} MATCH ?)`,
    joined(terms, operator),
  );
}

/** Each of them once: FTS5 weighs thousands of equal ones as if they were different. */
export const joined = (terms: readonly string[], operator: 'AND' | 'OR'): string =>
  [...new Set(terms)].join(` ${operator} `);
