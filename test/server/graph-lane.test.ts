/** Which requests the lane takes from `node:http`, and how clients that err or leave fare over each carrier. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assemble } from '../../src/assembly.ts';
import { createLogger } from '../../src/execution/logger.ts';
import { createServer, type GraphServer } from '../../src/index.ts';
import { configOf, portalAt } from '../../src/options.ts';
import { createApp } from '../../src/server/app.ts';
import { type HttpServer, startHttpServer } from '../../src/server/http-server.ts';
import { requestListener } from '../../src/server/request-listener.ts';
import { type KeyedPortal, startKeyedPortal } from '../portals/keyed-portal.ts';
import { carriedBy } from '../support/carrier.ts';
import { head, openSocket, type RawSocket } from '../support/raw-socket.ts';
import { type Sending, send } from '../support/send.ts';

const logger = createLogger('silent');
const CARRIERS = ['node:http', 'fetch'] as const;
const LISTENING = { port: 0, host: '127.0.0.1', logger, shutdownGrace: 1 };

const DATASET = '{ dataset(datasetId: "d") { datasetId title } }';
const DEFERRED = '{ dataset(datasetId: "d") { datasetId ... @defer { title } } }';
const SUBSCRIPTION = 'subscription { recordsPushed(datasetId: "d") { at } }';
const MUTATION =
  'mutation { pushRecords(input: { datasetId: "d", resourceId: "r", pushKey: "k", records: [{}] }) { __typename } }';
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const asked = (query: string, parameters: Record<string, string> = {}) =>
  `/graphql?${new URLSearchParams({ query, ...parameters })}`;
const accepting = (accept: string): Sending => ({ headers: { accept } });

let portal: KeyedPortal;
beforeAll(async () => {
  portal = await startKeyedPortal();
});
afterAll(() => portal.close());

describe('the lane', () => {
  let server: HttpServer;
  let end: () => Promise<void>;
  /** The requests that it left to Yoga. */
  const passedOn: string[] = [];

  beforeAll(async () => {
    const config = configOf({ odsUrl: portal.url });
    const assembly = assemble(config, portalAt(config), logger);
    const app = createApp({
      ...assembly,
      maxBodyMb: config.MAX_BODY_MB,
      maxBufferedMb: config.MAX_BUFFERED_MB,
      corsOrigins: undefined,
      publicUrl: undefined,
      page: undefined,
      graphiql: undefined,
    });
    const fetch = (request: Request, env: object) => {
      passedOn.push(`${request.method} ${new URL(request.url).pathname}`);
      return app.fetch(request, env);
    };
    const listener = requestListener(fetch, app.lane, assembly.requests);
    server = await startHttpServer({ ...app, listener }, LISTENING);
    end = async () => {
      assembly.endSubscriptions();
      await server.close();
      await assembly.close();
    };
  });
  afterAll(() => end());
  beforeEach(() => void passedOn.splice(0));

  const json = { json: { query: DATASET } };

  test.each<[string, string, Sending]>([
    ['a POST', '/graphql', json],
    ['a POST with parameters', '/graphql?documentId=', json],
    ['a GET', asked(DATASET), {}],
    ['a GET without an operation', '/graphql', {}],
    ['a GET of a mutation', asked(MUTATION), {}],
    [
      'a client that takes either type of JSON',
      asked(DATASET),
      accepting('application/graphql-response+json, */*;q=0.1'),
    ],
    ['a client that takes HTML as well', asked(DATASET), accepting('application/json, text/html')],
    ['a browser that posts', '/graphql', { ...json, headers: { accept: BROWSER } }],
    ['a body that is no JSON', '/graphql', { body: '{', headers: { 'content-type': 'application/json' } }],
    ['a body of another type', '/graphql', { body: 'query={a}' }],
  ])('answers %s', async (_, path, sending) => {
    const { status, answer } = await send(`${server.url}${path}`, sending);
    expect(status).toBeGreaterThanOrEqual(200);
    expect(answer.data ?? answer.errors).toBeDefined();
    expect(passedOn).toEqual([]);
  });

  test.each<[string, string, Sending, number]>([
    ['a browser that opens the graph', '/graphql', accepting(BROWSER), 400],
    ['HEAD', asked(DATASET), { method: 'HEAD' }, 405],
    ['OPTIONS', '/graphql', { method: 'OPTIONS' }, 204],
    ['PUT', '/graphql', { ...json, method: 'PUT' }, 405],
    ['a client that takes events only', asked(DATASET), accepting('text/event-stream'), 200],
    ['a client that takes parts only', asked(DATASET), accepting('multipart/mixed'), 200],
    ['a client that takes none of it', asked(DATASET), accepting('image/png'), 406],
    ['an answer in parts', asked(DEFERRED), accepting('multipart/mixed, application/json'), 200],
    ['health', '/health', {}, 200],
    ['what is not there', '/nothing', {}, 404],
    ['what begins like the graph', '/graphqlx', {}, 404],
    ['what is below the graph', '/graphql/', {}, 404],
  ])('leaves %s to Yoga', async (_, path, sending, status) => {
    expect((await send(`${server.url}${path}`, sending)).status).toBe(status);
    expect(passedOn).toHaveLength(1);
  });

  test('leaves a subscription to Yoga, which is executed once', async () => {
    const leaving = new AbortController();
    const events = await fetch(`${server.url}${asked(SUBSCRIPTION)}`, {
      headers: { accept: 'application/json, text/event-stream' },
      signal: leaving.signal,
    });
    expect(events.headers.get('content-type')).toMatch(/^text\/event-stream/);
    leaving.abort();
    expect(passedOn).toEqual(['GET /graphql']);
  });

  test('executes an answer in parts once, although Yoga writes it', async () => {
    const before = portal.received.length;
    const query = DEFERRED.replace('"d"', '"parts"');
    const { text } = await send(
      `${server.url}${asked(query)}`,
      accepting('application/json, multipart/mixed'),
    );
    expect(text).toContain('"hasNext":false');
    expect(passedOn).toEqual(['GET /graphql']);
    expect(portal.received.length - before).toBe(1);
  });
});

