import { expect, expectTypeOf, test } from 'vitest';
import { ConfigError, createSchema, createServer, type ServerOptions } from '../../src/index.ts';
import { configOf } from '../../src/options.ts';
import { type Config, readConfig } from '../../src/settings/environment.ts';
import type { ListenerSettings } from '../support/graph.ts';

const odsUrl = 'https://data.example.org';

/** `ODS_URL` as an option: `odsUrl`. */
type OptionName<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${Lowercase<First>}${Capitalize<OptionName<Rest>>}`
  : Lowercase<Name>;
/** Settings of the program alone: where and how it listens, and the portal that it brings. */
type ProgramSetting =
  | 'PORT'
  | 'HOST'
  | 'METRICS_HOST'
  | keyof ListenerSettings
  | Extract<keyof Config, `PORTAL_${string}`>;

test('there is an option for every setting but those of the program, and no other', () => {
  expectTypeOf<Exclude<keyof ServerOptions, 'logger'>>().toEqualTypeOf<
    OptionName<Exclude<keyof Config, ProgramSetting>>
  >();
});

test('what is left out is as the settings say', () => {
  const ODS_URL = odsUrl;
  expect(configOf({ odsUrl })).toEqual(readConfig({ ODS_URL }));
  expect(configOf({ odsUrl, odsApikey: undefined, ticketSecret: '' })).toEqual(readConfig({ ODS_URL }));
});

test('what is given is what is meant', () => {
  const config = configOf({
    odsUrl: new URL(odsUrl),
    odsTimeout: 5,
    odsPushKeys: { 'sensors/realtime': 'a,b"c' },
    pushTokens: ['one', 'two'],
    priorityTokens: [],
    explain: false,
    quotaReserve: 0,
  });
  expect(config).toMatchObject({
    ODS_TIMEOUT: 5,
    ODS_PUSH_KEYS: { 'sensors/realtime': 'a,b"c' },
    PUSH_TOKENS: ['one', 'two'],
    EXPLAIN: 'off',
    QUOTA_RESERVE: 0,
  });
  expect(config.PRIORITY_TOKENS).toBeUndefined();
});

test.each([
  [{}, /^odsUrl is missing: .*https/],
  [{ odsUrl: 'data.example.org' }, /^odsUrl="data.example.org" cannot be used: .*https:\/\//],
  [
    { odsUrl: 'https://me:secret@data.example.org' },
    /^odsUrl \(not shown\).*set odsUsername and odsPassword/,
  ],
  [{ odsUrl, odsUsername: 'me' }, /^odsUsername is set and odsPassword is not/],
  [{ odsUrl, cacheMaxMb: 1.5 }, /^cacheMaxMb="1.5" cannot be used: it must be megabytes from 1 to 65536/],
  [{ odsUrl, odsApikey: 'a secret' }, /^odsApikey=\(not shown\)/],
  [{ odsUrl, odsApikey: null }, /^odsApikey cannot be used: it is null/],
  [{ odsUrl, odsApikey: { key: 'secret' } }, /^odsApikey cannot be used: it is of type object/],
  [{ odsUrl, priorityTokens: ['a,secret'] }, /^priorityTokens \(not shown\).*without commas/],
  [{ odsUrl, odsURL: odsUrl }, /^There is no option "odsURL"\. There are .*odsUrl/],
  [{ odsUrl, port: 4000 }, /^There is no option "port"/],
  [{ odsUrl, logger: { info() {} } }, /^logger cannot be used: .*info, warn and error/],
])('a wrong option is told by its name, and no secret is shown: %j', (options, sentence) => {
  for (const create of [createServer, createSchema]) {
    // As a program without types would call it.
    const make = () => Reflect.apply(create, undefined, [options]);
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(sentence);
    expect(make).not.toThrow(/secret/);
  }
});
