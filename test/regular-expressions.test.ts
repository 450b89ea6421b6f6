/** No regular expression of this program takes more than linear time, whatever text it is given. */
import { globSync, readFileSync } from 'node:fs';
import { analyse } from 'scslre';
import { parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';

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
  expect(slow).toEqual([]);
});

/** Files that put expressions together at run time, of texts that are escaped or their own. None may be added. */
const MADE = ['src/ods/redaction.ts', 'src/portal/query/geo-text.ts', 'src/portal/store/pushed-tables.ts'];

test('no others are put together at run time, since this test would not see them', () => {
  const made = globSync('src/**/*.ts').filter((file) => readFileSync(file, 'utf8').includes('new RegExp('));
  expect(made.sort()).toEqual(MADE);
});
