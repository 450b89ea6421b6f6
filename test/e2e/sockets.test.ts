/** Connections that break at every stage of every route: the program that ships goes on, and says nothing of it. */
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { head, openSocket } from '../support/raw-socket.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';

let server: ServerProgram;

beforeAll(async () => {
  server = await startServerProgram({ ODS_URL: inject('portalUrl') });
});
afterAll(() => void server.child.kill('SIGKILL'));

const HOST = 'Host: localhost';
const post = (query: string, ...lines: string[]) => {
  const body = JSON.stringify({ query });
  const length = `Content-Length: ${body.length}`;
  return `${head('POST /graphql HTTP/1.1', HOST, 'Content-Type: application/json', length, ...lines)}${body}`;
};
const get = (path: string, ...lines: string[]) => head(`GET ${path} HTTP/1.1`, HOST, ...lines);
const upgrade = (path: string) =>
  get(
    path,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
  );

const SUBSCRIPTION = 'subscription { recordsPushed(datasetId: "earthquakes") { at } }';
const DOWNLOAD = 'subscription { downloadRecords(datasetId: "geonames-cities-1000") { received } }';
const DEFER = '{ datasets(first: 100) { nodes { datasetId ... @defer { description } } } }';
const SSE = 'Accept: text/event-stream';

/** What is written before the connection breaks, and what is waited for before that. */
const STAGES: [string, string, RegExp?][] = [
  ['nothing', ''],
  ['half a head', 'GET /health HTTP/1.1\r\nHo'],
  ['no HTTP', '\x16\x03\x01\x02\x00\x01'],
  ['a body that begins', post('{ portal { name } }').slice(0, -5)],
  ['a chunk that begins', `${get('/graphql', 'Transfer-Encoding: chunked').replace('GET', 'POST')}ff\r\nab`],
  ['a query', post('{ datasets { totalCount } }')],
  ['a query and its answer', post('{ datasets { totalCount } }'), /totalCount/],
  ['an answer in parts', post(DEFER, 'Accept: multipart/mixed'), /hasNext/],
  ['a subscription', post(SUBSCRIPTION, SSE)],
  ['a subscription that began', post(SUBSCRIPTION, SSE), /\n:/],
  ['a stream of records', post(DOWNLOAD, SSE)],
  ['a stream of records that began', post(DOWNLOAD, SSE), /event: next/],
  ...['/', '/graphql', '/health', '/nowhere', '/media/earthquakes/files/none', '/export/nowhere.csv'].flatMap(
    (path): [string, string, RegExp?][] => [
      [`GET ${path}`, get(path, 'Accept: text/html')],
      [`GET ${path} and its head`, get(path, 'Accept: text/html'), /HTTP\/1.1/],
      [`a WebSocket at ${path}`, upgrade(path)],
      [`a WebSocket at ${path} that is answered`, upgrade(path), /HTTP\/1.1/],
      [`a WebSocket at ${path} with bytes behind it`, `${upgrade(path)}\x81\xff\xff\xff`],
    ],
  ),
  ['an export', get('/export/geonames-cities-1000.csv')],
  ['an export in the middle', get('/export/geonames-cities-1000.csv'), /geonameid/i],
  ['many requests at a time', get('/export/earthquakes.csv').repeat(20), /HTTP\/1.1/],
];

describe.each([
  ['reset', false],
  ['half closed, and then reset', true],
])('a connection that is %s', (_, isHalfClosed) => {
  test.each(STAGES)('after %s harms nobody', async (__, request, pattern) => {
    // Several: some errors need a reset to meet a write.
    await Promise.all(
      Array.from({ length: 5 }, async (___, count) => {
        const client = await openSocket(server.url);
        client.write(Buffer.from(request, 'latin1'));
        if (pattern) await client.receives(pattern);
        else if (count > 2) await new Promise((resolve) => setImmediate(resolve));
        if (isHalfClosed) client.socket.end();
        client.reset();
      }),
    );
    const response = await fetch(`${server.url}/graphql?query={portal{name}}`);
    expect(response.status).toBe(200);
    expect(server.child.exitCode).toBeNull();
  });
});

test('none of that was worth a line on its standard error, and it ends when it is told to', async () => {
  server.stop();
  const { code, errors } = await server.ended();
  expect([code, errors]).toEqual([0, '']);
});

describe('an upgrade that is no WebSocket', () => {
  const H2C = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];

  test('is ignored: the request is answered in HTTP/1.1, and so is the next on the connection', async () => {
    const other = await startServerProgram({ ODS_URL: inject('portalUrl') });
    const client = await openSocket(other.url);
    client.write(post('{ portal { name } }', ...H2C));
    await client.receives(/^HTTP\/1\.1 200 OK[\s\S]*"name":/);
    client.write(post('{ again: portal { name } }', ...H2C));
    await client.receives(/"again":/);
    client.write(get('/health', 'Connection: Upgrade', 'Upgrade: TLS/1.0'));
    await client.receives(/\{"status":"ok"\}/);
    client.write(get('/health', 'Connection: Upgrade', 'Upgrade: websocket'));
    await vi.waitFor(() => expect(client.received().match(/"status":"ok"/g)).toHaveLength(2));
    client.reset();
    other.child.kill('SIGKILL');
  });
});
