/** The pages lead somewhere: no link, no anchor and no name of a file is dead. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, linksOf, PAGES, ROOT } from './markdown.ts';

const isElsewhere = (target: string) => /^(https?|mailto):/.test(target);

/** What is wrong with a link of that page; null if it leads somewhere. */
function faultOf(path: string, target: string): string | null {
  const [file = '', anchor] = target.split('#');
  const destination = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(ROOT, destination))) return `${path}: there is no ${destination}`;
  if (anchor === undefined) return null;
  const anchors = anchorsOf(PAGES.get(destination) ?? '');
  return anchors.includes(anchor) ? null : `${path}: ${destination} has no #${anchor}`;
}

test('every page links to something', () => {
  expect([...PAGES.keys()]).toContain('docs/operating.md');
  const count = [...PAGES.values()].flatMap(linksOf).length;
  expect(count).toBeGreaterThan(80);
});

test.each([...PAGES])('%s has no dead link', (path, page) => {
  const targets = linksOf(page).filter((target) => !isElsewhere(target));
  expect(targets.flatMap((target) => faultOf(path, target) ?? [])).toEqual([]);
});

test('a dead link, a dead anchor and a link that leads out of docs are told apart', () => {
  expect(faultOf('README.md', 'docs/graph.md#errors')).toBeNull();
  expect(faultOf('docs/graph.md', '../README.md#start')).toBeNull();
  expect(faultOf('docs/graph.md', '#errors')).toBeNull();
  expect(faultOf('docs/graph.md', 'nowhere.md')).toContain('there is no docs/nowhere.md');
  expect(faultOf('README.md', 'docs/graph.md#nowhere')).toContain('has no #nowhere');
});

test.each([...PAGES])('%s names no test, source or folder that is not there', (path, page) => {
  const named = [...page.matchAll(/`((?:src|test|docs|bench|scripts|deploy|schema|examples)\/[\w./-]*)`/g)];
  const names = new Set(named.map(([, name = '']) => name));
  expect(
    [...names].filter((name) => !existsSync(join(ROOT, name))),
    path,
  ).toEqual([]);
});

test('every page of docs can be reached from the README', () => {
  const linked = linksOf(PAGES.get('README.md') ?? '').map((target) => target.split('#')[0]);
  for (const path of PAGES.keys()) if (path.startsWith('docs/')) expect(linked).toContain(path);
});

test('the README stays a front page', () => {
  expect(PAGES.get('README.md')?.split('\n').length).toBeLessThan(220);
});
