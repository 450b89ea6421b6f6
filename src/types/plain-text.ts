/** Descriptions of portals are HTML; those of the graph are plain text, which editors show as it is. */

/** The entities that publishers' editors write. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['laquo', '«'],
  ['raquo', '»'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['euro', '€'],
  ['deg', '°'],
  ['eacute', 'é'],
  ['egrave', 'è'],
  ['agrave', 'à'],
  ['ccedil', 'ç'],
]);

/** More is cut before it is looked at. */
const MAX_HTML = 100_000;

/** The words of a piece of HTML: a paragraph for each of its blocks, without tags, scripts and comments. */
export function plainText(html: string): string {
  const text = html
    .slice(0, MAX_HTML)
    .toWellFormed()
    .replace(/[\s\u00a0]+/g, ' ')
    // What begins with "<" and a letter, and has an end, is a tag: "a < b" is none.
    .replace(/<!--[^<>]*>|<(?:script|style)\b[^<>]*>[^<]*/gi, '')
    .replace(/<\/?(?:p|div|h[1-6]|ul|ol|table|tr|blockquote|section)\b[^<>]*>/gi, '\n\n')
    .replace(/<br\b[^<>]*>|<\/li>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(
      /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{1,10});/gi,
      (entity, name: string) => characterOf(name) ?? entity,
    );
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  const kept = lines.filter((line, index) => line !== '' || (lines[index - 1] ?? '') !== '');
  return kept.join('\n').trim();
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES.get(name.toLowerCase());
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
