import type { Parameter } from '../parameter.ts';

/** What a form writes as it is. Most names and values are made of nothing else. */
const PLAIN = /^[\w*.-]*$/;

/** What a form writes otherwise than `encodeURIComponent` does, beside spaces: these characters, and what is no character. */
const OF_FORMS = /[!'()~\ud800-\udfff]/;

/**
 * Parameters as a form (`application/x-www-form-urlencoded`), which is the query of a URL too: what `URLSearchParams` makes
 * of them all. It is asked only about those of which nothing else makes the same, since it takes twice as long.
 */
export function formOf(parameters: readonly Parameter[]): string {
  let form = '';
  for (const [name, value, known] of parameters) {
    form += `${form === '' ? '' : '&'}${encoded(name)}=${known ?? encoded(value)}`;
  }
  return form;
}

/** True of a text that a form writes as it is. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

function encoded(text: string): string {
  if (isPlain(text)) return text;
  // A percent sign of the text is encoded itself, so that this is always a space.
  if (!OF_FORMS.test(text)) return encodeURIComponent(text).replaceAll('%20', '+');
  const form = new URLSearchParams();
  form.append('', text);
  return form.toString().slice('='.length);
}
