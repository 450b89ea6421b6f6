import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { PushKeys } from '../../src/execution/push-keys.ts';
import { graphql } from '../graphql/index.ts';
import { accept, json, type PushPortal, startPushPortal } from '../portals/push-portal.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';
import { subscribe as subscribeTo } from '../support/sse.ts';

const KEY = 'key-of-the-caller-0123456789';
const SERVER_KEY = 'key-of-the-server-0123456789';
const TOKEN = 'token-of-a-pusher-0123456789';
const BEARER = { authorization: `Bearer ${TOKEN}` };

let portal: PushPortal;
let graph: Graph;
let log = '';
const note = (line: string) => {
  log += line;
};

beforeAll(async () => {
  portal = await startPushPortal();
  graph = await startGraph(portal.url, {
    odsApikey: 'reader',
    odsTimeout: 2000,
    logger: pino({ level: 'trace' }, { write: note }),
    odsPushKeys: { 'open/realtime': SERVER_KEY },
    pushTokens: ['another-token', TOKEN],
  });
});
afterEach(() => {
  portal.answer = accept;
  portal.requests.splice(0);
});
afterAll(async () => {
  await graph.close();
  await portal.close();
});

const Push = graphql(`
  mutation Push($input: PushRecordsInput!) {
    pushRecords(input: $input) { accepted requests failures { fromIndex toIndex code message } }
  }
`);
const DeleteByValues = graphql(`
  mutation DeleteByValues($input: PushRecordsInput!) {
    deletePushedRecords(input: $input) { accepted requests failures { fromIndex toIndex code message } }
  }
`);
const DeleteById = graphql(`
  mutation DeleteById($input: DeletePushedRecordInput!) { deletePushedRecord(input: $input) { recordId deleted } }
`);

const TARGET = { datasetId: 'open', resourceId: 'realtime' };
const RECORDS = [{ a: 1 }, { a: 'é"\\' }];

test('records are pushed with the key of the input, counted as upstream calls', async () => {
  const { data, errors, extensions } = await graph.ask(Push, {
    input: { ...TARGET, pushKey: KEY, records: RECORDS },
  });
  expect(errors).toEqual([]);
  expect(data?.pushRecords).toEqual({ accepted: 2, requests: 1, failures: [] });
  // The other looks the names of the fields up.
  expect(extensions.upstream).toMatchObject({ calls: 2, estimated: 2 });
  expect(portal.requests).toEqual([
    {
      method: 'POST',
      path: '/api/push/1.0/open/realtime/push/',
      pushKey: KEY,
      authorization: undefined,
      body: JSON.stringify(RECORDS),
    },
  ]);
});

test('20 MB of records are split by size; a failure in the third of five is told by index', async () => {
  portal.answer = (index, response, request) =>
    index === 2 ? json(response, 503, {}) : accept(index, response, request);
  const records = Array.from({ length: 10 }, (_, n) => ({ n, text: 'x'.repeat(2_000_000) }));
  const { data, extensions } = await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records } });
  expect(data?.pushRecords).toMatchObject({
    accepted: 4,
    requests: 3,
    failures: [
      { fromIndex: 4, toIndex: 5, code: 'OUTCOME_UNKNOWN' },
      { fromIndex: 6, toIndex: 9, code: 'NOT_SENT' },
    ],
  });
  expect(extensions.upstream.calls).toBe(4);
});

test('one record over 5 MB is refused by its index, and nothing is sent', async () => {
  const records = [...RECORDS, { text: 'x'.repeat(5_000_000) }];
  const { errors, extensions } = await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records } });
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.records[2]' });
  expect(extensions.upstream.calls).toBe(0);
  expect(portal.requests).toEqual([]);
});

test('a field that the dataset does not have is refused with the nearest name, and nothing is sent', async () => {
  const records = [...RECORDS, { texts: 'x' }];
  const refused = { ...TARGET, pushKey: KEY, records };
  for (const { errors } of [
    await graph.ask(Push, { input: refused }),
    await graph.ask(DeleteByValues, { input: refused }),
  ]) {
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'input.records[2]',
    });
    expect(errors[0]?.message).toContain('no field "texts"');
    expect(errors[0]?.message).toContain('Did you mean "text"?');
    expect(errors[0]?.message).toContain('It has a, n, text.');
  }
  expect(portal.requests).toEqual([]);
  const input = { ...TARGET, pushKey: KEY, records, allowUnknownFields: true };
  const { data, extensions } = await graph.ask(Push, { input });
  expect(data?.pushRecords?.accepted).toBe(3);
  expect(extensions.upstream).toMatchObject({ calls: 1, estimated: 1 });
});

