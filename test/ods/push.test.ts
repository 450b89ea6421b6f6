import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KnownFields } from '../../src/loading/known-fields.ts';
import { Pusher, type PushRecordsInput } from '../../src/loading/push.ts';
import { UpstreamMeter } from '../../src/loading/upstream-meter.ts';
import { MAX_PUSH_BYTES, splitBySize } from '../../src/ods/push.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import { Transport } from '../../src/ods/transport/transport.ts';
import { accept, json, type PushPortal, startPushPortal } from '../portals/push-portal.ts';

const KEY = 'k3y/with+odd&characters=';

let portal: PushPortal;
let transport: Transport;
let paths: string[];

beforeEach(async () => {
  portal = await startPushPortal();
  transport = new Transport({ url: new URL(portal.url), timeout: 5000 });
  paths = [];
});
afterEach(async () => {
  await transport.close();
  await portal.close();
});

function pusher(signal?: AbortSignal): Pusher {
  const session = {
    transport,
    credential: Credential.apikey('reader-key'),
    signal,
    onCall: (path: string) => void paths.push(path),
  };
  const serverKey = () => KEY;
  const { credential } = session;
  return new Pusher(session, new UpstreamMeter(), {
    serverKey,
    fields: { credential, known: new KnownFields(0), datasetById: () => null },
    onAccepted: () => {},
    onChange: () => {},
  });
}

const TARGET = { datasetId: 'open', resourceId: 'realtime', pushKey: KEY };
const push = (records: PushRecordsInput['records'], signal?: AbortSignal) =>
  pusher(signal).records({ ...TARGET, records }, 'push');

/** A record of this many bytes of JSON. */
const sized = (bytes: number) => ({ v: 'x'.repeat(bytes - '{"v":""}'.length) });
/** Five records that need a request each. */
const FIVE = [1, 2, 3, 4, 5].map(() => sized(3_000_000));

test('any records of any sizes are sent once each, in order, in requests within the limit and as full as can be', () => {
  const record = fc.record({
    v: fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.jsonValue({ maxDepth: 1 })),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 60 }), fc.integer({ min: 2, max: 300 }), (records, limit) => {
      const sizes = records.map((value) => Buffer.byteLength(JSON.stringify(value)));
      const tooLarge = sizes.findIndex((size) => size + 2 > limit);
      if (tooLarge !== -1) {
        expect(() => splitBySize(records, 'input.records', limit)).toThrow(`input.records[${tooLarge}]: `);
        return;
      }
      const parts = splitBySize(records, 'input.records', limit);
      expect(parts.flatMap(({ body }) => JSON.parse(body))).toEqual(JSON.parse(JSON.stringify(records)));
      let next = 0;
      for (const [index, { from, to, body, bytes }] of parts.entries()) {
        expect([from, bytes]).toEqual([next, Buffer.byteLength(body)]);
        expect(JSON.parse(body)).toHaveLength(to - from + 1);
        expect(bytes).toBeLessThanOrEqual(limit);
        const following = parts[index + 1];
        if (following) expect(bytes + 1 + (sizes[following.from] ?? 0)).toBeGreaterThan(limit);
        next = to + 1;
      }
      expect(next).toBe(records.length);
    }),
    { numRuns: 500 },
  );
});

test('a record of exactly the limit goes, one byte more is refused by its index before anything is sent', async () => {
  const largest = sized(MAX_PUSH_BYTES - 2);
  expect(await push([largest])).toEqual({ accepted: 1, requests: 1, failures: [], quota: null });
  expect(Buffer.byteLength(portal.requests[0]?.body ?? '')).toBe(MAX_PUSH_BYTES);
  await expect(push([{ a: 1 }, sized(MAX_PUSH_BYTES - 1)])).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    details: { argument: 'input.records[1]' },
  });
  expect(portal.requests).toHaveLength(1);
});

test('many records are split, sent in order one after the other, with the key as the only credential', async () => {
  let open = 0;
  portal.answer = async (_, response) => {
    open += 1;
    expect(open).toBe(1);
    await wait(20);
    open -= 1;
    json(response, 200, { status: 'OK' });
  };
  const records = Array.from({ length: 120 }, (_, n) => ({ n, text: 'é'.repeat(50_000) }));
  expect(await push(records)).toEqual({ accepted: 120, requests: 3, failures: [], quota: null });
  expect(portal.requests.flatMap(({ body }) => JSON.parse(body).map(({ n }: { n: number }) => n))).toEqual(
    records.map(({ n }) => n),
  );
  for (const { body, path, pushKey, method, authorization } of portal.requests) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_PUSH_BYTES);
    expect({ path, pushKey, method, authorization }).toEqual({
      path: '/api/push/1.0/open/realtime/push/',
      pushKey: KEY,
      method: 'POST',
      authorization: undefined,
    });
  }
  expect(paths).toEqual(portal.requests.map(({ path }) => path));
});

test('no records are no request', async () => {
  expect(await push([])).toEqual({ accepted: 0, requests: 0, failures: [], quota: null });
});

test('a failure in the third of five says which were not accepted, and stops', async () => {
  portal.answer = (index, response, request) =>
    index === 2
      ? json(response, 400, { error: `bad record, key ${request.pushKey}, ${encodeURIComponent(KEY)}` })
      : accept(index, response, request);
  const outcome = await push(FIVE);
  expect(outcome).toEqual({
    accepted: 2,
    requests: 3,
    failures: [
      {
        fromIndex: 2,
        toIndex: 2,
        code: 'BAD_USER_INPUT',
        message:
          'The portal refused the request: bad record, key [push key], [push key] (If it names a record by its number, it counts from input.records[2].)',
      },
      {
        fromIndex: 3,
        toIndex: 4,
        code: 'NOT_SENT',
        message: expect.stringContaining('request before it failed'),
      },
    ],
    quota: null,
  });
  expect(portal.requests).toHaveLength(3);
});

