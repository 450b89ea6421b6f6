/** When calls are kept from a portal that fails, for how long, and what brings them back. */
import type { RequestListener } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { Breaker, type Failure } from '../../../src/ods/transport/breaker.ts';
import type { Caller } from '../../../src/ods/transport/call.ts';
import { Credential } from '../../../src/ods/transport/credential.ts';
import { Transport } from '../../../src/ods/transport/transport.ts';
import { anyChange, deserted, fakePortal, jsonOf, refusal } from '../../portals/fake-portal.ts';
import { answering } from '../../portals/misbehaving.ts';

const anyone: Caller = { credential: Credential.anonymous };
const read = (datasetId?: string) => ({
  path: '/api/records/1.0/search/',
  parameters: [],
  ...(datasetId && { datasetId }),
});

/** A portal that fails as the test says, and a clock that stands still. */
async function portalOf(listener: RequestListener) {
  const clock = { now: Date.now() };
  const state = { listener };
  const changes: boolean[] = [];
  const portal = await fakePortal((request, response) => state.listener(request, response), {
    retries: 0,
    now: () => clock.now,
    timeout: 200,
    observer: { onBreakerChange: (isOpen) => void changes.push(isOpen) },
  });
  const ask = (datasetId?: string) => jsonOf(portal.transport, anyone, read(datasetId));
  return {
    ...portal,
    state,
    clock,
    changes,
    ask,
    /** The outcome of a read, and whether it cost a call. */
    outcome: async (datasetId?: string) => {
      const before = portal.received.length;
      const error = await ask(datasetId).then(
        () => null,
        (reason: Error & { code?: string; details?: { unasked?: boolean } }) => reason,
      );
      if (error?.details?.unasked) return 'kept';
      return error ? `${error.code}` : portal.received.length > before ? 'answered' : 'odd';
    },
  };
}

const well: RequestListener = (_, response) => void response.end('{}');
const sick = answering(500, '{}');

describe('a portal that fails', () => {
  test.each<[string, RequestListener, number]>([
    ['with 500', sick, 5],
    ['with 503', answering(503, '{}'), 5],
    ['by resets', ({ socket }) => void socket.resetAndDestroy(), 5],
    // A call that took all its time says as much as three.
    ['by silence', () => {}, 2],
  ])('%s whatever is asked is not asked any more, and told so at once', async (_, listener, calls) => {
    await using portal = await portalOf(listener);
    for (let n = 0; n < calls; n += 1) expect(await portal.outcome(`d${n}`)).toMatch(/^UPSTREAM_/);
    expect(portal.transport.isPortalWell).toBe(false);
    const error = await refusal(portal.ask('another'));
    expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(error.message).toContain('nothing was sent');
    expect(error.extensions.retryAt).toBe(new Date(portal.clock.now + 15_000).toISOString());
    for (const refused of await Promise.all([
      refusal(portal.transport.stream(anyone, read())),
      refusal(portal.transport.post(anyone, anyChange(read('d')), '[]')),
    ]))
      expect(refused.details.unasked).toBe(true);
    expect(portal.received).toHaveLength(calls);
    expect(portal.changes).toEqual([true]);
  });

  test('to come about as a connection is not asked any more, whatever the dataset', async () => {
    const transport = new Transport({ url: await deserted(), retries: 0 });
    const ask = () => refusal(jsonOf(transport, anyone, read('one')));
    for (let n = 0; n < 5; n += 1) expect((await ask()).details.unasked).toBeUndefined();
    expect((await ask()).details.unasked).toBe(true);
    expect((await refusal(jsonOf(transport, anyone, read('two')))).details.unasked).toBe(true);
    await transport.close();
  });

  test('is looked at once for each interval, by a call of its own that nobody waits for', async () => {
    await using portal = await portalOf(sick);
    for (let n = 0; n < 5; n += 1) await portal.outcome(`d${n}`);
    portal.clock.now += 14_999;
    expect(await portal.outcome('d1')).toBe('kept');
    expect(portal.received).toHaveLength(5);
    for (let interval = 1; interval <= 3; interval += 1) {
      portal.clock.now += 15_000;
      // The probe is silent for as long as it may be: callers have their answer all the same.
      portal.state.listener = () => {};
      for (let n = 0; n < 10; n += 1) expect(await portal.outcome('d1')).toBe('kept');
      await vi.waitUntil(() => portal.received.length === 5 + interval);
    }
    expect(portal.received.slice(5).map(({ url }) => url)).toEqual(
      Array(3).fill('/api/datasets/1.0/search/?rows=0'),
    );
  });

  test('and is well again is asked again after the probe', async () => {
    await using portal = await portalOf(sick);
    for (let n = 0; n < 5; n += 1) await portal.outcome(`d${n}`);
    portal.state.listener = well;
    expect(await portal.outcome('d1')).toBe('kept');
    portal.clock.now += 15_000;
    expect(await portal.outcome('d1')).toBe('kept');
    await vi.waitUntil(() => portal.transport.isPortalWell);
    expect(await portal.outcome('d1')).toBe('answered');
    expect(portal.received).toHaveLength(5 + 1 + 1);
    expect(portal.changes).toEqual([true, false]);
  });

  test('is asked at once if nobody has asked for a while', async () => {
    await using portal = await portalOf(sick);
    for (let n = 0; n < 5; n += 1) await portal.outcome(`d${n}`);
    portal.state.listener = well;
    portal.clock.now += 46_000;
    expect(await portal.outcome('d1')).toBe('answered');
  });

  test('for calls that wait for their turn: they are told as soon as it is known', async () => {
    await using portal = await fakePortal(() => {}, { retries: 0, timeout: 300, concurrency: 4 });
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) => refusal(jsonOf(portal.transport, anyone, read(`d${n}`)))),
    );
    expect(outcomes.filter(({ details }) => details.unasked).length).toBeGreaterThan(30);
    expect(portal.received.length).toBeLessThan(10);
  });
});

