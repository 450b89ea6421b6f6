/** A server that is told to stop ends, whatever holds on to it; and it ends at once if nothing does. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type MisbehavingPortal, startMisbehavingPortal } from '../portals/misbehaving-portal.ts';
import { Server } from '../support/hostile.ts';
import { head, openMany, openSocket } from '../support/raw-http.ts';
import { send } from '../support/send.ts';

/** Seconds that what is under way has. */
const GRACE = 2;
/** Milliseconds for all that is no waiting. */
const SLACK = 3000;

let portal: MisbehavingPortal;
beforeAll(async () => {
  portal = await startMisbehavingPortal();
  portal.answer = (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (request.url?.includes('silent')) return;
    const timer = setInterval(() => response.write('[ '), 50);
    response.on('close', () => clearInterval(timer));
  };
});
afterAll(() => portal.close());

const HOST = 'Host: localhost';
const PUSHED = 'subscription { recordsPushed(datasetId: "good") { at } }';
const SSE = 'Accept: text/event-stream';
const get = (query: string, ...headers: string[]) =>
  head(`GET /graphql?query=${encodeURIComponent(query)}`, HOST, ...headers);
const socketOf = (url: string) =>
  new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');

/** What holds on to the server, and whether it may have the grace for it. */
const HOLDS: [string, (url: string) => Promise<unknown>, number][] = [
  ['nothing', () => Promise.resolve(), 0],
  ['silent connections', (url) => openMany(url, 50, ''), 0],
  [
    'connections that are kept alive',
    async (url) => {
      for (const socket of await openMany(url, 20, head('GET /health', HOST))) await once(socket, 'data');
    },
    0,
  ],
  ['halves of requests', (url) => openMany(url, 20, `GET /health HTTP/1.1\r\n${HOST}\r\n`), GRACE],
  [
    'halves of bodies',
    (url) =>
      openMany(
        url,
        20,
        `${head('POST /graphql', HOST, 'Content-Type: application/json', 'Content-Length: 1000')}{"q`,
      ),
    GRACE,
  ],
  [
    'downloads that nobody reads',
    async (url) => {
      for (const socket of await openMany(url, 10, head('GET /export/endless.json', HOST))) {
        await once(socket, 'data');
        socket.pause();
      }
    },
    GRACE,
  ],
  ['a portal that trickles', (url) => openMany(url, 5, get('{ datasets { totalCount } }')), GRACE],
  [
    'a portal that is silent',
    (url) => openMany(url, 5, get('{ datasets(filter: { q: "silent" }) { totalCount } }')),
    GRACE,
  ],
  [
    'a subscription',
    async (url) => {
      for (const socket of await openMany(url, 5, get(PUSHED, SSE))) await once(socket, 'data');
    },
    0,
  ],
  [
    'subscriptions that were left before they began',
    async (url) => {
      for (let round = 0; round < 5; round += 1) {
        for (const socket of await openMany(url, 50, get(PUSHED, SSE))) socket.resetAndDestroy();
      }
      // They have been heard of when this is answered.
      await send(`${url}/health`);
    },
    0,
  ],
  [
    'a download as a subscription that nobody reads',
    async (url) => {
      for (const socket of await openMany(
        url,
        5,
        get('subscription { downloadRecords(datasetId: "good") { records { fields } } }', SSE),
      ))
        socket.pause();
    },
    GRACE,
  ],
  [
    'WebSockets',
    async (url) => {
      for (let n = 0; n < 10; n += 1) {
        const socket = socketOf(url);
        await once(socket, 'open');
        if (n % 2) socket.send('{"type":"connection_init"}');
      }
    },
    0,
  ],
  [
    'a WebSocket that answers nothing more',
    async (url) => {
      const socket = await openSocket(url);
      socket.write(
        head(
          'GET /graphql',
          HOST,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Protocol: graphql-transport-ws',
        ),
      );
      await once(socket, 'data');
      socket.pause();
    },
    GRACE,
  ],
];

// Most of it is waiting for the grace to be over.
test.concurrent.each(HOLDS)('it ends although there is: %s', async (_, hold, grace) => {
  const server = await Server.start({
    ODS_URL: portal.url,
    SHUTDOWN_GRACE: String(GRACE),
    LOG_LEVEL: 'silent',
  });
  const killer = setTimeout(() => server.kill(), GRACE * 1000 + SLACK + 4000);
  try {
    await hold(server.url);
    const { code, milliseconds } = await server.stop();
    expect([code, server.errors]).toEqual([0, '']);
    expect(milliseconds).toBeLessThan(grace * 1000 + SLACK);
  } finally {
    clearTimeout(killer);
    server.kill();
  }
});

test('what is under way is finished, and answered', async () => {
  const server = await Server.start({ ODS_URL: portal.url, LOG_LEVEL: 'silent' });
  let answer = () => {};
  const before = portal.answer;
  try {
    portal.answer = (_, response) => {
      answer = () =>
        void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"nhits": 7, "datasets": []}');
    };
    portal.requests.splice(0);
    const reply = send(`${server.url}/graphql`, { json: { query: '{ datasets { totalCount } }' } });
    while (portal.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const stopped = server.stop();
    // It listens no more.
    while (
      await send(`${server.url}/health`).then(
        () => true,
        () => false,
      )
    )
      await new Promise((resolve) => setTimeout(resolve, 10));
    answer();
    expect((await reply).answer.data).toEqual({ datasets: { totalCount: 7 } });
    expect((await stopped).code).toBe(0);
  } finally {
    portal.answer = before;
    server.kill();
  }
});
