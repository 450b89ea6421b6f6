/** What holds at the front door of the program as it ships: it is always well, and keeps secrets. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { head, openSocket } from '../support/raw-socket.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';

let server: ServerProgram;

beforeAll(async () => {
  server = await startServerProgram({
    ODS_URL: inject('portalUrl'),
    LOG_LEVEL: 'trace',
    EXPLAIN: 'on',
    // More calls than there is room for in Server-Timing, however short the times are.
    MAX_CALLS_PER_OPERATION: '100',
  });
  // Its longest work so far was to start.
  await server.state();
});
afterAll(() => void server.child.kill('SIGKILL'));

const HOST = 'Host: localhost';

/** Asks ten times, on connections of their own, while the server is busy with something. */
async function staysHealthy(): Promise<void> {
  for (let count = 0; count < 10; count += 1) {
    const client = await openSocket(server.url);
    client.write(head('GET /health HTTP/1.1', HOST, 'Connection: close'));
    expect(await client.closed()).toContain('{"status":"ok"}');
  }
  // As long as that, and the machine's other work, an answer may take: a test cannot see to the latter.
  expect((await server.state()).longestWork).toBeLessThan(1000);
}

describe('a credential that no header may carry', () => {
  const SECRETS = [
    'Apikey secret-1\n',
    'Apikey secret-2\0',
    'Apikey secret-3 日本',
    'Apikey\rsecret-4',
    'secret-5\u{1f600}',
  ];

  test.each(SECRETS)('is refused over WebSocket: %j', async (authorization) => {
    const socket = new WebSocket(`${server.url}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const messages: string[] = [];
    socket.on('message', (data) => messages.push(String(data)));
    socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: authorization } }));
    await vi.waitUntil(() => messages.length === 1);
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ portal { name } }' } }));
    await vi.waitUntil(() => messages.length === 2);
    expect(JSON.parse(messages[1] ?? '')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    socket.terminate();
  });

  test('is refused over HTTP', async () => {
    for (const path of ['/graphql?query={datasets{totalCount}}', '/export/earthquakes.csv']) {
      const client = await openSocket(server.url);
      client.write(
        Buffer.from(
          head(`GET ${path} HTTP/1.1`, HOST, 'Connection: close', 'Authorization: Apikey secret-\xe9'),
          'latin1',
        ),
      );
      expect(await client.closed()).toContain('"code":"UNAUTHENTICATED"');
    }
  });
});

test('Server-Timing is bounded, however many calls were made', async () => {
  const fields = Array.from(
    { length: 80 },
    (_, n) => `a${n}: records(first: 0, filter: { search: "${'x'.repeat(150)}${n}" }) { totalCount }`,
  );
  const query = `{ dataset(datasetId: "country-flags") { ${fields.join(' ')} } }`;
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-explain': '1' },
    body: JSON.stringify({ query }),
  });
  const timing = response.headers.get('server-timing') ?? '';
  expect(timing).toMatch(/^upstream-0;.*, more;desc="\d+ more"$/);
  expect(timing.length).toBeLessThan(4100);
});

describe('/health', () => {
  test('answers within a second while bodies, silent connections and downloads are about', async () => {
    const clients = await Promise.all(Array.from({ length: 300 }, () => openSocket(server.url)));
    for (const [index, client] of clients.entries()) {
      if (index % 3 === 0) client.write(head('GET /export/geonames-cities-1000.json HTTP/1.1', HOST));
      if (index % 3 === 1) {
        client.write(
          head('POST /graphql HTTP/1.1', HOST, 'Content-Type: application/json', 'Content-Length: 9999999'),
        );
        client.write(' '.repeat(100_000));
      }
      client.socket.pause();
    }
    await staysHealthy();
    for (const client of clients) client.reset();
  });

  test('answers within a second while large bodies are read and parsed', async () => {
    const body = `{"query":"{ portal { name } }","variables":{"v":[${'{},'.repeat(240_000)}{}]}}`;
    const asked = Promise.allSettled(
      Array.from({ length: 8 }, () =>
        fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        }),
      ),
    );
    await staysHealthy();
    // The others come while there is no memory for them: they are told so, or find the connection closed.
    const answered = (await asked).filter((one) => one.status === 'fulfilled');
    expect(answered.map(({ value }) => value.status)).toContain(200);
  });
});

test('none of the secrets was said, on any of its outputs', async () => {
  server.stop();
  const { code, output, errors } = await server.ended();
  expect([code, errors]).toEqual([0, '']);
  expect(output).toContain('"msg":"operation"');
  expect(output).not.toContain('secret-');
});
