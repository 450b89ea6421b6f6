/** Operations over WebSocket, with the client that the protocol comes from, and by hand where it is abused. */
import { once } from 'node:events';
import { type Client, createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Graph, startGraph } from '../support/graph.ts';

const CITIES = 'doc-geonames-cities-5000';
const RESTRICTED = 'earthquakes-significant';
const SENSORS = 'realtime-sensors';

let graph: Graph;
let url = '';
const clients: (Client | WebSocket)[] = [];

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { maxBodyMb: 1 });
  url = `${graph.url.replace('http', 'ws')}/graphql`;
});
afterAll(() => graph.close());
afterEach(async () => {
  for (const client of clients.splice(0)) 'dispose' in client ? await client.dispose() : client.terminate();
  graph.upstreamCalls();
});

function connect(connectionParams: Record<string, unknown> = {}): Client {
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
  clients.push(client);
  return client;
}

/** A connection by hand. */
async function open(headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
  clients.push(socket);
  await once(socket, 'open');
  return socket;
}

/** Sends the one operation of a connection by hand, and waits for the first answer. */
async function subscribe(socket: WebSocket, query: string, variables: Record<string, unknown> = {}) {
  const next = async () => JSON.parse(String((await once(socket, 'message'))[0]));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await next();
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
  return { first: next() };
}

type Result = Record<string, unknown>;

