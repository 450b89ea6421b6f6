import { badInput, requireWellFormed } from '../errors.ts';
import { shown } from '../text.ts';
import { quote } from './quote.ts';

const PHRASE_OR_TEXT = /"([^"]*)"|([^"]+)|"/g;
const HAS_WORD = /[\p{L}\p{N}\p{M}_]/u;
const WORD = /[\p{L}\p{N}\p{M}_]+/gu;

/**
 * Plain words of a search box to the query language: words match as prefixes, `"quoted phrases"` exactly, all of
 * them must be found. Operators, field names and functions mean nothing here: their words are searched.
 */
export function compileSearchText(text: string, argument: string): string | null {
  requireWellFormed(text, argument);
  const terms: string[] = [];
  for (const [, phrase, words] of text.matchAll(PHRASE_OR_TEXT)) {
    if (phrase === undefined) for (const [word] of words?.matchAll(WORD) ?? []) terms.push(plainWord(word));
    else if (HAS_WORD.test(phrase)) terms.push(quote(phrase));
  }
  if (terms.length > 0) return terms.join(' AND ');
  if (text.trim() === '') return null;
  throw badInput(argument, `${shown(text)} has no word or number to search for.`);
}

/** Portals read these words as operators in either case, unless they are quoted. */
function plainWord(word: string): string {
  if (/^(?:and|or|not)$/i.test(word)) return quote(word);
  return word === 'TO' ? 'to' : word;
}
