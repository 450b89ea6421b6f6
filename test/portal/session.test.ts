/** Browser sessions: what the cookie opens, and what it does not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everybody } from '../../src/portal/permissions.ts';
import { Sessions } from '../../src/portal/sessions.ts';
import { type Answer, type Client, startFixtures } from './client.ts';

let client: Client;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ client, close, failures } = await startFixtures());
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

const secret = '/api/datasets/1.0/secret/';
const right = { user: 'demo-user', password: 'demo-password' };

const logIn = (form: Record<string, string> = right, headers: Record<string, string> = {}) =>
  client.call('/login/', { method: 'POST', body: new URLSearchParams(form), headers });

/** `name=value`, as a browser sends it again. */
const cookieOf = ({ headers }: Answer) => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const statusWith = async (headers: Record<string, string>, path = secret) =>
  (await client.call(path, { headers })).status;

describe('a session', () => {
  test('begins with a login, and makes the calls those of its user', async () => {
    const answer = await logIn();
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { user: 'demo-user' }]);
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^sessionid=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.has('Access-Control-Allow-Origin')).toBe(false);
    const Cookie = cookieOf(answer);
    expect(await statusWith({})).toBe(404);
    const seen = await client.call(secret, { headers: { Cookie } });
    expect([seen.status, seen.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    // Its calls count on the user's quota.
    const basic = { Authorization: `Basic ${btoa('demo-user:demo-password')}` };
    const remaining = async (headers: Record<string, string>) =>
      Number((await client.call(secret, { headers })).headers.get('X-RateLimit-Remaining'));
    expect((await remaining({ Cookie })) - (await remaining(basic))).toBe(1);
  });

  test('may be asked for with a slash or without, and with the other name of the field', async () => {
    const body = new URLSearchParams({ username: 'demo-user', password: 'demo-password' });
    expect((await client.call('/login', { method: 'POST', body })).status).toBe(200);
  });

  test.each(['/logout/', '/logout'])('ends with %s, for good', async (path) => {
    for (const method of ['GET', 'POST']) {
      const Cookie = cookieOf(await logIn());
      const { status, headers } = await client.call(path, { method, headers: { Cookie } });
      expect([status, headers.getSetCookie()]).toEqual([
        200,
        ['sessionid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'],
      ]);
      expect(await statusWith({ Cookie })).toBe(404);
    }
  });

  test('is another one after another login', async () => {
    const Cookie = cookieOf(await logIn());
    const next = cookieOf(await logIn(right, { Cookie }));
    expect(next).not.toBe(Cookie);
    expect([await statusWith({ Cookie }), await statusWith({ Cookie: next })]).toEqual([404, 200]);
  });

  test('that is unknown is none; a credential goes before it', async () => {
    const Cookie = cookieOf(await logIn());
    expect(await statusWith({ Cookie: `sessionid=${'A'.repeat(43)}` })).toBe(404);
    expect(await statusWith({ Cookie: 'sessionid=' })).toBe(404);
    expect(await statusWith({ Cookie, Authorization: 'Apikey wrong' })).toBe(401);
  });

  test('opens no push', async () => {
    const Cookie = cookieOf(await logIn());
    const answer = await client.call('/api/push/1.0/secret/realtime/push/', {
      method: 'POST',
      headers: { Cookie },
      body: '{}',
    });
    expect(answer.status).toBe(404);
  });
});

describe('another site', () => {
  test.each([{ 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }])(
    'does not read with the cookie of its visitor: %o',
    async (from) => {
      const Cookie = cookieOf(await logIn());
      expect(await statusWith({ Cookie, ...from, 'Sec-Fetch-Dest': 'script' }, `${secret}?callback=f`)).toBe(
        404,
      );
      expect(await statusWith({ Cookie, ...from, 'Sec-Fetch-Dest': 'empty' })).toBe(404);
      // A link to the portal is opened as a page, which the other site cannot read.
      expect(await statusWith({ Cookie, ...from, 'Sec-Fetch-Dest': 'document' })).toBe(200);
    },
  );

  test('the portal’s own page does', async () => {
    const Cookie = cookieOf(await logIn());
    expect(await statusWith({ Cookie, 'Sec-Fetch-Site': 'same-origin' })).toBe(200);
  });

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://example.org' },
    { Origin: 'null' },
  ])('neither logs in nor out: %o', async (from) => {
    const Cookie = cookieOf(await logIn());
    const answer = await logIn(right, from as Record<string, string>);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    expect((await client.call('/logout/', { headers: { Cookie, ...from } })).status).toBe(403);
    expect(await statusWith({ Cookie })).toBe(200);
  });
});

describe('a login that is refused', () => {
  test.each([
    [{ user: 'demo-user', password: 'wrong-secret' }, 401],
    [{ user: 'nobody', password: 'demo-password' }, 401],
    [{ user: 'demo-key' }, 401],
    [{}, 401],
  ])('%o: %i', async (form, status) => {
    const answer = await logIn(form);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([status, []]);
    expect(JSON.parse(answer.text)).toEqual({ error: 'Unknown user or wrong password.' });
    expect(answer.text).not.toContain('wrong-secret');
  });

  test('is a form of moderate size, by POST, and not in the address', async () => {
    const send = async (init: RequestInit, path = '/login/') => (await client.call(path, init)).status;
    expect(await send({ method: 'GET' })).toBe(405);
    expect(await send({ method: 'POST' }, '/login/?user=demo-user&password=demo-password')).toBe(401);
    expect(await send({ method: 'POST', body: 'x'.repeat(10_001) })).toBe(413);
    const json = { 'Content-Type': 'application/json' };
    expect(await send({ method: 'POST', body: JSON.stringify(right), headers: json })).toBe(415);
    expect(await send({ method: 'PUT' }, '/logout/')).toBe(405);
  });
});

describe('what is kept of sessions is bounded', () => {
  const caller = { name: 'ann', isAnonymous: false, ...everybody };

  test('the oldest of too many ends', () => {
    const sessions = new Sessions();
    const tokens = Array.from({ length: 10_001 }, () => sessions.begin(caller));
    expect(sessions.find(tokens[0] ?? '')).toBe(undefined);
    expect(sessions.find(tokens[1] ?? '')).toBe(caller);
  });

  test('an address may be wrong twenty times a minute, others meanwhile too', () => {
    const sessions = new Sessions();
    for (let attempt = 0; attempt < 20; attempt++) {
      expect(sessions.mayTry('a')).toBe(true);
      sessions.noteFailure('a');
    }
    expect(sessions.mayTry('a')).toBe(false);
    expect(sessions.mayTry('b')).toBe(true);
  });
});

test('over HTTP: too many attempts are refused, right or wrong', async () => {
  const other = await startFixtures();
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 21; attempt++) {
    const body = new URLSearchParams({ user: 'demo-user', password: `guess-${attempt}` });
    statuses.push((await other.client.call('/login/', { method: 'POST', body })).status);
  }
  expect(statuses).toEqual([...Array(20).fill(401), 429]);
  const { status, headers } = await other.client.call('/login/', {
    method: 'POST',
    body: new URLSearchParams(right),
  });
  expect([status, headers.get('Retry-After')]).toEqual([429, '60']);
  await other.close();
});
