/** docs/graph.md against the codes that the server's own errors have. */
import { expect, test } from 'vitest';
import { readPage, rowsOf } from './markdown.ts';

/** The codes of a union of texts. */
function codesOf(path: string, type: string): string[] {
  const [, union = ''] = new RegExp(`type ${type} =\n(.*?);\n`, 's').exec(readPage(path)) ?? [];
  return [...union.matchAll(/\| '([A-Z_]+)'/g)].map(([, code = '']) => code);
}

const documented = rowsOf(readPage('docs/graph.md')).flatMap(([codes = '']) =>
  [...codes.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code),
);

test.each([
  ['src/ods/errors.ts', 'OdsErrorCode'],
  ['src/loading/limit-error.ts', 'LimitErrorCode'],
])('every code of %s is explained', (path, type) => {
  const codes = codesOf(path, type);
  expect(codes.length).toBeGreaterThan(7);
  for (const code of codes) expect(documented).toContain(code);
});
