/** What a portal cannot do to this server: neither its bytes nor its silence go on for longer than they may. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import type { Call, Caller } from '../../../src/ods/transport/call.ts';
import { Credential } from '../../../src/ods/transport/credential.ts';
import { anyChange, anyRead, fakePortal, jsonOf, refusal } from '../../portals/fake-portal.ts';
import { answering, endless, packedBlanks, trickling, type Watched } from '../../portals/misbehaving.ts';

const soon = (condition: () => boolean | Promise<boolean>) => vi.waitUntil(condition, { timeout: 30_000 });

const anyone: Caller = { credential: Credential.anonymous };
const call: Call = { path: '/api/x/', parameters: [] };
const MB = 1024 * 1024;

describe('bytes', () => {
  test.each([
    ['with its length', { 'content-length': String(2 * MB) }],
    ['without', {}],
  ])('an answer of the largest size is read, one byte more is not (%s)', async (_, headers) => {
    const body = (length: number) => `"${'x'.repeat(length - 2)}"`;
    await using most = await fakePortal(answering(200, body(2 * MB), headers), { maxAnswerMb: 2 });
    expect(String(await jsonOf(most.transport, anyone, call)).length).toBe(2 * MB - 2);
    await using more = await fakePortal(
      (request, response) => answering(200, body(2 * MB + 1))(request, response),
      { maxAnswerMb: 2 },
    );
    const error = await refusal(jsonOf(more.transport, anyone, call));
    expect(error.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(error.message).toContain('2 MB');
    expect(error.message).toContain('MAX_UPSTREAM_MB');
  });

  test.each([
    [200, 'UPSTREAM_INVALID_RESPONSE', 8 * MB],
    // An error is a sentence: of its body much less is read.
    [500, 'UPSTREAM_UNAVAILABLE', 6 * MB],
  ])('a body without end is broken off (%i)', async (status, code, most) => {
    const watched: Watched = { bytes: 0, isBrokenOff: false };
    await using portal = await fakePortal(endless(watched, status), { maxAnswerMb: 2 });
    const error = await refusal(jsonOf(portal.transport, anyone, call));
    await soon(() => watched.isBrokenOff);
    expect(error.code).toBe(code);
    // What lies in the buffers of two sockets comes on top.
    expect(watched.bytes).toBeLessThan(most);
  });

  test('a packed answer is unpacked, and counted as it is then', async () => {
    const packed = { 'content-encoding': 'gzip' };
    await using portal = await fakePortal(answering(200, gzipSync('{"a":1}'), packed));
    expect(await jsonOf(portal.transport, anyone, call)).toEqual({ a: 1 });
    await using bomb = await fakePortal(packedBlanks(64 * MB), { maxAnswerMb: 2 });
    const error = await refusal(jsonOf(bomb.transport, anyone, call));
    expect([error.code, error.message]).toEqual([
      'UPSTREAM_INVALID_RESPONSE',
      expect.stringContaining('MAX_UPSTREAM_MB'),
    ]);
  });

  test.each([
    ['gzip', '{"a":1}'],
    ['gzip', gzipSync('{"a":1}').subarray(0, 15)],
    ['br', 'no such thing'],
    ['x-of-its-own', '{}'],
  ])('an answer that says %s and is not, or is not known, is no answer', async (coding, body) => {
    await using portal = await fakePortal(answering(200, body, { 'content-encoding': coding }));
    const error = await refusal(jsonOf(portal.transport, anyone, call));
    expect([error.code, error.message]).toEqual([
      'UPSTREAM_INVALID_RESPONSE',
      expect.stringContaining('Content-Encoding'),
    ]);
  });

  test('the answer to a change that does not end leaves its outcome in doubt', async () => {
    const watched: Watched = { bytes: 0, isBrokenOff: false };
    await using portal = await fakePortal(endless(watched));
    const error = await refusal(portal.transport.post(anyone, anyChange(call), '[]'));
    expect(error.code).toBe('OUTCOME_UNKNOWN');
    await soon(() => watched.isBrokenOff);
  });
});

describe('time', () => {
  test('a body that trickles ends at the deadline of the call, and its connection with it', async () => {
    await using portal = await fakePortal(trickling(20), { callTimeout: 300 });
    const start = performance.now();
    const error = await refusal(jsonOf(portal.transport, anyone, call));
    expect(performance.now() - start).toBeGreaterThan(250);
    expect([error.code, error.message]).toEqual([
      'UPSTREAM_TIMEOUT',
      expect.stringMatching(/within 300 ms \(ODS_CALL_TIMEOUT\)/),
    ]);
    expect(portal.received).toHaveLength(1);
  });

  test('so does an error whose body trickles, and a change, whose outcome is in doubt then', async () => {
    await using portal = await fakePortal(
      (request, response) => {
        response.statusCode = 500;
        response.write('{');
        trickling(20)(request, Object.assign(response, { writeHead: () => response }));
      },
      { callTimeout: 200 },
    );
    expect((await refusal(jsonOf(portal.transport, anyone, call))).code).toBe('UPSTREAM_UNAVAILABLE');
    await using silent = await fakePortal(() => {}, { callTimeout: 200 });
    expect((await refusal(silent.transport.post(anyone, anyChange(call), '[]'))).code).toBe(
      'OUTCOME_UNKNOWN',
    );
  });

  test('calls that trickle give their turns back at the deadline: nobody starves', async () => {
    await using portal = await fakePortal(
      (request, response) =>
        request.url === '/api/x/' ? trickling(20)(request, response) : void response.end('{}'),
      { concurrency: 16, callTimeout: 400, queueTimeout: 10_000, breakerFailures: 0 },
    );
    const hogs = Array.from({ length: 32 }, () => refusal(jsonOf(portal.transport, anyone, call)));
    await soon(() => portal.received.length === 16);
    const other: Caller = { credential: Credential.apikey('other') };
    // The first turn that is given back goes to the one of the line, the next to the other caller.
    expect(await jsonOf(portal.transport, other, { ...call, path: '/api/y/' })).toEqual({});
    expect(portal.received.length).toBeLessThanOrEqual(32);
    expect(new Set((await Promise.all(hogs)).map(({ code }) => code))).toEqual(new Set(['UPSTREAM_TIMEOUT']));
  });

  test('a call that waits too long for its turn is told so, and is not sent', async () => {
    await using portal = await fakePortal(() => {}, { concurrency: 1, queueTimeout: 100, timeout: 2000 });
    const leaving = new AbortController();
    const hog = refusal(jsonOf(portal.transport, { ...anyone, signal: leaving.signal }, call));
    await soon(() => portal.received.length === 1);
    const waiting = await Promise.all([
      refusal(jsonOf(portal.transport, anyone, call)),
      refusal(portal.transport.stream(anyone, call)),
      refusal(portal.transport.post(anyone, anyChange(call), '[]')),
    ]);
    for (const { code, message } of waiting) {
      expect(code).toBe('UPSTREAM_TIMEOUT');
      expect(message).toMatch(/waited 100 ms for its turn \(ODS_QUEUE_TIMEOUT\).*MAX_UPSTREAM_CONCURRENCY/);
    }
    leaving.abort();
    await hog;
    expect(portal.received).toHaveLength(1);
  });

  test('a stream has the deadline until its answer begins, and then goes on for as long as it comes', async () => {
    await using portal = await fakePortal(trickling(20), { callTimeout: 100, timeout: 5000 });
    const answer = await portal.transport.stream(anyone, call);
    const start = performance.now();
    for await (const _ of answer.body) if (performance.now() - start > 300) break;
    await using silent = await fakePortal(() => {}, { callTimeout: 100, timeout: 5000 });
    expect((await refusal(silent.transport.stream(anyone, call))).message).toContain('ODS_CALL_TIMEOUT');
  });

  test('a stream that falls silent ends with the gap timeout', async () => {
    await using portal = await fakePortal((_, response) => void response.write('['), { timeout: 100 });
    const answer = await portal.transport.stream(anyone, call);
    const read = async () => {
      for await (const _ of answer.body);
    };
    await expect(read()).rejects.toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
  });

  test('ten thousand calls that wait are given up in no time', async () => {
    await using portal = await fakePortal(() => {}, {
      concurrency: 1,
      queueTimeout: 50,
      callTimeout: 20_000,
    });
    const leaving = new AbortController();
    const hog = refusal(jsonOf(portal.transport, { ...anyone, signal: leaving.signal }, call));
    const start = performance.now();
    const waiting = Array.from({ length: 10_000 }, () => refusal(jsonOf(portal.transport, anyone, call)));
    await Promise.all(waiting);
    expect(performance.now() - start).toBeLessThan(15_000);
    leaving.abort();
    await hog;
  });
});

test('invented keys have together the turns of one caller', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const known: Caller = { credential: Credential.apikey('known') };
  await using portal = await fakePortal(
    async ({ headers, url }, response) => {
      if (url?.startsWith('/first')) await gate;
      response.writeHead(headers.authorization?.startsWith('Apikey invented') ? 401 : 200).end('{}');
    },
    { concurrency: 1 },
  );
  await jsonOf(portal.transport, known, call);
  const first = jsonOf(portal.transport, known, { ...call, path: '/first/' });
  await soon(() => portal.received.length === 2);
  const invented = Array.from({ length: 50 }, (_, index) =>
    refusal(jsonOf(portal.transport, { credential: Credential.apikey(`invented${index}`) }, call)),
  );
  const calls = Array.from({ length: 5 }, () => jsonOf(portal.transport, known, call));
  open();
  await Promise.all([first, ...calls]);
  // Turn about: at most one of them for each call of the one that is known.
  expect(portal.received.length).toBeLessThanOrEqual(2 + 5 + 6);
  await Promise.all(invented);
});

describe('nesting', () => {
  const nested = (depth: number, [open = '[', close = ']'] = ['[', ']']) =>
    `${open.repeat(depth)}1${close.repeat(depth)}`;

  test.each([
    ['lists', nested(10_000)],
    ['objects', nested(10_000, ['{"a":', '}'])],
    ['objects with siblings', nested(10_000, ['{"b":[],"a":', '}'])],
    ['lists without an end', '['.repeat(8 * MB)],
    ['lists and NaN', `[NaN,${nested(10_000)}]`],
  ])('10,000 %s in one another are no answer, and no overflow', async (_, body) => {
    for (const status of [200, 400]) {
      await using portal = await fakePortal(answering(status, body));
      const error = await refusal(jsonOf(portal.transport, anyone, call));
      expect(error.code).toBe(status === 200 ? 'UPSTREAM_INVALID_RESPONSE' : 'BAD_USER_INPUT');
      expect(error.message.length).toBeLessThan(300);
    }
  });

  test('100 deep is an answer, and brackets in a text are no depth', async () => {
    for (const body of [nested(100), JSON.stringify('['.repeat(10_000)), `"\\"${'{'.repeat(1000)}"`]) {
      await using portal = await fakePortal(answering(200, body));
      const { json } = await portal.transport.getAnswer(anyone, anyRead(call));
      expect(json).toEqual(JSON.parse(body));
    }
  });
});