describe('nobody else is kept from a portal', () => {
  test('by one dataset that fails: it alone is not asked any more, until a look at it says otherwise', async () => {
    await using portal = await portalOf((request, response) =>
      (request.url?.includes('dataset=bad') || request.url?.includes('/bad/') ? sick : well)(
        request,
        response,
      ),
    );
    const bad = () => jsonOf(portal.transport, anyone, { ...read('bad'), parameters: [['dataset', 'bad']] });
    for (let n = 0; n < 5; n += 1) expect((await refusal(bad())).details.unasked).toBeUndefined();
    expect((await refusal(bad())).details.unasked).toBe(true);
    expect(await portal.outcome('good')).toBe('answered');
    expect(portal.transport.isPortalWell).toBe(true);
    // Its files are another thing.
    await refusal(portal.transport.stream(anyone, { ...read('bad'), parameters: [['dataset', 'bad']] }));
    expect(portal.received.filter(({ url }) => url?.includes('bad'))).toHaveLength(6);
    portal.state.listener = well;
    portal.clock.now += 15_000;
    await refusal(bad());
    await vi.waitUntil(() => portal.received.some(({ url }) => url === '/api/datasets/1.0/bad/'));
    await vi.waitUntil(async () => (await portal.outcome('bad')) === 'answered');
  });

  test.each([400, 401, 403, 404, 408, 413, 429])('by answers of %i, however many', async (status) => {
    await using portal = await portalOf(answering(status, '{}'));
    for (let n = 0; n < 20; n += 1) expect(await portal.outcome(`d${n}`)).not.toBe('kept');
    expect(portal.received).toHaveLength(20);
  });

  test('by failures with answers between them', async () => {
    let count = 0;
    await using portal = await portalOf((request, response) => {
      count += 1;
      (count % 4 === 0 ? well : sick)(request, response);
    });
    for (let n = 0; n < 40; n += 1) expect(await portal.outcome(`d${n % 3}`)).not.toBe('kept');
  });

  test('by callers that leave', async () => {
    await using portal = await portalOf(() => {});
    for (let n = 0; n < 10; n += 1) {
      const leaving = new AbortController();
      const asked = refusal(jsonOf(portal.transport, { ...anyone, signal: leaving.signal }, read(`d${n}`)));
      await vi.waitUntil(() => portal.received.length === n + 1);
      leaving.abort();
      await asked;
    }
    expect(portal.transport.isPortalWell).toBe(true);
  });

  test('by pushes that fail, each for reasons of its own', async () => {
    await using portal = await portalOf(answering(500, '{}'));
    for (let n = 0; n < 10; n += 1)
      await refusal(portal.transport.post(anyone, anyChange(read(`d${n}`)), '[]'));
    portal.state.listener = well;
    expect(await portal.outcome('d')).toBe('answered');
  });

  test('if the setting says so', async () => {
    await using portal = await fakePortal(sick, { breakerFailures: 0 });
    for (let n = 0; n < 20; n += 1) await refusal(jsonOf(portal.transport, anyone, read(`d${n}`)));
    expect(portal.received).toHaveLength(20);
  });
});

