/** The limits that count: what is under way, and what was asked in a minute. */
import { expect, test } from 'vitest';
import { InFlight } from '../../src/execution/limits/in-flight.ts';
import { RateLimit } from '../../src/execution/limits/rate-limit.ts';
import { LimitError } from '../../src/loading/limit-error.ts';

const inFlight = () =>
  new InFlight({
    code: 'TOO_MANY_OPERATIONS',
    what: 'operations',
    setting: 'MAX_INFLIGHT_OPERATIONS',
    max: 3,
    maxPerCaller: 2,
  });

function refusalOf(work: () => unknown): LimitError {
  try {
    work();
  } catch (error) {
    if (error instanceof LimitError) return error;
  }
  throw new Error('It was not refused.');
}

test('so many are under way of one caller, and so many of all; each place is given back once', () => {
  const limit = inFlight();
  const leave = limit.enter('a');
  limit.enter('a');
  expect(refusalOf(() => limit.enter('a'))).toMatchObject({
    code: 'TOO_MANY_OPERATIONS',
    details: { ofCaller: true, retryAt: expect.any(Date) },
    message: expect.stringContaining('MAX_INFLIGHT_OPERATIONS_PER_CALLER'),
  });
  limit.enter('b');
  expect(refusalOf(() => limit.enter('c')).details.ofCaller).toBe(false);
  leave();
  leave();
  expect(limit.size).toBe(2);
  limit.enter('c');
  expect(() => limit.enter('d')).toThrow(LimitError);
});

test('a caller has so many operations and calls in a minute, and as many in the next', () => {
  let now = 0;
  const limit = new RateLimit({ operations: 2, calls: 1, now: () => now });
  limit.admitOperation('a');
  limit.admitOperation('a');
  expect(refusalOf(() => limit.admitOperation('a'))).toMatchObject({
    code: 'RATE_LIMITED',
    details: { retryAt: new Date(60_000), ofCaller: true },
  });
  limit.admitOperation('b');
  expect([limit.refuseCall('a'), limit.refuseCall('a')?.code]).toEqual([null, 'RATE_LIMITED']);
  now = 60_000;
  expect(() => limit.admitOperation('a')).not.toThrow();
});

test('what other replicas have counted counts too', async () => {
  const limit = new RateLimit({ operations: 5, calls: 5, shared: { add: async () => 5 }, now: () => 0 });
  limit.admitOperation('a');
  await expect.poll(() => refusalOf(() => limit.admitOperation('a')).code).toBe('RATE_LIMITED');
});
