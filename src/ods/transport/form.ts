import type { Parameter } from '../parameter.ts';

/** What a form writes as it is. Most names and values are made of nothing else. */
const PLAIN = /^[\w*.-]*$/;

/**
 * Parameters as a form (`application/x-www-form-urlencoded`), which is the query of a URL too: what `URLSearchParams` makes
 * of them all. It is asked only about those that are not plain, since it takes longer for all than for these.
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
  const form = new URLSearchParams();
  form.append('', text);
  return form.toString().slice('='.length);
}
