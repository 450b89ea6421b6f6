import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/settings/environment.ts';
import { helpText } from '../../src/settings/settings.ts';

test('the defaults, also where a variable is empty', () => {
  const defaults = readConfig({});
  expect(defaults).toMatchObject({ PORT: 4000, HOST: '127.0.0.1', LOG_LEVEL: 'info', ODS_TIMEOUT: 30_000 });
  expect(defaults.ODS_URL).toBeUndefined();
  expect(readConfig({ PORT: '', ODS_URL: '' })).toEqual(defaults);
});

test('what is set is read', () => {
  const config = readConfig({
    PORT: '0',
    ODS_URL: 'https://data.example.org',
    ODS_APIKEY: 'abc',
    PORTAL_QUOTA: '7',
  });
  expect(config).toMatchObject({ PORT: 0, ODS_APIKEY: 'abc', PORTAL_QUOTA: 7 });
  expect(config.ODS_URL?.href).toBe('https://data.example.org/');
});

describe('a wrong value is told with the variable, the value and what would be right', () => {
  test.each([
    [{ PORT: '-1' }, /^PORT="-1" .*0 \(any free one\) to 65535/],
    [{ PORT: '4000.5' }, /^PORT="4000.5"/],
    [{ PORT: '70000' }, /^PORT="70000"/],
    [{ ODS_URL: 'data.example.org' }, /^ODS_URL="data.example.org" .*https:\/\//],
    [{ ODS_URL: 'file:///etc/passwd' }, /^ODS_URL=/],
    [{ CACHE_MAX_MB: '0' }, /^CACHE_MAX_MB="0" .*1 to 65536/],
    [{ CACHE_TTL_RECORDS: '1.5' }, /^CACHE_TTL_RECORDS="1.5" .*0 \(off\)/],
    [{ REDIS_URL: 'http://user:word@host' }, /^REDIS_URL=\(not shown\) .*redis:\/\/localhost:6379/],
    [{ ODS_USERNAME: 'a:b', ODS_PASSWORD: 'c' }, /^ODS_USERNAME="a:b" .*colon/],
    [{ ODS_USERNAME: 'a' }, /^ODS_USERNAME is set and ODS_PASSWORD is not/],
    [{ ODS_PASSWORD: 'a' }, /^ODS_PASSWORD is set and ODS_USERNAME is not/],
    [{ ODS_APIKEY: 'k', ODS_USERNAME: 'a', ODS_PASSWORD: 'b' }, /^ODS_APIKEY and ODS_USERNAME are both set/],
    [{ ODS_TIMEOUT: '0' }, /^ODS_TIMEOUT="0" .*milliseconds/],
    [{ LOG_LEVEL: 'INFO' }, /^LOG_LEVEL="INFO" .*debug/],
    [{ PORTAL_PORT: 'x' }, /^PORTAL_PORT="x"/],
    [{ PORTAL_QUOTA: '0' }, /^PORTAL_QUOTA="0"/],
  ])('%j', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(sentence);
  });

  test('but never a secret', () => {
    expect(() => readConfig({ ODS_APIKEY: 'has a space' })).toThrow(/^ODS_APIKEY=\(not shown\)/);
    expect(() => readConfig({ ODS_URL: 'https://me:secret@data.example.org' })).toThrow(
      /^ODS_URL \(not shown\)/,
    );
    expect(() => readConfig({ ODS_URL: 'https://data.example.org/?apikey=secret' })).toThrow(
      /^ODS_URL \(not shown\)/,
    );
  });
});

test('the help lists every setting', () => {
  for (const name of Object.keys(readConfig({}))) expect(helpText()).toMatch(new RegExp(`^  ${name} `, 'm'));
});
