/** Full-text search: terms in the language of FTS5, and the SQL that looks them up. */

import { normalized } from '../store/column-values.ts';
import { nothing, type Sql, sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';

/** Something to look for in the full text. */
export interface Term {
  /** In the language of FTS5; empty if there is no word to look for. */
  text: string;
  /** How many words FTS5 has to look up for it. */
  words: number;
}

const NO_TERM: Term = { text: '', words: 0 };

/** The characters of which FTS5 makes words: letters with their marks, numbers and private use. */
const WORD = /[\p{L}\p{M}\p{N}\p{Co}]+/gu;

const countWords = (text: string): number => text.match(WORD)?.length ?? 0;

/** A string of FTS5: nothing in it is an operator. FTS5 would end it at a NUL. */
function literal(text: string): string {
  return `"${normalized(text).replaceAll('\0', ' ').replaceAll('"', '""')}"`;
}

/** These words in this order; `d'été` is two words. */
export function phraseTerm(text: string): Term {
  const words = countWords(text);
  return words === 0 ? NO_TERM : { text: literal(text), words };
}

/** A phrase whose last word is a prefix. */
export function prefixTerm(text: string): Term {
  const { words } = phraseTerm(text);
  return words === 0 ? NO_TERM : { text: `${literal(text)} *`, words };
}

/** The terms of `#search`: all words, the last one as a prefix. */
export function searchTerms(text: string): Term[] {
  const words = text.split(/\s+/).filter((word) => countWords(word) > 0);
  return words.map((word, index) => (index === words.length - 1 ? prefixTerm(word) : phraseTerm(word)));
}

/** All of these terms, in any of the columns; null stands for every column. */
export function scopedTerm(columns: readonly string[] | null, terms: readonly Term[]): Term {
  const hasNothing = terms.length === 0 || terms.some(({ words }) => words === 0);
  if (hasNothing || columns?.length === 0) return NO_TERM;
  const { text, words } = joinTerms(terms, 'AND');
  const scope = columns === null ? '' : `{${columns.map(literal).join(' ')}} : `;
  return { text: `(${scope}(${text}))`, words };
}

/** The records that have all or any of the terms; none if no term has a word. */
export function matchTerms(table: Table, { text }: Term): Sql {
  if (text === '') return nothing;
  return sql(`r.rowid IN (SELECT rowid FROM ${table.text} WHERE ${table.text} MATCH ?)`, text);
}

/** All or any of the terms. Equal ones are written once: FTS5 would look up each of them. */
export function joinTerms(terms: readonly Term[], operator: 'AND' | 'OR'): Term {
  const distinct = new Map(terms.filter(({ words }) => words > 0).map((term) => [term.text, term.words]));
  return {
    text: [...distinct.keys()].join(` ${operator} `),
    words: [...distinct.values()].reduce((sum, words) => sum + words, 0),
  };
}