test('the fields are looked up once: a push does not change them', async () => {
  const keeping = await startGraph(portal.url, { ...CACHING, odsApikey: 'reader' });
  const calls: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const input = { ...TARGET, pushKey: KEY, records: RECORDS };
    calls.push((await keeping.ask(Push, { input })).extensions.upstream.calls);
  }
  expect(calls).toEqual([2, 1, 1]);
  await keeping.close();
});

test('what may be pushed to and not be seen is pushed without a look at its fields', async () => {
  const input = { ...TARGET, datasetId: 'secret', pushKey: KEY, records: [{ unheard: 1 }] };
  const hidden = await graph.ask(Push, { input }, { authorization: 'Apikey somebody' });
  expect(hidden.data?.pushRecords).toEqual({ accepted: 1, requests: 1, failures: [] });
});

test.each([
  ['by its number', { error: 'Record 1, field "a": no.', index: 1 }, 'Record 5, field "a": no.'],
  ['in words only', { error: 'Row 2 is bad.' }, 'counts from input.records[4]'],
])('a record that the portal tells %s is told by its index in the input', async (_, body, told) => {
  portal.answer = (index, response, request) =>
    index === 2 ? json(response, 400, body) : accept(index, response, request);
  const records = Array.from({ length: 6 }, (_, n) => ({ n, text: 'x'.repeat(2_000_000) }));
  const { data } = await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records } });
  expect(data?.pushRecords?.failures).toMatchObject([
    { fromIndex: 4, toIndex: 5, message: expect.stringContaining(told) },
  ]);
});

test('a push key that the portal does not accept is called a push key', async () => {
  portal.answer = (_, response) => json(response, 401, { error: 'Missing or invalid.' });
  const { data } = await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records: RECORDS } });
  expect(data?.pushRecords?.failures[0]?.message).toBe(
    'The portal does not accept the push key: Missing or invalid.',
  );
  const { errors } = await graph.ask(DeleteById, { input: { ...TARGET, pushKey: KEY, recordId: 'abc' } });
  expect(errors[0]?.message).toContain('push key');
});

test('a token of the server lets its key be used; the token itself goes nowhere', async () => {
  const { data, errors } = await graph.ask(Push, { input: { ...TARGET, records: RECORDS } }, BEARER);
  expect(errors).toEqual([]);
  expect(data?.pushRecords?.accepted).toBe(2);
  expect(portal.requests[0]).toMatchObject({ pushKey: SERVER_KEY, authorization: undefined });
  graph.upstreamCalls();
  const read = await graph.ask('{ dataset(datasetId: "secret") { datasetId } }', undefined, BEARER);
  expect(read.data).toEqual({ dataset: { datasetId: 'secret' } });
  expect(graph.upstreamCalls().map(({ authorization }) => authorization)).toEqual(['Apikey reader']);
});

test('the key of the input goes before that of the server', async () => {
  await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records: RECORDS } }, BEARER);
  expect(portal.requests[0]?.pushKey).toBe(KEY);
});

