import { badInput, requireWellFormed } from '../errors.ts';
import { shown } from '../text.ts';
import { quote } from './quote.ts';

const PHRASE_OR_TEXT = /"([^"]*)"|([^"]+)|"/g;
const HAS_WORD = /[\p{L}\p{N}\p{M}]/u;
const WORD = /[\p{L}\p{N}\p{M}_]+/gu;

/**
 * Plain words of a search box to the query language: words match as prefixes, `"quoted phrases"` exactly, all of
 * them must be found, in any field or in any of those named. Operators, field names and functions mean nothing here:
 * their words are searched. Null if there is nothing to search for.
 */
export function compileSearchText(
  text: string,
  argument: string,
  fields: readonly string[] | null = null,
): string | null {
  requireWellFormed(text, argument);
  const terms: string[] = [];
  for (const [, phrase, words] of text.matchAll(PHRASE_OR_TEXT)) {
    if (phrase === undefined) {
      for (const [word] of words?.matchAll(WORD) ?? [])
        if (HAS_WORD.test(word)) terms.push(fields ? searchIn(fields, word) : plainWord(word));
    } else if (HAS_WORD.test(phrase)) {
      terms.push(quote(phrase));
      // The language has no phrase in a field: it is somewhere, and its words are in the field.
      if (fields) terms.push(searchIn(fields, phrase));
    }
  }
  if (terms.length > 0) return terms.join(' AND ');
  if (text.trim() === '') return null;
  throw badInput(argument, `${shown(text)} has no word or number to search for.`);
}

/** `#search` takes the last of its words as a prefix only: each has one of its own. */
function searchIn(fields: readonly string[], text: string): string {
  return `#search(${fields.join(',')},${quote(text)})`;
}

/** Portals read these words as operators in either case, unless they are quoted. */
function plainWord(word: string): string {
  if (/^(?:and|or|not)$/i.test(word)) return quote(word);
  return word === 'TO' ? 'to' : word;
}
