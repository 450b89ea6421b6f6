import type { Parameter } from '../parameter.ts';

/** What a form writes as it is. Most names and values are made of nothing else. */
const PLAIN = /^[\w*.-]*$/;

/** What a form writes otherwise than `encodeURIComponent`. */
const OTHERWISE = /%20|[!'()~]/g;
const IN_FORMS: Readonly<Record<string, string>> = {
  '%20': '+',
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '~': '%7E',
};

/**
 * Parameters as a form (`application/x-www-form-urlencoded`), which is the query of a URL too: what `URLSearchParams` makes
 * of them, in a third of the time.
 */
export function formOf(parameters: readonly Parameter[]): string {
  let form = '';
  for (const [name, value] of parameters) {
    form += `${form === '' ? '' : '&'}${encoded(name)}=${encoded(value)}`;
  }
  return form;
}

function encoded(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(OTHERWISE, (found) => IN_FORMS[found] ?? found);
}
