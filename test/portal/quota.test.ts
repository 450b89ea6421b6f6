import { describe, expect, test } from 'vitest';
import { Quota, quotaExceeded, quotaHeaders } from '../../src/portal/quota.ts';
import { startFixtures } from './client.ts';

const anonymous = (name: string) => ({ name, isAnonymous: true });

describe('a quota', () => {
  test('counts each caller, refuses beyond, and does not count what it refused', () => {
    const quota = new Quota(2, () => Date.UTC(2026, 0, 1, 12));
    expect(quota.charge(anonymous('a'))).toMatchObject({ remaining: 1, isExceeded: false });
    expect(quota.charge(anonymous('a'))).toMatchObject({ remaining: 0, isExceeded: false });
    expect(quota.charge(anonymous('a'))).toMatchObject({ limit: 2, remaining: 0, isExceeded: true });
    expect(quota.charge(anonymous('b'))).toMatchObject({ remaining: 1, isExceeded: false });
    expect(quota.charge({ name: 'a', isAnonymous: false })).toMatchObject({ remaining: 1 });
  });

  test('begins anew at midnight UTC', () => {
    let now = Date.UTC(2026, 0, 1, 23, 59, 59, 999);
    const quota = new Quota(1, () => now);
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
    const quota = new Quota(1);
    expect(quota.charge({ name: 'rich', isAnonymous: false, quota: 5 })).toMatchObject({
      limit: 5,
      remaining: 4,
    });
  });

  test('is told in the words of the platform', () => {
    const account = new Quota(1, () => Date.UTC(2021, 0, 25, 8)).charge(anonymous('a'));
    expect(quotaHeaders(account)).toEqual({
      'X-RateLimit-Limit': '1',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': '2021-01-26 00:00:00+00:00',
    });
    expect(quotaExceeded(account, anonymous('a')).body).toEqual({
      errorcode: 10005,
      reset_time: '2021-01-26T00:00:00Z',
      limit_time_unit: 'day',
      call_limit: 1,
      error: 'You have exceeded the requests limit for anonymous users.',
    });
    expect(quotaExceeded(account, { name: 'k', isAnonymous: false }).body).toMatchObject({
      errorcode: 10002,
      error: 'Too many requests on the domain. Please contact the domain administrator.',
    });
  });
});

test('over HTTP: on every answer, whatever it is, until there are none left', async () => {
  const { client, close } = await startFixtures({ quota: 4 });
  const paths = [
    '/api/datasets/1.0/search/',
    '/api/datasets/1.0/nope/',
    '/api/nope',
    '/api/records/1.0/search/?rows=x',
  ];
  for (const [index, path] of paths.entries()) {
    const { status, headers } = await client.call(path);
    expect(status).not.toBe(429);
    expect(headers.get('X-RateLimit-Limit')).toBe('4');
    expect(headers.get('X-RateLimit-Remaining')).toBe(String(3 - index));
    expect(headers.get('X-RateLimit-Reset')).toMatch(/^\d{4}-\d\d-\d\d 00:00:00\+00:00$/);
  }
  const { status, headers, text } = await client.call('/api/datasets/1.0/search/');
  expect(status).toBe(429);
  expect(headers.get('X-RateLimit-Remaining')).toBe('0');
  expect(Object.keys(JSON.parse(text))).toEqual([
    'errorcode',
    'reset_time',
    'limit_time_unit',
    'call_limit',
    'error',
  ]);
  expect(JSON.parse(text)).toMatchObject({ errorcode: 10005, call_limit: 4 });
  // A key has a count of its own, a wrong one has the address's.
  const keyed = client.with({ Authorization: 'Apikey demo-key' });
  expect((await keyed.call('/api/datasets/1.0/search/')).headers.get('X-RateLimit-Remaining')).toBe('3');
  expect((await client.call('/api/datasets/1.0/search/?apikey=wrong')).status).toBe(429);
  for (let calls = 0; calls < 3; calls++) await keyed.call('/api/datasets/1.0/search/');
  const exceeded = await keyed.call('/api/datasets/1.0/search/');
  expect(exceeded.status).toBe(429);
  expect(JSON.parse(exceeded.text)).toMatchObject({ errorcode: 10002, call_limit: 4 });
  await close();
});