async function results(
  client: Client,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Result[]> {
  const all: Result[] = [];
  for await (const result of client.iterate<Result>({ query, variables })) all.push({ ...result });
  return all;
}

const DATASET = 'query ($id: ID!) { dataset(datasetId: $id) { datasetId } }';

test('queries are answered with what they cost, several on one connection', async () => {
  const client = connect();
  const ids = [CITIES, 'earthquakes', 'bird-strikes'];
  const answers = await Promise.all(ids.map((id) => results(client, DATASET, { id })));
  expect(answers).toMatchObject(
    ids.map((datasetId) => [
      { data: { dataset: { datasetId } }, extensions: { upstream: { estimated: 1 } } },
    ]),
  );
});

test('a subscription comes batch by batch, to its end', async () => {
  const batches = await results(
    connect(),
    `subscription { downloadRecords(datasetId: "${CITIES}", batchSize: 5000) { received done } }`,
  );
  expect(batches.length).toBeGreaterThan(5);
  expect(batches.at(-1)).toMatchObject({ data: { downloadRecords: { done: true } } });
});

test('pushed records arrive, and nobody listens any more where the subscriber has left', async () => {
  const client = connect();
  const query = `subscription { recordsPushed(datasetId: "${SENSORS}") { records } }`;
  const pushed = client.iterate<Result>({ query });
  const first = pushed.next();
  await vi.waitUntil(() => graph.subscribers === 1);
  const records = [{ sensor_id: 'web-socket', temperature: 1 }];
  const answer = await results(
    client,
    'mutation ($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }',
    { input: { datasetId: SENSORS, resourceId: 'realtime', pushKey: 'demo-push-key', records } },
  );
  expect(answer).toMatchObject([{ data: { pushRecords: { accepted: 1 } } }]);
  expect(await first).toMatchObject({ value: { data: { recordsPushed: { records } } } });
  // It waits for what may never come.
  void pushed.next();
  await pushed.return?.();
  await vi.waitUntil(() => graph.subscribers === 0);
  // The same where the connection breaks.
  const socket = await open();
  const { first: never } = await subscribe(socket, query);
  never.catch(() => {});
  await vi.waitUntil(() => graph.subscribers === 1);
  socket.terminate();
  await vi.waitUntil(() => graph.subscribers === 0);
});

describe('the credential', () => {
  const restricted = { id: RESTRICTED };

  test.each(['Authorization', 'authorization'])('is %s of the connection parameters', async (name) => {
    const [anonymous] = await results(connect(), DATASET, restricted);
    expect(anonymous).toMatchObject({ data: { dataset: null } });
    const [own] = await results(connect({ [name]: 'Apikey demo-key' }), DATASET, restricted);
    expect(own).toMatchObject({ data: { dataset: { datasetId: RESTRICTED } } });
    expect(graph.upstreamCalls().at(-1)?.authorization).toBe('Apikey demo-key');
  });

  test('is the header of a program, and not that of a page, which its browser adds unasked', async () => {
    const ask = async (headers: Record<string, string>) => {
      const { first } = await subscribe(await open(headers), DATASET, restricted);
      return first;
    };
    const authorization = 'Apikey demo-key';
    expect(await ask({ authorization })).toMatchObject({
      payload: { data: { dataset: { datasetId: RESTRICTED } } },
    });
    expect(await ask({ authorization, origin: 'https://elsewhere.example' })).toMatchObject({
      payload: { data: { dataset: null } },
    });
  });
});

describe('what is wrong', () => {
  test('with the operation is an error of it, and the connection goes on', async () => {
    const client = connect();
    await expect(results(client, '{ nope }')).rejects.toMatchObject([
      { message: expect.stringContaining('nope'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    await expect(results(client, '{')).rejects.toMatchObject([
      { extensions: { code: 'GRAPHQL_PARSE_FAILED' } },
    ]);
    const tooMuch = Array.from(
      { length: 51 },
      (_, i) => `d${i}: dataset(datasetId: "${i}") { records { totalCount } }`,
    );
    await expect(results(client, `{ ${tooMuch.join(' ')} }`)).rejects.toMatchObject([
      { extensions: { code: 'OPERATION_TOO_EXPENSIVE' } },
    ]);
    expect(await results(client, DATASET, { id: CITIES })).toMatchObject([
      { data: { dataset: { datasetId: CITIES } } },
    ]);
  });

  test('with one field is an error beside the data', async () => {
    const [answer] = await results(
      connect(),
      `{ good: dataset(datasetId: "${CITIES}") { datasetId } node(id: "bad") { id } }`,
    );
    expect(answer).toMatchObject({
      data: { good: { datasetId: CITIES }, node: null },
      errors: [
        { path: ['node'], locations: [{ line: 1 }], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
      ],
    });
  });

  test('with a message closes the connection: one too large, one of no form, one before its time', async () => {
    const close = async (message: string) => {
      const socket = await open();
      socket.send(message);
      const [code] = await once(socket, 'close');
      return code;
    };
    expect(await close('x'.repeat(1024 * 1024 + 1))).toBe(1009);
    expect(await close('no JSON')).toBe(4400);
    const subscribe = { id: '1', type: 'subscribe', payload: { query: '{ __typename }' } };
    expect(await close(JSON.stringify(subscribe))).toBe(4401);
    expect(await results(connect(), '{ __typename }')).toEqual([
      { data: { __typename: 'Query' }, extensions: expect.anything() },
    ]);
  });

  test('with the address is a 404', async () => {
    const socket = new WebSocket(url.replace('/graphql', '/elsewhere'), 'graphql-transport-ws');
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('404');
  });

  test('is a hundred operations at once on one connection', async () => {
    const client = connect();
    const query = `subscription { recordsPushed(datasetId: "${SENSORS}") { at } }`;
    const running = Array.from({ length: 100 }, () => client.iterate<Result>({ query }));
    for (const one of running) void one.next();
    await vi.waitUntil(() => graph.subscribers === 100);
    await expect(results(client, query)).rejects.toMatchObject([
      { extensions: { code: 'TOO_MANY_OPERATIONS' } },
    ]);
    for (const one of running) await one.return?.();
    await vi.waitUntil(() => graph.subscribers === 0);
  });
});

test('a server that stops says so, and waits for no subscriber', async () => {
  const other = await startGraph(inject('portalUrl'));
  const socket = new WebSocket(`${other.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await other.close();
  expect((await closed)[0]).toBe(1001);
});
