/** docs/operating.md against the settings as they are: each is there once, with its default. */
import { expect, test } from 'vitest';
import { SETTINGS, settingNames } from '../../src/settings/settings.ts';
import { PAGES, readPage, rowsOf } from './markdown.ts';

const rows = rowsOf(readPage('docs/operating.md')).flatMap(([name = '', value = '']) => {
  const [, setting] = /^`([A-Z][A-Z_]+)`$/.exec(name) ?? [];
  return setting === undefined ? [] : [{ setting, value: value.replace(/^`(.*)`$/, '$1') }];
});

test('every setting is documented once, and nothing else is', () => {
  expect(rows.map(({ setting }) => setting).sort()).toEqual([...settingNames].sort());
});

test.each(settingNames)('%s has the default that is documented', (name) => {
  const value = rows.find(({ setting }) => setting === name)?.value;
  expect(value).toBe(SETTINGS[name].default ?? '–');
});

test('no page names a setting that does not exist', () => {
  const known = new Set<string>([...settingNames, 'RATE_LIMITED']);
  const families =
    /^(MAX|ODS|CACHE|PORTAL|PUSH|TICKET|HEADERS|REQUEST|IDLE|SHUTDOWN|RATE|CORS|TRUSTED|METRICS|DRAIN)_[A-Z_]+$/;
  for (const [path, page] of PAGES) {
    const named = [...page.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, name = '']) => name);
    for (const name of named) if (families.test(name)) expect(known, path).toContain(name);
  }
});
