/** Foreign text in messages: bounded, so that no message grows with what somebody sent. */

/** A caller's input is quoted up to this many characters. */
const MAX_QUOTED = 200;

/** A list of names ends after this many characters. */
const MAX_LISTED = 500;

/** The text, cut to so many characters; an ellipsis says that it was cut. */
export function bounded(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max).toWellFormed()}…`;
}

/** A caller's text (or a portal's) as a message quotes it. */
export function shown(text: string): string {
  return JSON.stringify(bounded(text, MAX_QUOTED));
}

/** Names as a message lists them: as many as there is room for, and how many more there are. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  let list = '';
  for (const [index, name] of names.entries()) {
    const next = `${index === 0 ? '' : ', '}${bounded(name, MAX_QUOTED)}`;
    if (list.length + next.length > MAX_LISTED) return `${list} and ${names.length - index} more`;
    list += next;
  }
  return list;
}

/** The words of a text as a search compares them: without accents, in lower case. */
export function foldedWords(text: string): string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.match(/[\p{L}\p{N}_]+/gu) ?? [];
}
