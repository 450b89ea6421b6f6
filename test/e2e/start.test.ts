import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, inject, test } from 'vitest';
import { builtinsLoaded, packagesLoaded, TELLING_WHAT_IS_LOADED } from '../support/loaded-modules.ts';
import { type Program, startProgram } from '../support/program.ts';

const BIN = new URL('../../src/bin.js', import.meta.url).pathname;

let program: Program | undefined;
afterEach(() => void program?.child.kill('SIGKILL'));

/** Starts the program as an operator does, with only these settings. */
function start(settings: Record<string, string>, ...args: string[]): Program {
  const env = { PATH: process.env.PATH ?? '', ...settings };
  program = startProgram(process.execPath, [BIN, ...args], { env });
  return program;
}

test('it starts its own portal, says where the graph is, answers, and stops when told', async () => {
  const program = start({ PORT: '0', LOG_LEVEL: 'silent' });
  const url = await program.says(/GraphQL: (\S+)/);
  const response = await fetch(
    `${url}?query={portal{embedded,url}datasets{totalCount}cities(first:1){nodes{name}}}`,
  );
  const { data } = await response.json();
  expect(data).toMatchObject({ portal: { embedded: true }, datasets: { totalCount: expect.any(Number) } });
  // It has types of its own.
  expect(data.cities.nodes).toEqual([{ name: expect.any(String) }]);
  expect(new URL(data.portal.url).hostname).toBe('127.0.0.1');
  program.stop();
  expect((await program.ended()).code).toBe(0);
});

test('it loads late what a start does not need', async () => {
  const program = start({
    PORT: '0',
    ODS_URL: inject('portalUrl'),
    NODE_OPTIONS: TELLING_WHAT_IS_LOADED,
  });
  const url = await program.says(/GraphQL: (\S+)/);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ datasets { totalCount } }' }),
  });
  expect(await answer.json()).toMatchObject({ data: { datasets: { totalCount: expect.any(Number) } } });
  program.stop();
  const { output } = await program.ended();
  const packages = packagesLoaded(output);
  expect(packages).toContain('graphql');
  for (const name of [
    'graphql-yoga',
    '@graphql-tools/utils',
    'graphql-ws',
    'ws',
    'ioredis',
    'jose',
    'prom-client',
    '@opentelemetry/sdk-trace',
    '@graphql-inspector/core',
    'pluralize',
  ])
    expect(packages).not.toContain(name);
  // Nor do an ordinary operation and its answer.
  for (const name of ['hono', '@hono/node-server']) expect(packages).not.toContain(name);
  const builtins = builtinsLoaded(output);
  expect(builtins).toContain('http');
  // The Fetch API.
  expect(builtins).not.toContain('internal/deps/undici/undici');
});

test('its own portal ends with it, even if it is killed', async () => {
  const program = start({ PORT: '0', LOG_LEVEL: 'silent' });
  const url = await program.says(/GraphQL: (\S+)/);
  const { data } = await (await fetch(`${url}?query={portal{url}}`)).json();
  expect((await fetch(data.portal.url)).status).toBeLessThan(500);
  program.child.kill('SIGKILL');
  await program.ended();
  await expect.poll(() => fetch(data.portal.url).catch(() => 'nobody')).toBe('nobody');
});

/** The processes that a program has started. */
function childrenOf({ child: { pid } }: Program): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

test('its own portal is started again when it has crashed, at the same address, and the graph goes on', async () => {
  const program = start({ PORT: '0', LOG_LEVEL: 'error' });
  const url = await program.says(/GraphQL: (\S+)/);
  const ask = async () => (await fetch(`${url}?query={portal{url}datasets{totalCount}}`)).json();
  const { data } = await ask();
  for (const child of childrenOf(program)) process.kill(child, 'SIGKILL');
  await program.says(/"how":"SIGKILL".*"the embedded portal has ended: it is started again"/);
  const fresh = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
  };
  const body = JSON.stringify({ query: '{ portal { url } datasets { totalCount } }' });
  await expect.poll(async () => (await (await fetch(url, { ...fresh, body })).json()).data).toEqual(data);
  program.stop();
  expect(await program.ended()).toMatchObject({ code: 0, errors: '' });
});

test('a portal that crashes again and again is given up, and the graph lives on', async () => {
  const program = start({ PORT: '0', LOG_LEVEL: 'error' });
  const url = await program.says(/GraphQL: (\S+)/);
  const givenUp = program.says(/"the embedded portal has ended too often, and is not started again"/);
  let isOver = false;
  void givenUp.then(() => {
    isOver = true;
  });
  while (!isOver) {
    for (const child of childrenOf(program)) if (child > 0) process.kill(child, 'SIGKILL');
    await wait(50);
  }
  expect((await fetch(url.replace('graphql', 'health'))).status).toBe(200);
  expect((await fetch(url.replace('graphql', 'ready'))).status).toBe(503);
  program.stop();
  expect((await program.ended()).code).toBe(0);
});

