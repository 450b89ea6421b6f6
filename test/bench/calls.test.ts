import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { callRows } from '../../bench/call-rows.ts';

test('the README’s table of calls is the benchmark’s', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, table = ''] = /\| what is asked .*\n\|[ :|-]+\n((?:\|.*\n)+)/.exec(readme) ?? [];
  const shown = table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(shown).toEqual(callRows([]).map(({ name, naive, target }) => [name, `${naive}`, `${target}`]));
});
