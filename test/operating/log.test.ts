/** One line of the log for every request, on every carrier, however it ends. */
import { once } from 'node:events';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CachedTransport } from '../../src/caching/cached-transport.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import { type KeyedPortal, RESET_AT, startKeyedPortal } from '../portals/keyed-portal.ts';
import { GOOD, type MisbehavingPortal, startMisbehavingPortal } from '../portals/misbehaving-portal.ts';
import { json, type PushPortal, startPushPortal } from '../portals/push-portal.ts';
import { freePort } from '../support/free-port.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { openSocket } from '../support/raw-socket.ts';
import { type Sending, send } from '../support/send.ts';
import { subscribe } from '../support/sse.ts';

interface Line {
  level: number;
  msg: string;
  requestId?: string;
  [name: string]: unknown;
}

const [INFO, WARN, ERROR] = [30, 40, 50];
const PUSH =
  'mutation Push($input: PushRecordsInput!) { pushRecords(input: $input) { accepted failures { code } } }';
const DELETE =
  'mutation Drop($input: DeletePushedRecordInput!) { deletePushedRecord(input: $input) { deleted } }';
const SUBSCRIPTION = 'subscription Pushes { recordsPushed(datasetId: "good") { at } }';

let log: Line[] = [];
const logger = pino({ level: 'debug' }, { write: (line) => void log.push(JSON.parse(line)) });
beforeEach(() => {
  log = [];
});

/** The lines that are told of requests, once there are so many: one may come after its answer. */
async function lines(count: number): Promise<Line[]> {
  const ofRequests = () => log.filter(({ msg }) => /^(?:operation|request|link|probe)$/.test(msg));
  await vi.waitUntil(() => ofRequests().length >= count, { timeout: 10_000 });
  expect(ofRequests()).toHaveLength(count);
  return ofRequests();
}