test('an exception that nobody expects ends it, and the log says so', async () => {
  const throwing = "process.once('SIGUSR2', () => { throw new RangeError('nobody expects this'); })";
  const program = start({
    PORT: '0',
    ODS_URL: inject('portalUrl'),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(throwing)}`,
  });
  await program.says(/GraphQL: (\S+)/);
  program.child.kill('SIGUSR2');
  const { code, output, errors } = await program.ended();
  expect([code, errors]).toEqual([1, expect.stringContaining('nobody expects this')]);
  // It need not be the last line: one that is being written while the process ends comes after it.
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      level: 50,
      err: expect.objectContaining({ type: 'RangeError', message: 'nobody expects this' }),
      msg: 'an exception that nobody expects ends the process',
    }),
  );
});

test('a Redis that is away is said and stops nothing, and its password is not shown', async () => {
  const redis = 'redis://:password-of-redis-0123@127.0.0.1:1';
  const program = start({ PORT: '0', ODS_URL: inject('portalUrl'), REDIS_URL: redis });
  const url = await program.says(/GraphQL: (\S+)/);
  await program.says(/ECONNREFUSED.*Redis is away/);
  const { data } = await (await fetch(`${url}?query={datasets{totalCount}}`)).json();
  expect(data).toMatchObject({ datasets: { totalCount: expect.any(Number) } });
  program.stop();
  const { code, output, errors } = await program.ended();
  expect(code).toBe(0);
  expect(output + errors).not.toContain('password-of-redis');
});

test('it does not wait for subscribers when told to stop', async () => {
  const program = start({ PORT: '0', LOG_LEVEL: 'silent' });
  const url = await program.says(/GraphQL: (\S+)/);
  const query = 'subscription { recordsPushed(datasetId: "earthquakes") { at } }';
  const response = await fetch(`${url}?query=${encodeURIComponent(query)}`, {
    headers: { accept: 'text/event-stream' },
  });
  expect(response.status).toBe(200);
  const began = Date.now();
  program.stop();
  expect(await response.text()).toMatch(/event: complete/);
  expect((await program.ended()).code).toBe(0);
  expect(Date.now() - began).toBeLessThan(15_000);
});

test('it serves the portal that ODS_URL names, with its own key, and logs neither', async () => {
  const program = start({ PORT: '0', ODS_URL: inject('portalUrl'), ODS_APIKEY: 'demo-key' });
  const url = await program.says(/GraphQL: (\S+)/);
  const response = await fetch(
    `${url}?query={portal{embedded}dataset(datasetId:"earthquakes-significant"){datasetId}}`,
  );
  expect(await response.json()).toMatchObject({
    data: { portal: { embedded: false }, dataset: { datasetId: 'earthquakes-significant' } },
  });
  await program.says(/"msg":"operation"/);
  program.stop();
  const { code, output, errors } = await program.ended();
  expect(code).toBe(0);
  expect(output + errors).not.toContain('demo-key');
});

test('the portal alone answers the REST API', async () => {
  const program = start({ PORTAL_PORT: '0' }, 'portal');
  const url = await program.says(/REST API v1: (\S+)/);
  const { nhits } = await (await fetch(url)).json();
  expect(nhits).toBeGreaterThan(5);
  program.stop();
  expect((await program.ended()).code).toBe(0);
});

test.each([
  [{ PORT: 'abc' }, /PORT="abc".*0 .*65535/],
  [{ ODS_URL: 'ftp://x' }, /ODS_URL="ftp:\/\/x".*https/],
  [{ ODS_USERNAME: 'me' }, /ODS_PASSWORD/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL="loud".*debug/],
  [{ PORTAL_QUOTA: '0' }, /PORTAL_QUOTA="0"/],
  [{ PORTAL_ACCESS: '/no/such/file.json' }, /no\/such\/file/],
])('a bad setting stops the start with a sentence: %j', async (settings, sentence) => {
  const { code, errors } = await start(settings).ended();
  expect(code).toBe(1);
  expect(errors).toMatch(sentence);
  expect(errors).not.toMatch(/\n\s+at /);
});

test('a port in use is told as such', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const { code, errors } = await start({ PORT: port, ODS_URL: inject('portalUrl') }).ended();
  server.close();
  expect(code).toBe(1);
  expect(errors).toContain(`PORT=${port} is in use`);
});

test('--help lists every setting, and --version the version', async () => {
  const help = await start({}, '--help').ended();
  expect(help.code).toBe(0);
  for (const name of [
    'PORT',
    'HOST',
    'ODS_URL',
    'ODS_APIKEY',
    'ODS_USERNAME',
    'ODS_PASSWORD',
    'LOG_LEVEL',
    'PORTAL_QUOTA',
  ]) {
    expect(help.output).toContain(`  ${name} `);
  }
  for (const option of ['--url', '--port', '--host', '--folder', '--as', '--help', '--version'])
    expect(help.output).toMatch(new RegExp(`^  (-., )?${option} `, 'm'));
  expect(await start({}, '-v').ended()).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test('options of the command line go before the settings', async () => {
  const program = start(
    { PORT: 'nonsense', HOST: 'nonsense', ODS_URL: 'nonsense', LOG_LEVEL: 'silent' },
    ...['--url', inject('portalUrl'), '--port=0', '--host', '127.0.0.1'],
  );
  const url = await program.says(/GraphQL: (\S+)/);
  const { data } = await (await fetch(`${url}?query={portal{url}__type(name:"City"){name}}`)).json();
  expect(data.portal.url).toBe(`${inject('portalUrl')}/`);
  // The types of the embedded portal, which are in the working directory, are of no other.
  expect(data.__type).toBeNull();
  program.stop();
  expect((await program.ended()).code).toBe(0);
});

test('the types of the working directory are those of the portal that is named, until TYPES says otherwise', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'working-'));
  try {
    mkdirSync(join(cwd, 'datasets'));
    const type = { dataset: 'cities', name: 'Town', plural: 'towns', fields: [] };
    writeFileSync(join(cwd, 'datasets/Town.json'), JSON.stringify(type));
    const typesWith = async (settings: Record<string, string>) => {
      const env = {
        PATH: process.env.PATH ?? '',
        PORT: '0',
        LOG_LEVEL: 'silent',
        ODS_URL: inject('portalUrl'),
      };
      program = startProgram(process.execPath, [BIN], { cwd, env: { ...env, ...settings } });
      const url = await program.says(/GraphQL: (\S+)/);
      const answer = await fetch(`${url}?query={__type(name:"Town"){name}}`);
      program.stop();
      await program.ended();
      return (await answer.json()).data.__type;
    };
    expect(await typesWith({})).toEqual({ name: 'Town' });
    expect(await typesWith({ TYPES: 'off' })).toBeNull();
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

test('a portal that cannot be reached stops no start', async () => {
  const program = start({ LOG_LEVEL: 'silent' }, '--url', 'http://127.0.0.1:1', '--port', '0');
  const url = await program.says(/GraphQL: (\S+)/);
  const { errors } = await (await fetch(`${url}?query={datasets{totalCount}}`)).json();
  expect(errors[0].extensions.code).toBe('UPSTREAM_UNAVAILABLE');
  program.stop();
  expect((await program.ended()).code).toBe(0);
});

test.each([
  [['portl'], 2, /^There is no "portl" to start; see --help\.$/],
  [['https://me:secret@data.example.org'], 2, /--url <address>/],
  [['--apikey', 'secret'], 2, /^There is no option --apikey: .*every secret, is an environment variable/],
  [['--apikey=secret'], 2, /^There is no option --apikey: /],
  [['-x'], 2, /^There is no option -x: /],
  [['--url'], 2, /^--url needs a value/],
  [['--url='], 2, /^--url needs a value/],
  [['--help=yes'], 2, /^--help takes no value/],
  [['portal', '--url', 'https://data.example.org'], 2, /^--url is an option of the graph/],
  [['--url', 'ftp://x'], 1, /^--url="ftp:\/\/x" cannot be used: .*https/],
  [['--url', 'https://me:secret@data.example.org'], 1, /^--url \(not shown\) cannot be used: .*ODS_APIKEY/],
  [['--port', 'abc'], 1, /^--port="abc" cannot be used: .*65535/],
  [['portal', '--port', 'abc'], 1, /^--port="abc" cannot be used/],
])('a command line that is wrong is told so: %j', async (args, code, sentence) => {
  const ended = await start({}, ...args).ended();
  expect(ended).toMatchObject({ code, output: '' });
  expect(ended.errors.trim()).toMatch(sentence);
  expect(ended.errors).not.toContain('secret@');
  expect(ended.errors).not.toMatch(/\n\s+at /);
});

test.each([
  [
    { ODS_PUSH_KEYS: 'secret-key', PUSH_TOKENS: 'secret-token' },
    /ODS_PUSH_KEYS=\(not shown\).*"<dataset>\/<resource>"/,
  ],
  [{ ODS_PUSH_KEYS: '{"sensors":"secret-key"}', PUSH_TOKENS: 'secret-token' }, /ODS_PUSH_KEYS=\(not shown\)/],
  [{ ODS_PUSH_KEYS: '{"sensors/realtime":1}', PUSH_TOKENS: 'secret-token' }, /ODS_PUSH_KEYS=\(not shown\)/],
  [{ ODS_PUSH_KEYS: '{"sensors/realtime":"secret-key"}' }, /PUSH_TOKENS is not/],
  [{ PUSH_TOKENS: 'secret-token,,secret-other' }, /PUSH_TOKENS=\(not shown\)/],
  [{ MAX_BODY_MB: '0' }, /MAX_BODY_MB="0".*1 to 1024/],
])('push settings that are wrong stop the start and are not shown: %j', async (settings, message) => {
  const { code, errors } = await start({ PORT: '0', ...settings }).ended();
  expect(code).toBe(1);
  expect(errors).toMatch(message);
  expect(errors).not.toContain('secret-');
});
