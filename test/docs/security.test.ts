/** SECURITY.md: every promise names what holds it and the tests that attack it, and no limit is left out. */
import { expect, test } from 'vitest';
import { readPage, rowsOf } from './markdown.ts';

/** The part of a page below a heading, to the next of its level. */
function sectionOf(page: string, heading: string): string {
  return page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
}

const promises = rowsOf(sectionOf(readPage('SECURITY.md'), 'What is promised'));
const limits = rowsOf(sectionOf(readPage('docs/operating.md'), 'Limits')).flatMap(([name = '']) => {
  const [, setting] = /^`([A-Z][A-Z_]+)`$/.exec(name) ?? [];
  return setting === undefined ? [] : [setting];
});

test('there are promises and limits', () => {
  expect(promises.length).toBeGreaterThan(25);
  expect(limits.length).toBeGreaterThan(25);
});

test.each(promises)('%s', (_promise, enforcedBy = '', testedIn = '') => {
  expect(enforcedBy).not.toBe('');
  const names = testedIn.split(', ');
  for (const name of names) expect(name).toMatch(/^`test\/[\w/-]+(?:\.test\.ts|\/)`$/);
});

test.each(limits)('%s is among what holds the promises', (setting) => {
  expect(promises.map(([, enforcedBy]) => enforcedBy).join('\n')).toContain(`\`${setting}\``);
});