describe('Retry-After', () => {
  test.each<[string, () => string]>([
    ['seconds', () => '60'],
    ['a date', () => new Date(Date.now() + 60_000).toUTCString()],
  ])('of a 503 keeps all calls from the portal for so long: %s', async (_, value) => {
    await using portal = await portalOf(answering(503, '{}', { 'retry-after': value() }));
    const first = await refusal(portal.ask('d'));
    expect(first.details.retryAt?.getTime()).toBeGreaterThan(portal.clock.now + 50_000);
    portal.state.listener = well;
    portal.clock.now += 50_000;
    expect(await portal.outcome('e')).toBe('kept');
    expect(portal.received).toHaveLength(1);
    portal.clock.now += 15_000;
    expect(await portal.outcome('e')).toBe('kept');
    await vi.waitUntil(() => portal.transport.isPortalWell);
    expect(await portal.outcome('e')).toBe('answered');
  });

  test('of a 429 is kept for that caller alone', async () => {
    await using portal = await portalOf(answering(429, '{}', { 'retry-after': '60' }));
    const error = await refusal(portal.ask('d'));
    expect(error.code).toBe('QUOTA_EXCEEDED');
    expect(error.details.resetAt?.getTime()).toBeGreaterThan(Date.now() + 50_000);
    expect(portal.transport.quotas.exhaustion(Credential.anonymous)).toBeDefined();
    expect(portal.transport.quotas.exhaustion(Credential.apikey('k'))).toBeUndefined();
    expect(portal.transport.isPortalWell).toBe(true);
  });

  test.each(['-5', '1e9', 'soon', '', '0', 'Thu, 01 Jan 1970 00:00:00 GMT', '9'.repeat(400)])(
    'that is none is none: %j',
    async (value) => {
      await using portal = await portalOf(answering(503, '{}', { 'retry-after': value }));
      expect((await refusal(portal.ask('d'))).details.retryAt).toBeUndefined();
      expect(await portal.outcome('d')).not.toBe('kept');
    },
  );

  test('of a year is ten minutes: then the portal is looked at', async () => {
    await using portal = await portalOf(answering(503, '{}', { 'retry-after': '31536000' }));
    await portal.outcome('d');
    portal.state.listener = well;
    portal.clock.now += 605_000;
    expect(await portal.outcome('d')).toBe('kept');
    await vi.waitUntil(() => portal.transport.isPortalWell);
  });
});

test('a clock that is put back keeps nothing shut, and failures far apart are not in a row', () => {
  let now = 1_000_000_000;
  const failure: Failure = { isUnreachable: true, isTimeout: false, retryAt: null };
  const breaker = new Breaker({ failures: 5, probeInterval: 15_000, now: () => now });
  for (let n = 0; n < 10; n += 1) {
    breaker.failed('d', 'd', failure);
    now += 61_000;
  }
  expect(breaker.isOpen).toBe(false);
  for (let n = 0; n < 5; n += 1) breaker.failed('d', 'd', failure);
  expect(breaker.refusal('d')?.isProbeDue).toBe(false);
  now -= 3_600_000;
  expect(breaker.refusal('d')?.isProbeDue).toBe(true);
  breaker.probed('d', null);
  expect(breaker.isClear).toBe(true);
});