describe.each(CARRIERS)('over %s', (carrier) => {
  let graph: GraphServer;
  let server: HttpServer;
  const clients: RawSocket[] = [];

  beforeAll(async () => {
    graph = createServer({ odsUrl: portal.url, logLevel: 'silent' });
    server = await startHttpServer(carriedBy(carrier, graph), LISTENING);
  });
  afterAll(async () => {
    await server.close();
    await graph.close({ grace: 1 });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.reset();
    portal.gate = undefined;
  });

  async function open(): Promise<RawSocket> {
    const client = await openSocket(server.url);
    clients.push(client);
    return client;
  }

  const post = (body: string, ...more: string[]) =>
    head(
      'POST /graphql HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...more,
    ) + body;
  const lookUp = (datasetId: string) => `{ dataset(datasetId: "${datasetId}") { title } }`;

  test.each<[string, (query: string) => string]>([
    ['POST', (query) => post(JSON.stringify({ query }))],
    ['GET', (query) => head(`GET ${asked(query)} HTTP/1.1`, 'Host: localhost')],
  ])('a client that leaves early takes its call to the portal with it: %s', async (method, write) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    portal.gate = promise;
    const [left, received] = [portal.left, portal.received.length];
    const client = await open();
    client.write(write(lookUp(`left-by-${method}`)));
    await expect.poll(() => portal.received.length).toBe(received + 1);
    client.reset();
    await expect.poll(() => portal.left).toBe(left + 1);
    resolve();
    expect((await send(`${server.url}${asked(DATASET)}`)).status).toBe(200);
  });

  test('a body that breaks off is refused, and nothing else suffers', async () => {
    const client = await open();
    client.write(post('{"query":').replace('Content-Length: 9', 'Content-Length: 1000'));
    client.socket.end();
    expect(await client.closed()).toMatch(/^(HTTP\/1\.1 400 |$)/);
    expect((await send(`${server.url}${asked(DATASET)}`)).status).toBe(200);
  });

  test.each<[string, string, number]>([
    ['a body that is no JSON', post('{"query":'), 400],
    ['a body of another type', post('{}').replace('application/json', 'text/plain'), 415],
    ['an operation that is none', post('{"query":"{"}', 'Accept: application/graphql-response+json'), 400],
    ['a page that may not ask', post('{}', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'), 403],
  ])('the connection is good for another request after %s', async (_, wrong, status) => {
    const client = await open();
    client.write(wrong);
    await client.receives(new RegExp(`^HTTP/1\\.1 ${status} .*\\r\\n\\r\\n\\{.*\\}`, 's'));
    client.write(post(JSON.stringify({ query: '{ __typename }' }), 'Connection: close'));
    expect(await client.closed()).toMatch(/HTTP\/1\.1 200 .*"data":\{"__typename":"Query"\}/s);
  });

  test('a long answer that is kept is whole for each that asks, also for two in a line on one connection', async () => {
    const query = `{ ${Array.from({ length: 200 }, (_, n) => `a${n}: dataset(datasetId: "long") { datasetId title }`)} }`;
    const first = await send(`${server.url}/graphql`, { json: { query } });
    const data = JSON.stringify(first.answer.data);
    expect(first.status).toBe(200);
    expect(data.length).toBeGreaterThan(5000);
    const client = await open();
    const ask = JSON.stringify({ query });
    client.write(post(ask) + post(ask, 'Connection: close'));
    const [, one = '', two = ''] = (await client.closed()).split('HTTP/1.1 200 OK\r\n');
    for (const answer of [one, two]) {
      const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
      expect(/content-length: (\d+)/i.exec(answer)?.[1]).toBe(String(body.length));
      expect(body.startsWith(`{"data":${data},"extensions":`)).toBe(true);
      expect(JSON.parse(body).extensions.upstream).toMatchObject({ calls: 0 });
    }
  });
});
