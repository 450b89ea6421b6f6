/** The calls that docs/portal.md shows: each is made, in their order, as a reader would make it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { Client } from './client.ts';

const page = readFileSync(new URL('../../docs/portal.md', import.meta.url), 'utf8');
const script = /```sh\n(PORTAL=.*?)```/s.exec(page)?.[1] ?? '';
const commands = script.split('\n').filter((line) => line.startsWith('curl '));

let portal: Portal;
let client: Client;

beforeAll(async () => {
  portal = await startPortal({ pushFile: ':memory:' });
  client = new Client(portal.url);
});
afterAll(() => portal.close());

/** What curl would send: its address, and what `-d` and `-H` say. */
function readCommand(command: string): { path: string; init: RequestInit } {
  const [, path = ''] = /"\$PORTAL(\/[^"]*)"$/.exec(command) ?? [];
  const [, body] = / -d '([^']*)'/.exec(command) ?? [];
  const [, name = '', value = ''] = / -H "([^":]+): ([^"]*)"/.exec(command) ?? [];
  const headers = name === '' ? {} : { [name]: value };
  return { path, init: body === undefined ? { headers } : { method: 'POST', body, headers } };
}

test('the page has a call for each API', () => {
  expect(script).toMatch(/^PORTAL=http:\/\/localhost:4001\n/);
  const apis = commands.map((command) => readCommand(command).path.replace(/\?.*/, ''));
  for (const api of [
    'search',
    'records',
    'analyze',
    'download',
    'geocluster',
    'boundingbox',
    'files',
    'push',
  ]) {
    expect(apis.join('\n')).toContain(`/${api}/`);
  }
});

describe('the page’s', () => {
  test.each(commands)('%s', async (command) => {
    const { path, init } = readCommand(command);
    const { status, text } = await client.call(path, init);
    expect(status).toBe(200);
    expect(text).not.toMatch(/"nhits":0|^\[\]|"count":0/);
  });

  test('push is undone by its delete', async () => {
    expect((await client.records('realtime-sensors')).nhits).toBe(0);
  });

  test('access file is one', () => {
    const [, file = ''] = /JSON file with others, `([^`]+)`/.exec(page) ?? [];
    expect(Object.keys(JSON.parse(file))).toEqual(['apikeys', 'logins', 'tokens', 'pushkeys']);
  });
});