test('a token learns that there is no key for a resource', async () => {
  const { errors } = await graph.ask(
    Push,
    { input: { ...TARGET, resourceId: 'other', records: RECORDS } },
    BEARER,
  );
  expect(errors[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(errors[0]?.message).toContain('ODS_PUSH_KEYS');
});

test.each<[string, Record<string, string>, string]>([
  ['nobody', {}, 'UNAUTHENTICATED'],
  ['an API key', { authorization: 'Apikey reader' }, 'FORBIDDEN'],
  ['another token', { authorization: `Bearer ${TOKEN}x` }, 'FORBIDDEN'],
  ['the token as an API key', { authorization: `Apikey ${TOKEN}` }, 'FORBIDDEN'],
])('%s gets no key of the server, nor hears whether there is one', async (_, headers, code) => {
  const outcomes = ['open', 'unknown'].map(async (datasetId) => {
    const one = await graph.ask(Push, { input: { ...TARGET, datasetId, records: RECORDS } }, headers);
    const other = await graph.ask(DeleteById, { input: { ...TARGET, datasetId, recordId: 'a' } }, headers);
    expect(one.errors.map(({ message }) => message)).toEqual(other.errors.map(({ message }) => message));
    return one.errors.map(({ message, extensions }) => [message, extensions]);
  });
  const [there, nowhere] = await Promise.all(outcomes);
  expect(there).toEqual(nowhere);
  expect(there?.[0]?.[1]).toEqual({ code, argument: 'input.pushKey' });
  expect(there?.[0]?.[0]).toContain('Authorization: Bearer <token>');
  expect(portal.requests).toEqual([]);
});

test('a server without tokens admits nobody', () => {
  const keys = new PushKeys({ keys: { 'open/realtime': SERVER_KEY } });
  for (const header of [null, '', 'Bearer', 'Bearer ', 'Bearer undefined', 'Bearer  x']) {
    expect(keys.admits(header)).toBe(false);
  }
  expect(JSON.stringify(keys)).not.toContain(SERVER_KEY);
});

test('records are removed by their values or by id', async () => {
  const byValues = await graph.ask(DeleteByValues, { input: { ...TARGET, pushKey: KEY, records: RECORDS } });
  expect(byValues.data?.deletePushedRecords).toEqual({ accepted: 2, requests: 1, failures: [] });
  const byId = await graph.ask(DeleteById, { input: { ...TARGET, pushKey: KEY, recordId: 'abc123' } });
  expect(byId.data?.deletePushedRecord).toEqual({ recordId: 'abc123', deleted: true });
  expect(byId.extensions.upstream.calls).toBe(1);
  expect(portal.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/push/1.0/open/realtime/delete/',
    'GET /api/push/1.0/open/realtime/abc123/delete/',
  ]);
});

test('a delete that broke off is OUTCOME_UNKNOWN, and was sent once', async () => {
  portal.answer = (_, response) => void response.destroy();
  const { errors } = await graph.ask(DeleteById, { input: { ...TARGET, pushKey: KEY, recordId: 'abc' } });
  expect(errors[0]?.extensions).toEqual({ code: 'OUTCOME_UNKNOWN' });
  expect(portal.requests).toHaveLength(1);
});

test('a mutation by GET does not run', async () => {
  const query = `mutation { deletePushedRecord(input: { datasetId: "open", resourceId: "realtime", recordId: "a", pushKey: "k" }) { deleted } }`;
  const response = await fetch(`${graph.url}/graphql?query=${encodeURIComponent(query)}`);
  expect(response.status).toBe(405);
  expect(portal.requests).toEqual([]);
});

test('no key and no token shows in an answer or in the log, whatever goes wrong', async () => {
  const answers: unknown[] = [];
  const ask: Graph['ask'] = async (...question) => {
    const answer = await graph.ask(...question);
    answers.push(answer);
    return answer;
  };
  const echo: PushPortal['answer'] = (_, response, { pushKey }) =>
    json(response, 403, { error: `Invalid push key ${pushKey} for ${encodeURIComponent(String(pushKey))}` });
  const answersOfPortal: PushPortal['answer'][] = [
    accept,
    echo,
    (_, response) => void response.destroy(),
    (_, response, { pushKey }) => json(response, 200, { status: 'no', message: pushKey }),
    (_, response, { pushKey }) => void response.end(pushKey),
    (_, response, { pushKey }) => {
      response.writeHead(302, { location: `https://elsewhere.example/${pushKey}?pushkey=${pushKey}` });
      response.end();
    },
  ];
  for (const answer of answersOfPortal) {
    portal.answer = answer;
    for (const [pushKey, headers] of [
      [KEY, {}],
      [undefined, BEARER],
    ] as const) {
      await ask(Push, { input: { ...TARGET, pushKey, records: RECORDS } }, headers);
      await ask(DeleteById, { input: { ...TARGET, pushKey, recordId: 'abc' } }, headers);
    }
  }
  portal.answer = accept;
  // What GraphQL itself refuses, it likes to repeat.
  const mutation = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';
  await ask(mutation, { input: { pushKey: KEY } });
  await ask(mutation, { input: { ...TARGET, pushKey: KEY, records: RECORDS, more: 1 } });
  await ask(mutation, { input: { ...TARGET, pushKey: [KEY], records: RECORDS } });
  await ask(mutation, { input: { ...TARGET, pushKey: { key: KEY }, records: RECORDS } });
  await ask(`mutation { pushRecords(input: { pushKey: "${KEY}" }) { accepted } }`);
  await ask(`mutation { pushRecords(input: [{ pushKey: "${KEY}" }, 1]) { accepted } }`);
  await ask(`mutation { deletePushedRecord(input: { pushKey: ["${KEY}"] }) { deleted } }`);
  await ask(`mutation { pushRecords(input: { pushKey: ["a", { b: "${KEY}" }], records: 1 }) { accepted } }`);
  await ask(mutation, { input: { pushKey: `"],} ${KEY}` } });
  await ask(mutation, { input: [{ pushKey: KEY }] });
  await ask(`{ dataset(datasetId: "gone", pushKey: "${KEY}") { title } }`);
  expect(log).toContain('operation');
  for (const secret of [KEY, SERVER_KEY, TOKEN]) {
    expect(answers.filter((answer) => JSON.stringify(answer).includes(secret))).toEqual([]);
    expect(log.includes(secret)).toBe(false);
  }
});

const SUBSCRIPTION =
  'subscription($datasetId: ID!) { recordsPushed(datasetId: $datasetId) { datasetId records at } }';

interface Event {
  data: { recordsPushed: { datasetId: string; records: unknown[]; at: string } };
  errors: { extensions: { code: string } }[];
}

const subscribe = (datasetId: string, headers: Record<string, string> = {}) =>
  subscribeTo<Event>(graph.url, SUBSCRIPTION, { datasetId }, headers);

test('accepted records are told to every subscriber of the dataset, and to no other', async () => {
  const [one, other, elsewhere] = await Promise.all([
    subscribe('open'),
    subscribe('open'),
    subscribe('secret'),
  ]);
  portal.answer = (index, response, request) =>
    index === 1 ? json(response, 400, {}) : accept(index, response, request);
  const records = [
    { n: 0, text: 'x'.repeat(3_000_000) },
    { n: 1, text: 'x'.repeat(3_000_000) },
  ];
  await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records } });
  portal.answer = accept;
  await graph.ask(DeleteByValues, { input: { ...TARGET, pushKey: KEY, records: RECORDS } });
  await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records: RECORDS } });
  await graph.ask(Push, { input: { ...TARGET, datasetId: 'secret', pushKey: KEY, records: RECORDS } });
  for (const { next } of [one, other]) {
    expect((await next())?.data.recordsPushed.records).toEqual([records[0]]);
    const { recordsPushed } = (await next())?.data ?? {};
    expect(recordsPushed).toEqual({ datasetId: 'open', records: RECORDS, at: expect.any(String) });
    expect(Math.abs(Date.parse(recordsPushed?.at ?? '') - Date.now())).toBeLessThan(10_000);
  }
  expect((await elsewhere.next())?.data.recordsPushed).toMatchObject({
    datasetId: 'secret',
    records: RECORDS,
  });
  for (const { leave } of [one, other, elsewhere]) leave();
});