describe('a request', () => {
  let portal: MisbehavingPortal;
  let graph: Graph;
  beforeAll(async () => {
    portal = await startMisbehavingPortal();
    graph = await startGraph(portal.url, { logger, maxBodyMb: 1, odsTimeout: 300 });
  });
  afterAll(async () => {
    await graph.close();
    await portal.close();
  });

  const post = (query: string, headers = {}): Sending => ({ json: { query }, headers });
  const typed = (type: string, body: string): Sending => ({ body, headers: { 'content-type': type } });

  test.each<[string, string, Sending, number, object]>([
    [
      'that is answered',
      '/graphql',
      post(`query Good ${GOOD.query}`),
      200,
      { operation: 'Good', kind: 'query', outcome: 'ok', upstream: { calls: 2, quotaRemaining: null } },
    ],
    ['with an error of syntax', '/graphql', post('{'), 200, { errors: ['GRAPHQL_PARSE_FAILED'] }],
    ['with an unknown field', '/graphql', post('{ no }'), 200, { errors: ['GRAPHQL_VALIDATION_FAILED'] }],
    [
      'that is too deep',
      '/graphql',
      post(`${'{a'.repeat(30)}${'}'.repeat(30)}`),
      413,
      { errors: ['OPERATION_TOO_LARGE'] },
    ],
    [
      'with a credential that is none',
      '/graphql',
      post(GOOD.query, { authorization: 'x' }),
      200,
      { errors: ['UNAUTHENTICATED'] },
    ],
    ['without an operation', '/graphql', { json: {} }, 400, { operation: null, errors: ['BAD_REQUEST'] }],
    [
      'with a body of another type',
      '/graphql',
      typed('text/plain', '{}'),
      415,
      { msg: 'request', path: '/graphql' },
    ],
    [
      'with a body that is no JSON',
      '/graphql',
      typed('application/json', '{'),
      400,
      { msg: 'request', errors: ['BAD_REQUEST'] },
    ],
    [
      'with a body that is too long',
      '/graphql',
      typed('application/json', ' '.repeat(1_048_577)),
      413,
      { msg: 'request', errors: ['BODY_TOO_LARGE'] },
    ],
    [
      'with another method',
      '/graphql',
      { method: 'DELETE' },
      405,
      { msg: 'request', method: 'DELETE', outcome: 'HTTP_405' },
    ],
    [
      'of a page that may not ask',
      '/graphql',
      post('{ portal { name } }', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }),
      403,
      { msg: 'request', errors: ['FORBIDDEN'] },
    ],
    [
      'for something else',
      '/else?secret=1',
      {},
      404,
      { msg: 'request', method: 'GET', path: '/else', outcome: 'HTTP_404' },
    ],
    [
      'for an export that is none',
      '/export/d.exe',
      {},
      404,
      { msg: 'link', path: '/export/d.exe', errors: ['NOT_FOUND'], upstream: { calls: 0 } },
    ],
    [
      'of a browser that asks before',
      '/graphql',
      {
        method: 'OPTIONS',
        headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' },
      },
      204,
      { msg: 'request', method: 'OPTIONS', outcome: 'ok' },
    ],
    ['whether it is alive', '/health', {}, 200, { msg: 'probe', level: 20 }],
  ])('%s', async (_, path, sending, status, expected) => {
    const reply = await send(`${graph.url}${path}`, sending);
    expect(reply.status).toBe(status);
    expect(await lines(1)).toMatchObject([
      {
        level: INFO,
        msg: 'operation',
        requestId: reply.headers['x-request-id'],
        status,
        milliseconds: expect.any(Number),
        ...expected,
      },
    ]);
    expect(JSON.stringify(log)).not.toMatch(/secret|causes/);
  });

  test('names itself, by its own id or by its trace; what no id can be is not repeated', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const idOf = async (headers: Record<string, string>) =>
      (await send(`${graph.url}/else`, { headers })).headers['x-request-id'];
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    expect(await idOf({ 'x-request-id': 'from-the-proxy/7' })).toBe('from-the-proxy/7');
    expect(await idOf({ 'x-request-id': 'mine', traceparent })).toBe('mine');
    expect(await idOf({ traceparent })).toBe(trace);
    for (const given of ['x'.repeat(129), 'a b', '"', 'é', ''])
      expect(await idOf({ 'x-request-id': given, traceparent: 'no' })).toMatch(/^[0-9a-f-]{36}$/);
    const ids = (await lines(8)).map(({ requestId }) => requestId);
    expect(ids.slice(0, 3)).toEqual(['from-the-proxy/7', 'mine', trace]);
    expect(new Set(ids).size).toBe(8);
  });

  test('on which the portal is silent is a warning, with the deadline that passed', async () => {
    portal.answer = () => {};
    await graph.ask('{ dataset(datasetId: "other") { title } }');
    expect(await lines(1)).toMatchObject([
      {
        level: WARN,
        outcome: 'UPSTREAM_TIMEOUT',
        causes: [[{ name: 'OdsError', code: 'UPSTREAM_TIMEOUT' }, { code: 'UND_ERR_HEADERS_TIMEOUT' }]],
      },
    ]);
  });

  test('on which the portal fails is a warning, with its status and not its words', async () => {
    portal.answer = (_, response) => void response.writeHead(503).end('{"error":"my words"}');
    await graph.ask('{ dataset(datasetId: "other") { title } }');
    expect(await lines(1)).toMatchObject([
      { level: WARN, causes: [[{ code: 'UPSTREAM_UNAVAILABLE', status: 503 }]] },
    ]);
    expect(JSON.stringify(log)).not.toContain('my words');
  });

  test.each<[string, string, Sending]>([
    ['of an operation', '/graphql', post('{ dataset(datasetId: "other") { title } }')],
    [
      'of an answer in parts',
      '/graphql',
      post('{ ... @defer { dataset(datasetId: "other") { title } } }', { accept: 'multipart/mixed' }),
    ],
    ['of an export', '/export/d.csv', {}],
  ])(
    'on which this server fails can be joined with the line of its failure: %s',
    async (_, path, sending) => {
      const failure = new TypeError('A mistake of ours.');
      const mistakes = [
        vi.spyOn(CachedTransport.prototype, 'getAnswer').mockRejectedValue(failure),
        vi.spyOn(CachedTransport.prototype, 'stream').mockRejectedValue(failure),
      ];
      try {
        await send(`${graph.url}${path}`, sending);
        const [line] = await lines(1);
        expect(line).toMatchObject({ level: ERROR, requestId: expect.any(String) });
        const failures = log.filter(({ msg }) => msg === 'unexpected error');
        expect(failures).toMatchObject([
          { level: ERROR, requestId: line?.requestId, err: { message: failure.message } },
        ]);
      } finally {
        for (const mistake of mistakes) mistake.mockRestore();
      }
    },
  );

  test('for an export that breaks off is no 200', async () => {
    portal.answer = (_, response) => void response.write('a;b\n', () => response.destroy());
    await expect(send(`${graph.url}/export/d.csv`)).rejects.toThrow();
    expect(await lines(1)).toMatchObject([
      {
        level: WARN,
        msg: 'link',
        status: null,
        outcome: 'UPSTREAM_UNAVAILABLE',
        upstream: { calls: 1 },
        causes: [[{}, { code: 'UND_ERR_SOCKET' }]],
      },
    ]);
  });

  test('for an export whose reader leaves is no failure', async () => {
    portal.answer = (_, response) => void response.write('a;b\n');
    const reader = await openSocket(graph.url);
    reader.write('GET /export/d.csv HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await reader.receives(/a;b/);
    reader.reset();
    expect(await lines(1)).toMatchObject([
      { level: INFO, msg: 'link', status: null, outcome: 'CLIENT_GONE' },
    ]);
  });

  test('that its caller does not wait for is told when it has ended', async () => {
    portal.answer = () => {};
    const caller = await openSocket(graph.url);
    const query = encodeURIComponent('query Left { dataset(datasetId: "other") { title } }');
    const { length } = portal.requests;
    caller.write(`GET /graphql?query=${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await vi.waitUntil(() => portal.requests.length > length);
    caller.reset();
    expect(await lines(1)).toMatchObject([{ operation: 'Left', status: null }]);
  });

  test('that is none is told by its status', async () => {
    const client = await openSocket(graph.url);
    client.write('NONSENSE\r\n\r\n');
    const requestId = /^X-Request-ID: (\S+)/m.exec(await client.closed())?.[1];
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await lines(1)).toMatchObject([
      { level: INFO, msg: 'request', requestId, status: 400, outcome: 'HPE_INVALID_METHOD' },
    ]);
  });

  test('that subscribes is told as it begins and as it ends', async () => {
    const subscription = await subscribe(graph.url, SUBSCRIPTION);
    expect(log).toMatchObject([
      { level: INFO, msg: 'subscription', operation: 'Pushes', kind: 'subscription' },
    ]);
    subscription.leave();
    const [line] = await lines(1);
    expect(line).toMatchObject({ operation: 'Pushes', kind: 'subscription', outcome: 'CLIENT_GONE' });
    expect(line?.requestId).toBe(log[0]?.requestId);
  });
});

test.each(['application/json', 'application/graphql-response+json', 'image/png'])(
  'who takes %s alone for an answer in parts is refused and told, and keeps no place',
  async (accept) => {
    const portal = await startMisbehavingPortal();
    const graph = await startGraph(portal.url, { logger, maxInflightOperations: 1, maxSubscriptions: 1 });
    const deferred = '{ ... @defer { dataset(datasetId: "good") { title } } }';
    for (const query of [SUBSCRIPTION, deferred, SUBSCRIPTION, deferred])
      expect((await send(`${graph.url}/graphql`, { json: { query }, headers: { accept } })).status).toBe(406);
    const told = await lines(4);
    expect(told.map(({ msg, outcome }) => `${msg} ${outcome}`)).toEqual(Array(4).fill('operation HTTP_406'));
    const subscription = await subscribe(graph.url, SUBSCRIPTION);
    expect((await graph.ask(GOOD.query)).data).toEqual(GOOD.data);
    subscription.leave();
    await graph.close();
    await portal.close();
  },
);

test('a WebSocket and each of its operations is told', async () => {
  const portal = await startMisbehavingPortal();
  const graph = await startGraph(portal.url, { logger });
  const url = `${graph.url.replace('http', 'ws')}/graphql`;
  const refused = new WebSocket(url, 'graphql-transport-ws', { headers: { host: '"' } });
  await once(refused, 'error');
  expect(await lines(1)).toMatchObject([{ msg: 'request', status: 400, outcome: 'BAD_REQUEST' }]);
  log = [];
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { 'x-request-id': 'socket-1' } });
  await once(socket, 'open');
  const say = (message: object) => socket.send(JSON.stringify(message));
  say({ type: 'connection_init' });
  say({ id: '1', type: 'subscribe', payload: { query: `query Good ${GOOD.query}` } });
  say({ id: '2', type: 'subscribe', payload: { query: '{ no }' } });
  say({ id: '3', type: 'subscribe', payload: { query: SUBSCRIPTION } });
  await vi.waitUntil(() => log.some(({ msg }) => msg === 'subscription'));
  await lines(2);
  say({ id: '3', type: 'complete' });
  await lines(3);
  socket.close();
  const told = await lines(4);
  expect(told.map(({ requestId }) => requestId).sort()).toEqual([
    'socket-1',
    'socket-1.1',
    'socket-1.2',
    'socket-1.3',
  ]);
  const of = (id: string) => told.find(({ requestId }) => requestId === id);
  expect(of('socket-1.1')).toMatchObject({
    operation: 'Good',
    outcome: 'ok',
    upstream: { calls: expect.any(Number) },
  });
  expect(of('socket-1.2')).toMatchObject({ outcome: 'GRAPHQL_VALIDATION_FAILED' });
  expect(of('socket-1.3')).toMatchObject({ operation: 'Pushes', outcome: 'ok' });
  expect(of('socket-1')).toMatchObject({ msg: 'request', status: 101, bytes: expect.any(Number) });
  await graph.close();
  await portal.close();
});

test.each<[string, string[], string]>([
  ['that nobody would understand', ['nonsense'], 'WEBSOCKET_4400'],
  [
    'before it was let in',
    [JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ no }' } })],
    'WEBSOCKET_4401',
  ],
  ['that is too long', [' '.repeat(300_000)], 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'],
  ['and left', [JSON.stringify({ type: 'connection_init' })], 'ok'],
])('a WebSocket that said something %s is told with how it ended', async (_, messages, outcome) => {
  const graph = await startGraph('http://127.0.0.1:1', { logger, isDirect: true });
  const socket = new WebSocket(`${graph.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  for (const message of messages) socket.send(message);
  if (outcome === 'ok') socket.close();
  await once(socket, 'close');
  expect(await lines(1)).toMatchObject([{ level: INFO, msg: 'request', status: 101, outcome }]);
  await graph.close();
});

test('a portal that cannot be reached is a warning, with the cause in the words of the system', async () => {
  const port = await freePort();
  const graph = await startGraph(`http://127.0.0.1:${port}`, { logger });
  const answer = await send(`${graph.url}/graphql`, { json: { query: GOOD.query } });
  expect(answer.status).toBe(200);
  expect(await lines(1)).toMatchObject([{ level: WARN, outcome: 'UPSTREAM_UNAVAILABLE' }]);
  await graph.close();
});

test('what is left of the quota is what the portal said last', async () => {
  const portal: KeyedPortal = await startKeyedPortal();
  portal.limits.set('Apikey k', 10);
  const graph = await startGraph(portal.url, { logger });
  await graph.ask('{ dataset(datasetId: "d") { title } }', {}, { authorization: 'Apikey k' });
  await graph.ask('{ portal { name } }', {}, { authorization: 'Apikey k' });
  await graph.ask('{ portal { name } }');
  const left = (await lines(3)).map(({ upstream }) => upstream);
  expect(left).toMatchObject([{ quotaRemaining: 9 }, { quotaRemaining: 9 }, { quotaRemaining: null }]);
  expect(RESET_AT).toBeTruthy();
  await graph.close();
  await portal.close();
});

describe('a change', () => {
  let portal: PushPortal;
  let graph: Graph;
  const KEY = 'push-key-of-the-caller';
  const TOKEN = 'token-of-this-server';
  beforeEach(async () => {
    portal = await startPushPortal();
    graph = await startGraph(portal.url, {
      logger,
      odsPushKeys: { 'open/realtime': 'push-key-of-the-server' },
      pushTokens: [TOKEN],
    });
  });
  afterEach(async () => {
    await graph.close();
    await portal.close();
  });
  const target = { datasetId: 'open', resourceId: 'realtime' };
  const records = [{ text: 'secret-value' }, { text: 'secret-value' }];
  const changes = () => log.filter(({ msg }) => msg === 'change');

  test('is accounted for: who, what, how many and with which outcome; never values or keys', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    await graph.ask(PUSH, { input: { ...target, records } }, headers);
    await graph.ask(PUSH, { input: { ...target, records, pushKey: KEY } }, { authorization: 'Apikey mine' });
    await graph.ask(DELETE, { input: { ...target, recordId: 'secret-id', pushKey: KEY } });
    await graph.ask(PUSH, { input: { ...target, records } });
    const told = changes();
    expect(told).toMatchObject([
      { level: INFO, key: 'server', action: 'push', ...target, records: 2, accepted: 2, outcome: 'ok' },
      {
        by: Credential.apikey('mine').id,
        key: expect.stringMatching(/^[\w-]{43}$/),
        accepted: 2,
        outcome: 'ok',
      },
      { by: 'anonymous', key: told[1]?.key, action: 'delete by id', records: 1, accepted: 1, outcome: 'ok' },
      { by: 'anonymous', key: null, datasetId: null, records: 2, accepted: 0, outcome: 'UNAUTHENTICATED' },
    ]);
    expect(told[0]?.by).toMatch(/^[\w-]{43}$/);
    const ofRequests = await lines(4);
    expect(told.map(({ requestId }) => requestId)).toEqual(ofRequests.map(({ requestId }) => requestId));
    for (const secret of [KEY, TOKEN, 'push-key-of-the-server', 'secret-', 'Apikey mine'])
      expect(JSON.stringify(log)).not.toContain(secret);
  });

  test('that fails is a warning, in its own line and in that of its request', async () => {
    portal.answer = (_, response) => void response.destroy();
    await graph.ask(PUSH, { input: { ...target, records, pushKey: KEY } });
    const causes = [{ code: 'OUTCOME_UNKNOWN' }, { code: 'UND_ERR_SOCKET' }];
    expect(changes()).toMatchObject([{ level: WARN, accepted: 0, outcome: 'OUTCOME_UNKNOWN', causes }]);
    expect(await lines(1)).toMatchObject([
      { level: WARN, operation: 'Push', errors: ['OUTCOME_UNKNOWN'], causes: [causes] },
    ]);
    portal.answer = (_, response) => json(response, 403, { error: `no ${KEY}` });
    await graph.ask(DELETE, { input: { ...target, recordId: 'secret-id', pushKey: KEY } });
    expect(changes().at(-1)).toMatchObject({ level: INFO, outcome: 'FORBIDDEN', accepted: 0 });
    expect((await lines(2)).at(-1)).toMatchObject({ operation: 'Drop', errors: ['FORBIDDEN'] });
    expect(JSON.stringify(log)).not.toContain(KEY);
  });
});
