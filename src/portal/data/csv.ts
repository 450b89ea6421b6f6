/** A reader of comma-separated values (RFC 4180): quoted values, doubled quotes, line breaks within quotes. */

// One value and what ends it: a comma, the end of the line, or that of the text.
const value = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** The rows, the header's included, each as the list of its values. */
export function* readCsv(text: string): Generator<string[]> {
  let row: string[] = [];
  for (let at = 0, end = text === '' ? '' : ','; end !== ''; ) {
    value.lastIndex = at;
    const match = value.exec(text);
    if (match === null) throw new Error(`Malformed CSV at character ${at}.`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    at = value.lastIndex;
    end = match[3] ?? '';
    if (end === ',') continue;
    yield row;
    row = [];
    // The line break after the last row starts no other.
    if (at === text.length) return;
  }
}
