/** What connections may take of the server: how many there are, how slowly they ask, how slowly they read. */
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { endlessRecords, type StreamingPortal, startStreamingPortal } from '../portals/streaming-portal.ts';
import { head, openSocket, type RawSocket } from '../support/raw-socket.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';

const HOST = 'Host: localhost';
const JSON_TYPE = 'Content-Type: application/json';

let server: ServerProgram;
let portal: StreamingPortal;
const clients: RawSocket[] = [];

beforeAll(async () => {
  portal = await startStreamingPortal();
  server = await startServerProgram({
    ODS_URL: portal.url,
    MAX_CONNECTIONS: '50',
    HEADERS_TIMEOUT: '2',
    REQUEST_TIMEOUT: '4',
    IDLE_TIMEOUT: '2',
    MAX_DOWNLOADS_PER_CALLER: '60',
  });
});
afterEach(() => {
  for (const client of clients.splice(0)) client.reset();
});
afterAll(async () => {
  server.child.kill('SIGKILL');
  await portal.close();
});

async function open({ url } = server): Promise<RawSocket> {
  const client = await openSocket(url);
  clients.push(client);
  return client;
}

/** On a connection of its own: one that `fetch` keeps may be the longest silent. */
async function isHealthy(asked = server): Promise<boolean> {
  const client = await open(asked);
  client.write(head('GET /health HTTP/1.1', HOST, 'Connection: close'));
  return (await client.closed()).includes('{"status":"ok"}');
}

/** Writes a piece of an endless request again and again, and gives what came back when the server had enough. */
async function dripped(client: RawSocket, piece: string): Promise<{ answer: string; seconds: number }> {
  const began = performance.now();
  const drip = setInterval(() => client.write(piece), 100);
  const answer = await client.closed();
  clearInterval(drip);
  return { answer, seconds: (performance.now() - began) / 1000 };
}

describe('a request that comes slowly', () => {
  test('ends with its headers, at HEADERS_TIMEOUT', async () => {
    const client = await open();
    client.write('GET /health HTTP/1.1\r\n');
    const { answer, seconds } = await dripped(client, 'X-A: b\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*HEADERS_TIMEOUT/s);
    expect(seconds).toBeLessThan(6);
  });

  test.each([
    ['with a length', 'Content-Length: 100000', ' '],
    ['in chunks', 'Transfer-Encoding: chunked', '1\r\n \r\n'],
  ])('ends with its body %s, at REQUEST_TIMEOUT', async (_, header, piece) => {
    const client = await open();
    client.write(head('POST /graphql HTTP/1.1', HOST, JSON_TYPE, header));
    const { answer, seconds } = await dripped(client, piece);
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*REQUEST_TIMEOUT/s);
    expect(seconds).toBeLessThan(9);
  });

  test('ends if nothing of it comes at all', async () => {
    const client = await open();
    expect(await client.closed()).toMatch(/^(?:HTTP\/1\.1 408 .*)?$/s);
  });

  test('takes no more headers than there is room for', async () => {
    const long = await open();
    long.write(head('GET /health HTTP/1.1', HOST, `X-Long: ${'x'.repeat(20_000)}`));
    expect(await long.closed()).toMatch(/^HTTP\/1\.1 431 /);
    const many = await open();
    many.write(head('GET /health HTTP/1.1', HOST, ...Array.from({ length: 300 }, () => 'A: b')));
    expect(await many.closed()).toMatch(/^HTTP\/1\.1 431 .*at most 200 headers/s);
  });

  test.each([
    'nonsense\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    `${'\0'.repeat(100)}\r\n`,
    'GET / HTTP/1.1\r\n\r\n',
  ])('is refused if it is no HTTP: %j', async (text) => {
    const client = await open();
    client.write(text);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('an answer', () => {
  test('that nobody reads is given up after IDLE_TIMEOUT', async () => {
    let state: ReturnType<typeof endlessRecords> | undefined;
    portal.answer = (_, response) => {
      state = endlessRecords(response);
    };
    const client = await open();
    client.write(head('GET /export/endless.json HTTP/1.1', HOST));
    await client.receives(/endless/);
    client.socket.pause();
    const began = performance.now();
    await expect.poll(() => state?.isClosed, { timeout: 15_000 }).toBe(true);
    expect(performance.now() - began).toBeGreaterThan(1500);
  });

  test('that is read slowly is sent to its end', async () => {
    portal.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`[${'x'.repeat(30_000_000)}]`);
    };
    const client = await open();
    client.write(head('GET /export/endless.json HTTP/1.1', HOST, 'Connection: close'));
    await client.receives(/\[x/);
    // Half a megabyte in each half second: it takes three times as long as nobody may wait for nothing.
    for (let pause = 0; pause < 12; pause += 1) {
      const read = client.received().length;
      client.socket.resume();
      await expect.poll(() => client.received().length, { interval: 1 }).toBeGreaterThan(read + 500_000);
      client.socket.pause();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    client.socket.resume();
    expect((await client.closed()).length).toBeGreaterThan(30_000_000);
  });

  test('that the portal makes slowly is waited for', async () => {
    portal.answer = (_, response) => {
      setTimeout(() => response.end('[]'), 5000);
    };
    expect(await (await fetch(`${server.url}/export/endless.json`)).text()).toBe('[]');
  });
});

describe('connections', () => {
  test('beyond MAX_CONNECTIONS take the place of the longest silent ones', async () => {
    // A server of its own, on which silence alone ends no connection within this test.
    const patient = await startServerProgram({
      ODS_URL: portal.url,
      MAX_CONNECTIONS: '50',
      HEADERS_TIMEOUT: '60',
    });
    onTestFinished(() => void patient.child.kill('SIGKILL'));
    const first: RawSocket[] = [];
    for (let opened = 0; opened < 11; opened += 1) first.push(await open(patient));
    const later = await Promise.all(Array.from({ length: 49 }, () => open(patient)));
    expect(await isHealthy(patient)).toBe(true);
    await Promise.all(first.map((client) => client.closed()));
    expect(later.some(({ socket }) => socket.destroyed)).toBe(false);
  });

  test('that are all busy are left alone, and one more is closed at once', async () => {
    portal.answer = (_, response) => void response.writeHead(200).flushHeaders();
    const busy = await Promise.all(Array.from({ length: 50 }, () => open()));
    for (const client of busy) client.write(head('GET /export/endless.json HTTP/1.1', HOST));
    await Promise.all(busy.map((client) => client.receives(/HTTP/)));
    const more = await open();
    more.write(head('GET /health HTTP/1.1', HOST));
    expect(await more.closed()).toBe('');
    expect(busy.every(({ socket }) => !socket.destroyed)).toBe(true);
    for (const client of busy) client.reset();
    await expect.poll(() => isHealthy()).toBe(true);
  });
});
