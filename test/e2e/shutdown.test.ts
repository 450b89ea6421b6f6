/** The end of the program: it finishes what is under way, waits for nobody beyond its grace, and ends with 0. */
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createServer } from '../../src/index.ts';
import { startTricklingPortal, type TricklingPortal } from '../portals/trickling-portal.ts';
import { head, openSocket, type RawSocket } from '../support/raw-socket.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';

const HOST = 'Host: localhost';
const EXPORT = head('GET /export/geonames-cities-1000.json HTTP/1.1', HOST);
const SUBSCRIPTION = 'subscription { recordsPushed(datasetId: "earthquakes") { at } }';

let server: ServerProgram | undefined;
let portal: TricklingPortal | undefined;
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await portal?.close();
  portal = undefined;
});

async function start(grace: string, odsUrl = inject('portalUrl')): Promise<ServerProgram> {
  server = await startServerProgram({ ODS_URL: odsUrl, SHUTDOWN_GRACE: grace });
  return server;
}

/** Tells it to stop; gives how it ended, and after how many seconds. */
async function stopped(program: ServerProgram) {
  const began = performance.now();
  program.stop();
  const { code, errors } = await program.ended();
  return { code, errors, seconds: (performance.now() - began) / 1000 };
}

const post = (query: string, length?: number, ...lines: string[]) => {
  const body = JSON.stringify({ query });
  const type = 'Content-Type: application/json';
  return `${head('POST /graphql HTTP/1.1', HOST, type, `Content-Length: ${length ?? body.length}`, ...lines)}${body}`;
};

describe('SIGTERM', () => {
  test('does not wait for connections that ask nothing', async () => {
    const program = await start('30');
    const silent = await openSocket(program.url);
    const keptAlive = await openSocket(program.url);
    keptAlive.write(head('GET /health HTTP/1.1', HOST));
    await keptAlive.receives(/ok/);
    const { code, errors, seconds } = await stopped(program);
    expect([code, errors]).toEqual([0, '']);
    expect(seconds).toBeLessThan(15);
    await Promise.all([silent.closed(), keptAlive.closed()]);
  });

  const held: [string, (url: string) => Promise<RawSocket | WebSocket>][] = [
    [
      'half a head',
      async (url) => {
        const client = await openSocket(url);
        client.write('GET /health HTTP/1.1\r\n');
        return client;
      },
    ],
    [
      'half a body',
      async (url) => {
        const client = await openSocket(url);
        client.write(post('{ portal { name } }', 1000));
        return client;
      },
    ],
    [
      'a download that nobody reads',
      async (url) => {
        const client = await openSocket(url);
        client.write(EXPORT);
        await client.receives(/geonameid/);
        client.socket.pause();
        return client;
      },
    ],
    [
      'a WebSocket that does not answer',
      async (url) => {
        const client = new WebSocket(`${url}/graphql`, 'graphql-transport-ws');
        await new Promise((resolve) => client.once('open', resolve));
        client.pause();
        return client;
      },
    ],
  ];

  test.each(held)('waits for %s until the grace is over, and then closes it', async (_, hold) => {
    const program = await start('2');
    const client = await hold(program.url);
    // What was written before has arrived when this is answered.
    await fetch(`${program.url}/health`);
    const { code, errors, seconds } = await stopped(program);
    expect([code, errors]).toEqual([0, '']);
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThan(15);
    if (client instanceof WebSocket) client.terminate();
    else client.reset();
  });

  test('waits for a portal that trickles until the grace is over', async () => {
    portal = await startTricklingPortal();
    const program = await start('2', portal.url);
    const client = await openSocket(program.url);
    client.write(post('{ datasets { totalCount } }'));
    const { count } = portal;
    await vi.waitUntil(() => count() === 1, { timeout: 10_000 });
    const { code, errors, seconds } = await stopped(program);
    expect([code, errors]).toEqual([0, '']);
    expect(seconds).toBeLessThan(15);
    await client.closed();
  });

  test('lets what is under way finish, and tells clients to ask nothing more on that connection', async () => {
    const program = await start('30');
    const client = await openSocket(program.url);
    const request = post('{ datasets { totalCount } }');
    client.write(request.slice(0, -3));
    const download = await fetch(`${program.url}/export/geonames-cities-1000.csv`);
    const ended = stopped(program);
    await vi.waitUntil(() =>
      fetch(`${program.url}/health`).then(
        () => false,
        () => true,
      ),
    );
    client.write(request.slice(-3));
    await client.receives(/\r\nConnection: close\r\n[\s\S]*"totalCount":\d/i);
    expect((await download.text()).trim().split('\n')).toHaveLength(135_234);
    const { code, errors, seconds } = await ended;
    expect([code, errors]).toEqual([0, '']);
    expect(seconds).toBeLessThan(25);
  });
});

describe('a subscriber who leaves before the answer begins', () => {
  test('leaves nothing behind: no timer, no memory, nothing that keeps the program from ending', async () => {
    const program = await start('30');
    const leave = async () => {
      const client = await openSocket(program.url);
      client.write(post(SUBSCRIPTION, undefined, 'Accept: text/event-stream'));
      setImmediate(client.reset);
      await client.closed();
    };
    const many = async (count: number) => {
      for (let left = count; left > 0; left -= 20) await Promise.all(Array.from({ length: 20 }, leave));
      await fetch(`${program.url}/health`);
    };
    const { timers } = await program.state();
    await many(1500);
    const before = program.rss();
    await many(1000);
    await vi.waitFor(async () => expect((await program.state()).timers).toBeLessThan(timers + 10), {
      timeout: 10_000,
    });
    // 50 KB for each of them would be 50 MB.
    expect(program.rss() - before).toBeLessThan(25);
    const { code, seconds } = await stopped(program);
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(15);
  });
});

test('an embedder may give its server a deadline too', async () => {
  portal = await startTricklingPortal();
  const graph = createServer({ odsUrl: portal.url, logLevel: 'silent' });
  const answer = graph.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ datasets { totalCount } }' }),
    }),
  );
  const { count } = portal;
  await vi.waitUntil(() => count() === 1, { timeout: 10_000 });
  await graph.close({ grace: 0.5 });
  expect(await (await answer).json()).toMatchObject({
    errors: [{ extensions: { code: expect.any(String) } }],
  });
});
