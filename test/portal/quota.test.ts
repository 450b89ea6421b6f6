import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dialects, Quota } from '../../src/portal/quota.ts';
import { type Answer, startFixtures } from './client.ts';

const anonymous = (name: string) => ({ name, isAnonymous: true });

describe('a quota', () => {
  test('counts each caller, refuses beyond, and does not count what it refused', () => {
    const quota = new Quota(2, dialects.current, () => Date.UTC(2026, 0, 1, 12));
    expect(quota.charge(anonymous('a'))).toMatchObject({ remaining: 1, isExceeded: false });
    expect(quota.charge(anonymous('a'))).toMatchObject({ remaining: 0, isExceeded: false });
    expect(quota.charge(anonymous('a'))).toMatchObject({ limit: 2, remaining: 0, isExceeded: true });
    expect(quota.charge(anonymous('b'))).toMatchObject({ remaining: 1, isExceeded: false });
    expect(quota.charge({ name: 'a', isAnonymous: false })).toMatchObject({ remaining: 1 });
  });

  test('begins anew at midnight UTC', () => {
    let now = Date.UTC(2026, 0, 1, 23, 59, 59, 999);
    const quota = new Quota(1, dialects.current, () => now);
    expect(quota.charge(anonymous('a')).isExceeded).toBe(false);
    const exceeded = quota.charge(anonymous('a'));
    expect(exceeded.isExceeded).toBe(true);
    expect(exceeded.reset.toISOString()).toBe('2026-01-02T00:00:00.000Z');
    now += 1;
    const next = quota.charge(anonymous('a'));
    expect(next.isExceeded).toBe(false);
    expect(next.reset.toISOString()).toBe('2026-01-03T00:00:00.000Z');
  });

  test('may be a caller’s own', () => {
    const quota = new Quota(1, dialects.documented);
    expect(quota.charge({ name: 'rich', isAnonymous: false, quota: 5 })).toMatchObject({
      limit: 5,
      remaining: 4,
    });
  });

  const now = () => Date.UTC(2021, 0, 25, 8);

  test('is told in the words of the documentation', () => {
    const quota = new Quota(1, dialects.documented, now);
    const account = quota.charge(anonymous('a'));
    expect(quota.headers(account)).toEqual({
      'X-RateLimit-Limit': '1',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': '1611619200',
    });
    for (const isAnonymous of [true, false]) {
      const { status, body } = quota.exceeded(account, { name: 'a', isAnonymous });
      expect([status, body]).toEqual([403, recorded('403_old_license')]);
    }
  });

  test('is told in the words of portals now', () => {
    const quota = new Quota(1, dialects.current, now);
    const account = quota.charge(anonymous('a'));
    expect(quota.headers(account)).toEqual({
      'X-RateLimit-Limit': '1',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': '2021-01-26 00:00:00+00:00',
    });
    const told = (isAnonymous: boolean) => {
      const { status, body } = quota.exceeded(account, { name: 'a', isAnonymous });
      return [status, body];
    };
    expect(told(true)).toEqual([429, { ...recorded('429_doc_10005'), call_limit: 1 }]);
    expect(told(false)).toEqual([429, { ...recorded('429_doc_10002'), call_limit: 1 }]);
  });

  test('may be looked at for nothing', () => {
    const quota = new Quota(1, dialects.current, now);
    expect([quota.look(anonymous('a')), quota.look(anonymous('a'))]).toMatchObject([
      { remaining: 1 },
      { remaining: 1 },
    ]);
    quota.charge(anonymous('a'));
    expect(quota.look(anonymous('a'))).toMatchObject({ remaining: 0, isExceeded: true });
  });
});

/** A body of test/recorded. */
function recorded(name: string): object {
  const url = new URL(`../recorded/errors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

describe.each(['documented', 'current'] as const)('over HTTP, as %s', (dialect) => {
  const isDocumented = dialect === 'documented';
  const refusal = isDocumented ? 403 : 429;
  const told = (answer: Answer) => [answer.status, JSON.parse(answer.text)];
  const excess = (errorcode: number) => [
    refusal,
    isDocumented
      ? { errorcode: 10001, error: expect.any(String) }
      : expect.objectContaining({ errorcode, call_limit: 4, limit_time_unit: 'day' }),
  ];

  test('on every answer, whatever it is, until there are none left', async () => {
    const { client, close } = await startFixtures({ quota: 4, dialect });
    const paths = [
      '/api/datasets/1.0/search/',
      '/api/datasets/1.0/nope/',
      '/api/nope',
      '/api/records/1.0/search/?rows=x',
    ];
    for (const [index, path] of paths.entries()) {
      const { status, headers } = await client.call(path);
      expect(status).not.toBe(refusal);
      expect(headers.get('X-RateLimit-Limit')).toBe('4');
      expect(headers.get('X-RateLimit-Remaining')).toBe(String(3 - index));
      expect(headers.get('X-RateLimit-Reset')).toMatch(
        isDocumented ? /^\d{10}$/ : /^\d{4}-\d\d-\d\d 00:00:00\+00:00$/,
      );
    }
    const beyond = await client.call('/api/datasets/1.0/search/');
    expect(told(beyond)).toEqual(excess(10005));
    expect(beyond.headers.get('X-RateLimit-Remaining')).toBe('0');
    // A key has a count of its own, a wrong one has the address's.
    const keyed = client.with({ Authorization: 'Apikey demo-key' });
    expect((await keyed.call('/api/datasets/1.0/search/')).headers.get('X-RateLimit-Remaining')).toBe('3');
    expect((await client.call('/api/datasets/1.0/search/?apikey=wrong')).status).toBe(refusal);
    for (let calls = 0; calls < 3; calls++) await keyed.call('/api/datasets/1.0/search/');
    expect(told(await keyed.call('/api/datasets/1.0/search/'))).toEqual(excess(10002));
    await close();
  });
});

test('every answer of an API address tells it: also a 404, a 405 and a preflight', async () => {
  const { client, close } = await startFixtures();
  for (const [method, path, status] of [
    ['GET', '/api', 404],
    ['GET', '/api/nope/', 404],
    ['GET', '/api/records/1.0/nope/', 404],
    ['GET', '/explore/dataset/nope/', 404],
    ['DELETE', '/api/records/1.0/search/', 405],
    ['PUT', '/api/datasets/1.0/museums/', 405],
    ['DELETE', '/explore/dataset/museums/download/', 405],
    ['OPTIONS', '/api/records/1.0/search/', 204],
    ['GET', '/api/push/1.0/museums/realtime/push/', 405],
    ['PUT', '/api/push/1.0/museums/realtime/delete/', 405],
    ['POST', `/api/push/1.0/museums/realtime/${'0'.repeat(40)}/delete/`, 405],
    ['HEAD', `/api/push/1.0/museums/realtime/${'0'.repeat(40)}/delete/`, 405],
    ['GET', '/api/push/1.0/museums/', 404],
    ['POST', '/api/push/', 404],
    ['POST', '/api/push/1.0/museums/realtime/push/', 403],
  ] as const) {
    const answer = await client.call(path, { method });
    expect([method, path, answer.status]).toEqual([method, path, status]);
    for (const name of ['Limit', 'Remaining', 'Reset']) {
      expect([method, path, answer.headers.get(`X-RateLimit-${name}`)]).toEqual([
        method,
        path,
        expect.stringMatching(/^\d+$/),
      ]);
    }
  }
  // What is no address of the API costs nothing.
  expect((await client.call('/nope')).headers.has('X-RateLimit-Limit')).toBe(false);
  await close();
});