test('one that leaves is forgotten at once, and does not disturb the other', async () => {
  await vi.waitUntil(() => graph.subscribers === 0);
  const [one, other] = await Promise.all([subscribe('open'), subscribe('open')]);
  await vi.waitUntil(() => graph.subscribers === 2);
  one.leave();
  await vi.waitUntil(() => graph.subscribers === 1);
  await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records: RECORDS } });
  expect((await other.next())?.data.recordsPushed.records).toEqual(RECORDS);
  other.leave();
  await vi.waitUntil(() => graph.subscribers === 0);
});

test('a subscriber that does not read is ended with an error; what it missed is bounded', async () => {
  const slow = await subscribe('open');
  await vi.waitUntil(() => graph.subscribers === 1);
  const records = [{ text: 'x'.repeat(4_900_000) }];
  let pushed = 0;
  for (; graph.subscribers === 1 && pushed < 40; pushed += 1) {
    await graph.ask(Push, { input: { ...TARGET, pushKey: KEY, records } });
  }
  expect(pushed).toBeLessThan(40);
  let told = 0;
  let event = await slow.next();
  for (; event?.data.recordsPushed; told += 1) event = await slow.next();
  expect(event?.errors[0]?.extensions.code).toBe('SUBSCRIBER_TOO_SLOW');
  expect(await slow.next()).toBeNull();
  expect(told).toBe(pushed - 1);
});

test.each<[string, string, Record<string, string>, string]>([
  ['unknown', 'nowhere', {}, 'NOT_FOUND'],
  ['hidden from the caller', 'secret', { authorization: 'Apikey somebody' }, 'NOT_FOUND'],
  ['without its records', 'gated', {}, 'FORBIDDEN'],
])('a dataset that is %s is not told of', async (_, datasetId, headers, code) => {
  const { next } = await subscribe(datasetId, headers);
  expect((await next())?.errors[0]?.extensions.code).toBe(code);
});