test.each<[string, unknown, string]>([
  ['another status', { status: 'error', message: `wrong ${KEY}` }, 'UPSTREAM_INVALID_RESPONSE'],
  ['no status', {}, 'OUTCOME_UNKNOWN'],
  ['a list', ['ok'], 'OUTCOME_UNKNOWN'],
])('200 with %s is a failure', async (_, body, code) => {
  portal.answer = (__, response) => json(response, 200, body);
  const { accepted, failures } = await push([{ a: 1 }]);
  expect([accepted, failures[0]?.code]).toEqual([0, code]);
  expect(failures[0]?.message).toContain('without the status "ok"');
  expect(failures[0]?.message).not.toContain(KEY);
});

test('200 with HTML leaves the outcome unknown', async () => {
  portal.answer = (_, response) => response.end('<html>');
  expect((await push([{ a: 1 }])).failures[0]?.code).toBe('OUTCOME_UNKNOWN');
});

test.each([500, 503, 504, 408, 202, 204])(
  'an answer of %i leaves the outcome unknown, with its words',
  async (status) => {
    portal.answer = (_, response) =>
      status === 204 ? void response.writeHead(204).end() : json(response, status, { error: `lost ${KEY}` });
    const { failures } = await push([{ a: 1 }]);
    expect(failures[0]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(failures[0]?.message).toContain(status === 204 ? 'HTTP 204' : '"lost [push key]"');
    expect(portal.requests).toHaveLength(1);
  },
);

test.each<[string, PushPortal['answer']]>([
  ['the connection breaks', (_, response) => void response.destroy()],
  ['no answer comes in time', () => {}],
  [
    'the answer breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"status":');
      setTimeout(() => response.destroy(), 20);
    },
  ],
])('%s: the outcome is unknown, said so, and it is not sent again', async (_, answer) => {
  portal.answer = answer;
  expect(await push([{ a: 1 }])).toMatchObject({
    accepted: 0,
    requests: 1,
    failures: [
      { fromIndex: 0, toIndex: 0, code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('or not') },
    ],
  });
  await wait(700);
  expect(portal.requests).toHaveLength(1);
  await expect(pusher().delete({ ...TARGET, recordId: 'abc' })).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
  });
  await wait(700);
  expect(portal.requests).toHaveLength(2);
});

test('a portal that closes idle connections at once loses no push', async () => {
  portal.answer = (_, response) => {
    json(response, 200, { status: 'ok' });
    response.on('finish', () => response.socket?.destroySoon());
  };
  for (let n = 0; n < 20; n += 1) expect((await push([{ n }])).failures).toEqual([]);
  expect(portal.requests).toHaveLength(20);
});

test('a refused connection is tried again, and what comes then is sent once', async () => {
  const { port } = portal;
  await portal.close();
  const outcome = push([{ a: 1 }]);
  await wait(50);
  portal = await startPushPortal(port);
  expect(await outcome).toEqual({ accepted: 1, requests: 1, failures: [], quota: null });
  expect(portal.requests).toHaveLength(1);
});

test('a connection that stays refused is UPSTREAM_UNAVAILABLE and no request; a delete is not tried again', async () => {
  const { port } = portal;
  await portal.close();
  expect(await push([{ a: 1 }])).toMatchObject({
    requests: 0,
    failures: [{ code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('ECONNREFUSED') }],
  });
  const deletion = pusher().delete({ ...TARGET, recordId: 'abc' });
  await expect(deletion).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(paths).toEqual([]);
  portal = await startPushPortal(port);
});

test('a caller that goes away: the request under way is finished, the rest is not sent', async () => {
  const leaving = new AbortController();
  portal.answer = (index, response, request) => {
    leaving.abort();
    setTimeout(() => accept(index, response, request), 50);
  };
  expect(await push(FIVE, leaving.signal)).toMatchObject({
    accepted: 1,
    requests: 1,
    failures: [{ fromIndex: 1, toIndex: 4, code: 'NOT_SENT' }],
  });
});

test('one record is deleted by a GET; nothing there is false', async () => {
  expect(await pusher().delete({ ...TARGET, recordId: 'abc' })).toEqual({
    recordId: 'abc',
    deleted: true,
    quota: null,
  });
  expect(portal.requests[0]).toMatchObject({
    method: 'GET',
    path: '/api/push/1.0/open/realtime/abc/delete/',
  });
  portal.answer = (_, response) => json(response, 404, { error: 'no such record' });
  expect(await pusher().delete({ ...TARGET, recordId: 'abc' })).toMatchObject({ deleted: false });
});

test('ids that are none are refused before anything is sent', async () => {
  for (const id of ['', '.', '..', '../x', 'a/b', 'a?b', 'a b', 'ä', 'x'.repeat(300)]) {
    await expect(pusher().records({ ...TARGET, datasetId: id, records: [] }, 'push')).rejects.toThrow(
      'input.datasetId',
    );
    await expect(pusher().records({ ...TARGET, resourceId: id, records: [] }, 'push')).rejects.toThrow(
      'input.resourceId',
    );
    await expect(pusher().delete({ ...TARGET, recordId: id })).rejects.toThrow('input.recordId');
  }
  await expect(pusher().delete({ ...TARGET, pushKey: 'a secret', recordId: 'x' })).rejects.toThrow(
    /^input.pushKey: (?!.*secret)/,
  );
  expect(portal.requests).toEqual([]);
});
