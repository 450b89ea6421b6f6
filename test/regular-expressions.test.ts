/** No regular expression of this program takes more than linear time, whatever text it is given. */
import { globSync, readFileSync } from 'node:fs';
import { analyse } from 'scslre';
import { parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';

/** Files with expressions that are still to be rewritten. None may be added. */
const KNOWN = new Set([
  'src/portal/media/byte-range.ts',
  'src/portal/push/file-value.ts',
  'src/portal/push/value.ts',
  'src/portal/query/comparison.ts',
  'src/server/links.ts',
  'src/server/plugins/push-key-mask.ts',
]);

interface Expression {
  file: string;
  source: string;
  flags: string;
}

/** Every regular expression that is written down in a file. */
function expressionsIn(file: string): Expression[] {
  const found: Expression[] = [];
  const visitor = new Visitor({
    Literal(node) {
      if ('regex' in node) found.push({ file, source: node.regex.pattern, flags: node.regex.flags });
    },
  });
  visitor.visit(parseSync(file, readFileSync(file, 'utf8')).program);
  return found;
}

test('every regular expression of src is linear', () => {
  const expressions = globSync('src/**/*.ts').flatMap(expressionsIn);
  expect(expressions.length).toBeGreaterThan(50);
  const slow = expressions.flatMap(({ file, source, flags }) =>
    analyse({ source, flags }).reports.map(
      ({ type, character }) => `${file}: /${source}/${flags} (${type}, over and over ${character.pick})`,
    ),
  );
  expect(slow.filter((report) => !KNOWN.has(report.slice(0, report.indexOf(':'))))).toEqual([]);
});

/** Files that put expressions together at run time, of texts that are escaped or their own. None may be added. */
const MADE = ['src/ods/redaction.ts', 'src/portal/query/geo.ts', 'src/portal/store/pushed-tables.ts'];

test('no others are put together at run time, since this test would not see them', () => {
  const made = globSync('src/**/*.ts').filter((file) => readFileSync(file, 'utf8').includes('new RegExp('));
  expect(made.filter((file) => !KNOWN.has(file)).sort()).toEqual(MADE);
});
