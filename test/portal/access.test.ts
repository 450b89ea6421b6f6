import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Access } from '../../src/portal/access.ts';
import { type Client, startFixtures } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function accessFile(content: string): string {
  const file = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(file, content);
  return file;
}

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  const file = accessFile(
    JSON.stringify({
      apikeys: { 'key-one': { name: 'one' }, 'key-two': { name: 'two', quota: 7 } },
      logins: { 'ann:marie': { password: 'never' }, ann: { password: 'p:ss wörd' } },
      tokens: { 'token-one': { name: 'app' } },
    }),
  );
  ({ client, close } = await startFixtures({ accessFile: file }));
});
afterAll(() => close());

const secret = '/api/datasets/1.0/secret/';
const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

describe('a credential', () => {
  test.each([['Apikey key-one'], ['apikey key-one'], ['Bearer token-one'], [basic('ann:p:ss wörd')]])(
    '%s opens what is restricted',
    async (header) => {
      expect((await client.with({ Authorization: header }).call(secret)).status).toBe(200);
    },
  );

  test.each(['apikey=key-one', 'access_token=token-one'])(
    '%s does so too, in an address or a form',
    async (pair) => {
      expect((await client.call(`${secret}?${pair}`)).status).toBe(200);
      const init = { method: 'POST', body: new URLSearchParams(pair) };
      expect((await client.call(secret, init)).status).toBe(200);
    },
  );

  test('is not repeated in an answer', async () => {
    const { text } = await client.call('/api/records/1.0/search/?dataset=secret&apikey=key-one');
    expect(text).not.toContain('key-one');
  });

  test('has its own quota', async () => {
    const { headers } = await client.with({ Authorization: 'Apikey key-two' }).call(secret);
    expect(headers.get('X-RateLimit-Limit')).toBe('7');
    expect(headers.get('X-RateLimit-Remaining')).toBe('6');
  });

  test.each([
    ['Apikey wrong-key'],
    ['Apikey token-one'],
    ['Bearer key-one'],
    ['Apikey'],
    [basic('ann:wrong-key')],
    [basic('ann')],
    [basic('')],
    ['Basic %%%'],
    ['Digest key-one'],
    ['key-one'],
  ])('%s is refused even where nothing is restricted, and not repeated', async (header) => {
    const { status, headers, text } = await client
      .with({ Authorization: header })
      .call('/api/datasets/1.0/museums/');
    expect(status).toBe(401);
    expect(headers.has('WWW-Authenticate')).toBe(true);
    expect(headers.has('X-RateLimit-Remaining')).toBe(true);
    expect(JSON.parse(text)).toEqual({ error: expect.any(String) });
    expect(text).not.toMatch(/wrong-key|key-one|token-one/);
  });

  test('that is wrong is refused beside one that is right', async () => {
    const keyed = client.with({ Authorization: 'Apikey key-one' });
    expect((await keyed.call(`${secret}?apikey=wrong`)).status).toBe(401);
    expect((await keyed.call(`${secret}?apikey=key-two`)).status).toBe(200);
  });

  test('that is empty is none', async () => {
    expect((await client.call('/api/datasets/1.0/museums/?apikey=')).status).toBe(200);
  });
});

describe('an access file', () => {
  test('may lack any of its parts', () => {
    expect(() => Access.read(accessFile('{}'))).not.toThrow();
  });

  test('that cannot be read stops the portal, without a word of what is in it', async () => {
    const missing = join(folder, 'missing.json');
    await expect(startFixtures({ accessFile: missing })).rejects.toThrow(`${missing} does not exist`);
    for (const content of [
      '{"apikeys": {"my-secret": 1}}',
      '{"my-secret',
      '{"keys": {"my-secret": {}}}',
      '[]',
    ]) {
      const file = accessFile(content);
      const failure = await startFixtures({ accessFile: file }).catch((error: unknown) => String(error));
      expect(failure).toContain(file);
      expect(failure).not.toContain('my-secret');
    }
  });
});
