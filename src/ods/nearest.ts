import { distance } from 'fastest-levenshtein';
import { shown } from './text.ts';

/** A longer name is no slip of the pen. */
const MAX_LENGTH = 100;

/** How a name is written matters less than its letters: `records_count` is `recordsCount`. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, '');
}

/** The name that was most likely meant; undefined if none is like it. Of those that are equally near, it is the first. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const letters = lettersOf(name);
  // As many slips as a third of the name has letters.
  let least = Math.floor(letters.length / 3) + 1;
  let found: string | undefined;
  for (const one of names) {
    if (one.length > MAX_LENGTH) continue;
    const slips = distance(letters, lettersOf(one));
    if (slips >= least) continue;
    least = slips;
    found = one;
  }
  return found;
}

/** ` Did you mean "mag"?`, or nothing if no name is like it: what comes behind a sentence. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const meant = nearest(name, names);
  return meant === undefined ? '' : ` Did you mean ${shown(meant)}?`;
}
