import { badInput, requireWellFormed } from '../errors.ts';
import { shown } from '../text.ts';
import { quote } from './quote.ts';

const PHRASE_OR_TEXT = /"([^"]*)"|([^"]+)|"/g;
const WORD = /[\p{L}\p{N}\p{M}_]+/gu;

/**
 * Plain words of a search box to the query language: words match as prefixes, `"quoted phrases"` exactly, all of
 * them must be found. Operators, field names and functions mean nothing here: their words are searched.
 */
export function compileSearchText(text: string, argument: string): string | null {
  requireWellFormed(text, argument);
  const terms = [...text.matchAll(PHRASE_OR_TEXT)].flatMap(([, phrase, words]) => {
    if (phrase !== undefined) return hasWord(phrase) ? [quote(phrase)] : [];
    return (words?.match(WORD) ?? []).map(plainWord);
  });
  if (terms.length > 0) return terms.join(' AND ');
  if (text.trim() === '') return null;
  throw badInput(argument, `${shown(text)} has no word or number to search for.`);
}

function hasWord(phrase: string): boolean {
  return phrase.search(WORD) >= 0;
}

/** A search finds words in either case, so an operator in lower case is the same word and no operator. */
function plainWord(word: string): string {
  return /^(AND|OR|NOT|TO)$/.test(word) ? word.toLowerCase() : word;
}
