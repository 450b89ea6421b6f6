/** Which calls are sent again, how often, and that an outage is not made worse by it. */
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Call, Caller } from '../../../src/ods/transport/call.ts';
import { Credential } from '../../../src/ods/transport/credential.ts';
import type { EndedCall } from '../../../src/ods/transport/observer.ts';
import { Retries } from '../../../src/ods/transport/retries.ts';
import { Transport } from '../../../src/ods/transport/transport.ts';
import { anyChange, deserted, fakePortal, jsonOf, refusal } from '../../portals/fake-portal.ts';
import { answering } from '../../portals/misbehaving.ts';

const call: Call = { path: '/api/records/1.0/search/', parameters: [] };

/** A caller, and how many calls it was told of. */
function counting() {
  const told: string[] = [];
  const caller: Caller = { credential: Credential.anonymous, onCall: (path) => void told.push(path) };
  return { caller, told };
}

/** Fails so many times, and then answers. */
function failing(times: number, failure: RequestListener): RequestListener {
  let left = times;
  return (request, response) => {
    left -= 1;
    if (left >= 0) failure(request, response);
    else response.end('{}');
  };
}

const reset: RequestListener = ({ socket }) => void socket.resetAndDestroy();
const halfABody: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"a":1}', () => response.socket?.resetAndDestroy());
};

describe('a read is sent again', () => {
  test.each<[string, RequestListener]>([
    ['a reset', reset],
    ['a reset in the body', halfABody],
    ['502', answering(502, '{}')],
    ['503', answering(503, '{}')],
    ['504', answering(504, '{}')],
    ['503 with a short Retry-After', answering(503, '{}', { 'retry-after': '1' })],
  ])('after %s, and each time is told as a call', async (_, failure) => {
    await using portal = await fakePortal(failing(1, failure));
    const { caller, told } = counting();
    expect(await jsonOf(portal.transport, caller, call)).toEqual({});
    expect([portal.received.length, told.length]).toEqual([2, 2]);
  });

  test('twice at most, and with less if the setting says so', async () => {
    for (const retries of [0, 1, 2]) {
      await using portal = await fakePortal(answering(503, '{}'), { retries });
      const { caller, told } = counting();
      expect((await refusal(jsonOf(portal.transport, caller, call))).code).toBe('UPSTREAM_UNAVAILABLE');
      expect([portal.received.length, told.length]).toEqual([1 + retries, 1 + retries]);
    }
  });

  test('when nobody listened yet', async () => {
    const url = await deserted();
    const ended: EndedCall[] = [];
    const transport = new Transport({ url, observer: { onCallEnd: (one) => void ended.push(one) } });
    const { caller, told } = counting();
    expect((await refusal(jsonOf(transport, caller, call))).message).toContain('ECONNREFUSED');
    expect(told).toHaveLength(3);
    expect(ended.map(({ api, reason, status, failure }) => ({ api, reason, status, failure }))).toEqual(
      ['call', 'retry', 'retry'].map((reason) => ({
        api: 'record search',
        reason,
        status: null,
        failure: 'UPSTREAM_UNAVAILABLE',
      })),
    );
    await transport.close();
  });

  test('a stream as well, until its answer begins', async () => {
    await using portal = await fakePortal(failing(1, answering(503, '{"error":"busy"}')));
    const { caller } = counting();
    const answer = await portal.transport.stream(caller, call);
    expect([answer.statusCode, await answer.body.text(), portal.received.length]).toEqual([200, '{}', 2]);
  });
});

describe('nothing is sent again', () => {
  test.each<[string, RequestListener, object?]>([
    ['500', answering(500, '{}')],
    ['400', answering(400, '{}')],
    ['404', answering(404, '{}')],
    ['429', answering(429, '{}')],
    ['408', answering(408, '{}')],
    ['an answer that is none', answering(200, '<html>')],
    ['a silence', () => {}, { timeout: 100 }],
    ['503 with a long Retry-After', answering(503, '{}', { 'retry-after': '60' })],
    [
      '503, if the quota is used up',
      answering(503, '{}', {
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600),
      }),
    ],
  ])('after %s', async (_, listener, options = {}) => {
    await using portal = await fakePortal(listener, options);
    const { caller } = counting();
    await refusal(jsonOf(portal.transport, caller, call));
    expect(portal.received).toHaveLength(1);
  });

  test.each<[string, RequestListener]>([
    ['a reset', reset],
    ['502', answering(502, '{}')],
    ['503', answering(503, '{}')],
    ['503 with Retry-After', answering(503, '{}', { 'retry-after': '1' })],
    ['504', answering(504, '{}')],
    ['500', answering(500, '{}')],
    ['408', answering(408, '{}')],
  ])('of a change after %s: its outcome is unknown', async (_, listener) => {
    await using portal = await fakePortal(listener);
    const { caller, told } = counting();
    const posted = await refusal(portal.transport.post(caller, anyChange(call), '[]'));
    await using other = await fakePortal(listener);
    const got = await refusal(other.transport.getChange(caller, anyChange(call)));
    expect([posted.code, got.code]).toEqual(['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
    expect([portal.received.length, other.received.length, told.length]).toEqual([1, 1, 2]);
  });

  test('once the deadline of the call, or its caller, is gone', async () => {
    const leaving = new AbortController();
    await using portal = await fakePortal(
      (request, response) => {
        if (request.url?.includes('leaving')) leaving.abort();
        answering(503, '{}', { 'retry-after': '2' })(request, response);
      },
      { callTimeout: 300 },
    );
    const { caller } = counting();
    expect((await refusal(jsonOf(portal.transport, caller, call))).code).toBe('UPSTREAM_TIMEOUT');
    await using other = await fakePortal((_, response) => {
      leaving.abort();
      response.socket?.resetAndDestroy();
    });
    await refusal(jsonOf(other.transport, { ...caller, signal: leaving.signal }, call));
    expect([portal.received.length, other.received.length]).toEqual([1, 1]);
  });
});

test('no more than a tenth of many calls are retries', async () => {
  let count = 0;
  // Every third connection breaks: not once do two calls in a row fail for good.
  await using portal = await fakePortal((request, response) => {
    count += 1;
    if (count % 3 === 0) reset(request, response);
    else response.end('{}');
  });
  const ended: EndedCall[] = [];
  const transport = new Transport({
    url: portal.transport.url,
    breakerFailures: 0,
    observer: { onCallEnd: (one) => void ended.push(one) },
  });
  const { caller } = counting();
  for (let n = 0; n < 200; n += 1) await jsonOf(transport, caller, call).catch(() => {});
  await transport.close();
  const retries = ended.filter(({ reason }) => reason === 'retry').length;
  expect(ended.length).toBe(portal.received.length);
  expect(retries).toBeGreaterThan(10);
  // Three more than a tenth may be sent: those of the start.
  expect(retries).toBeLessThanOrEqual(200 / 10 + 3);
});

test('calls that fail together do not come again together, and patience has an end', () => {
  const pauses = Array.from({ length: 100 }, () => new Retries(2).take(0, null) ?? -1);
  expect(new Set(pauses.map(Math.floor)).size).toBeGreaterThan(20);
  for (const pause of pauses) expect(pause).toBeLessThan(100);
  const soon = new Retries(2).take(1, new Date(Date.now() + 1500));
  expect(soon).toBeGreaterThan(1000);
  expect(soon).toBeLessThan(1900);
  expect(new Retries(2).take(0, new Date(Date.now() + 5000))).toBeNull();
  expect(new Retries(2).take(2, null)).toBeNull();
});
