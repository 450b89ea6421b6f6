/** A portal that speaks TLS: HTTP/2 and HTTP/1.1 on one port, and nothing in the clear. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { definitions } from './client.ts';

const support = (name: string) => fileURLToPath(new URL(`../support/${name}`, import.meta.url));
const tls = { cert: support('test-certificate.pem'), key: support('test-certificate-key.pem') };
const ca = readFileSync(tls.cert);
const failures: Error[] = [];
const start = (files: typeof tls) =>
  startPortal({
    definitions,
    databaseFile: ':memory:',
    tls: files,
    onFailure: (error) => failures.push(error),
  });

let portal: Portal;

beforeAll(async () => {
  portal = await start(tls);
});
afterEach(() => expect(failures).toEqual([]));
afterAll(() => portal.close());

const search = '/api/records/1.0/search/?dataset=museums';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** One request over HTTP/1.1. */
async function ask(path: string, headers: Record<string, string> = {}, body?: string) {
  const sent = request(portal.url + path, { ca, headers, method: body === undefined ? 'GET' : 'POST' });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

/** Several requests over one connection of HTTP/2. */
async function askTogether(paths: string[], headers: Record<string, string> = {}, body?: string) {
  const session = connect(portal.url, { ca });
  const answers = await Promise.all(
    paths.map(async (path) => {
      const stream = session.request({
        ':path': path,
        ':method': body === undefined ? 'GET' : 'POST',
        ...headers,
      });
      stream.end(body);
      const [received]: IncomingHttpHeaders[] = await once(stream, 'response');
      return { status: received?.[':status'], headers: received, text: await text(stream) };
    }),
  );
  session.close();
  return answers;
}

test('HTTP/1.1 and HTTP/2 answer the same', async () => {
  expect(portal.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const { status, text: body, headers } = await ask(search);
  expect(status).toBe(200);
  const answers = await askTogether([search, search, '/api/nope', '/api/push/1.0/x/y/push/']);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 404, 405]);
  expect(answers[0]?.text).toBe(body);
  expect(answers[1]?.headers?.['content-type']).toBe(headers['content-type']);
  for (const answer of answers) expect(answer.headers?.['x-ratelimit-limit']).toBe('100000');
});

test('forms, downloads and credentials come through', async () => {
  const body = 'dataset=museums&rows=1';
  const { text: posted } = await ask('/api/records/1.0/search/', form, body);
  const [over2] = await askTogether(['/api/records/1.0/search/'], form, body);
  expect(over2?.text).toBe(posted);
  const [csv] = await askTogether(['/api/records/1.0/download/?dataset=numbers']);
  expect(csv?.text.split('\r\n')).toHaveLength(10_052);
  const authorization = { authorization: 'Apikey demo-key' };
  expect((await ask('/api/datasets/1.0/secret/', authorization)).status).toBe(200);
  expect((await askTogether(['/api/datasets/1.0/secret/'], authorization))[0]?.status).toBe(200);
});

test('addresses in an answer begin with https, and the cookie of a session is secure', async () => {
  expect((await ask('/api/datasets/1.0/search/?format=rss')).text).toContain(`<link>${portal.url}/explore/`);
  const login = 'user=demo-user&password=demo-password';
  const [over2] = await askTogether(['/login/'], form, login);
  for (const answer of [await ask('/login/', form, login), over2]) {
    const [cookie = ''] = answer?.headers?.['set-cookie'] ?? [];
    expect(cookie).toMatch(/^sessionid=\S+; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const [seen] = await askTogether(['/api/datasets/1.0/secret/'], { cookie: cookie.split(';')[0] ?? '' });
    expect(seen?.status).toBe(200);
  }
});

test('nothing is said in the clear', async () => {
  await expect(fetch(portal.url.replace('https', 'http') + search)).rejects.toThrow();
});

test('it ends while connections are open', async () => {
  const other = await start(tls);
  const session = connect(other.url, { ca });
  await once(session, 'connect');
  // It may be told of a reset before its end, or not.
  session.on('error', () => {});
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  session.once('close', resolve);
  await other.close();
  await closed;
});

test('a certificate and a key that cannot be used stop the start, without a word of what is in them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-tls-'));
  const nonsense = join(folder, 'nonsense.pem');
  writeFileSync(nonsense, 'my-secret');
  for (const [files, message] of [
    [{ ...tls, key: join(folder, 'missing.pem') }, /key for TLS, \S+missing\.pem, cannot be read/],
    [{ ...tls, cert: join(folder, 'missing.pem') }, /certificate for TLS, \S+missing\.pem, cannot be read/],
    [{ ...tls, key: nonsense }, /nonsense\.pem cannot be used together/],
  ] as const) {
    const failure = await start(files).catch((error: unknown) => String(error));
    expect(failure).toMatch(message);
    expect(failure).not.toContain('my-secret');
  }
  rmSync(folder, { recursive: true });
});
