/** The table of what the graph works with (docs/clients.md), held against what is installed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The versions of a lock file, by package. */
function versions(path: string): Map<string, string> {
  const { packages }: { packages: Record<string, { version: string }> } = JSON.parse(read(path));
  return new Map(
    Object.entries(packages).map(([folder, { version }]) => [folder.replace(/^node_modules\//, ''), version]),
  );
}

test('every version is the one that is tested', () => {
  const installed = new Map([
    ...versions('test/federation/package-lock.json'),
    ...versions('package-lock.json'),
  ]);
  const [, section = ''] = /^## Works with\n(.*)/ms.exec(read('docs/clients.md')) ?? [];
  const rows = [...section.matchAll(/^\|[^|]+\| `([^`]+)`[^|]*\| ([\d.]+) +\|$/gm)];
  expect(rows.length).toBeGreaterThan(10);
  for (const [, name = '', version] of rows)
    expect(installed.get(name)?.split('.').slice(0, 2).join('.'), name).toBe(version);
});
