import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { callRows } from '../../bench/call-rows.ts';

test('the table of calls in docs/calls-and-quota.md is the benchmark’s', () => {
  const page = readFileSync(new URL('../../docs/calls-and-quota.md', import.meta.url), 'utf8');
  const [, table = ''] = /\| what is asked .*\n\|[ :|-]+\n((?:\|.*\n)+)/.exec(page) ?? [];
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
