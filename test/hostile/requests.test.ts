/** Requests that no client of HTTP sends, connections that break at any moment, and clients that read nothing. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { CARRIER } from '../support/carrier.ts';
import { besiege, codesOf } from '../support/hostile.ts';
import { head, hear, openMany, openSocket, statusOf, talk } from '../support/raw-http.ts';
import { send } from '../support/send.ts';

const siege = besiege();

const KB = 1024;
const HOST = 'Host: localhost';
const JSON_TYPE = 'Content-Type: application/json';
const QUERY = JSON.stringify({ query: '{ portal { name } }' });
const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const EXPORT = '/export/doc-geonames-cities-5000.json';

/** Sends these bytes on a connection of their own: the status of the answer, 0 if the connection is closed without one. */
function statusFor(bytes: string | Buffer): Promise<number> {
  return siege.attack(async ({ url }) => statusOf(await talk(url, bytes, { until: /\r\n\r\n/ })));
}

describe('a connection that is reset', () => {
  const subscription = encodeURIComponent(
    'subscription { recordsPushed(datasetId: "realtime-sensors") { at } }',
  );
  const requests: Record<string, string> = {
    'a query': `${head('POST /graphql', HOST, JSON_TYPE, `Content-Length: ${QUERY.length}`)}${QUERY}`,
    'a subscription': head(`GET /graphql?query=${subscription}`, HOST, 'Accept: text/event-stream'),
    'an incremental answer': head(
      `GET /graphql?query=${encodeURIComponent('{ ... @defer { datasets { totalCount } } portal { name } }')}`,
      HOST,
      'Accept: multipart/mixed',
    ),
    'an export': head(`GET ${EXPORT}`, HOST),
    'a file': head('GET /media/world-countries/attachments/unknown', HOST),
    health: head('GET /health', HOST),
    'the page': head('GET /', HOST, 'Accept: text/html'),
    GraphiQL: head('GET /graphql', HOST, 'Accept: text/html'),
    nothing: head('GET /nothing', HOST),
    'a WebSocket': head('GET /graphql', HOST, ...UPGRADE, 'Sec-WebSocket-Protocol: graphql-transport-ws'),
    'a WebSocket without a protocol': head('GET /graphql', HOST, ...UPGRADE),
    'a WebSocket elsewhere': head('GET /elsewhere', HOST, ...UPGRADE),
    'a WebSocket at no address': head('GET http:///graphql', 'Host: \\', ...UPGRADE),
    'an upgrade to something else': head('GET /graphql', HOST, 'Connection: Upgrade', 'Upgrade: tcp'),
    'a body that is expected': head(
      'POST /graphql',
      HOST,
      JSON_TYPE,
      'Content-Length: 9',
      'Expect: 100-continue',
    ),
  };

  test.each(Object.entries(requests))('at any moment of %s', async (_, request) => {
    await siege.attack(async ({ url }) => {
      const lengths = [0, 1, Math.floor(request.length / 2), request.length - 1, request.length];
      const stages = lengths.flatMap((length) => [`${length}`, `${length}`]);
      await Promise.all(
        stages.map(async (length) => {
          const socket = await openSocket(url);
          socket.write(request.slice(0, Number(length)));
          // The bytes have left: the next that the server hears is the reset.
          await new Promise((resolve) => setImmediate(resolve));
          socket.resetAndDestroy();
        }),
      );
      // And when the answer has begun.
      for (let round = 0; round < 5; round += 1) {
        const socket = await openSocket(url);
        const begun = Promise.race([once(socket, 'data'), once(socket, 'close')]);
        socket.write(request);
        if (!request.includes('Expect:')) await begun;
        socket.resetAndDestroy();
      }
    });
  });

  test('in the middle of many requests on one connection', async () => {
    await siege.attack(async ({ url }) => {
      const socket = await openSocket(url);
      socket.write((requests.health ?? '').repeat(500) + (requests['an export'] ?? '').repeat(20));
      await once(socket, 'data');
      socket.resetAndDestroy();
    });
  });
});

describe('an upgrade that is no WebSocket', () => {
  test.each<[string, string[]]>([
    [
      'h2c, as Java offers it',
      [
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      ],
    ],
    ['several protocols', ['Connection: Upgrade', 'Upgrade: h2c, foo/2']],
    ['TLS', ['Connection: Upgrade', 'Upgrade: TLS/1.2']],
    ['nothing', ['Connection: Upgrade', 'Upgrade: ']],
  ])('is ignored: %s', async (_, headers) => {
    const answers = await siege.attack(async ({ url }) => [
      await talk(url, head('GET /health', HOST, ...headers), { until: /"ok"/ }),
      await talk(
        url,
        `${head('POST /graphql', HOST, JSON_TYPE, `Content-Length: ${QUERY.length}`, ...headers)}${QUERY}`,
        { until: /"data"/ },
      ),
    ]);
    expect(answers.map(statusOf)).toEqual([200, 200]);
    expect(answers[1]).toContain('"data"');
  });

  test('HTTP/2 without being asked is refused', async () => {
    expect([400, 505]).toContain(await statusFor('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0'));
  });
});

describe('a head', () => {
  const padded = (bytes: number) => head('GET /health', HOST, `X-Padding: ${'p'.repeat(bytes)}`);
  test.each<[string, string | Buffer, number[]]>([
    // With `fetch`, it is for the listener of the program that embeds the graph to refuse them.
    [
      'with two Host headers',
      head('GET /health', HOST, 'Host: evil.example'),
      [CARRIER === 'fetch' ? 200 : 400],
    ],
    ['without a Host header', head('GET /health'), [400]],
    ['with a host that is none', head('GET /health', 'Host: a b/<script>'), [400]],
    ['of 64 KB', padded(64 * KB), [431]],
    ['of 10 MB', padded(10 * KB * KB), [431, 0]],
    [
      'with 5,000 headers',
      head('GET /health', HOST, ...Array.from({ length: 5000 }, (_, n) => `X-${n}: 1`)),
      [431, 400],
    ],
    ['with an address of 64 KB', head(`GET /graphql?query=${'x'.repeat(64 * KB)}`, HOST), [431, 414]],
    [
      'with two lengths',
      `${head('POST /graphql', HOST, JSON_TYPE, 'Content-Length: 5', 'Content-Length: 6')}{}`,
      [400],
    ],
    [
      'with a length and chunks',
      `${head('POST /graphql', HOST, JSON_TYPE, 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
      [400],
    ],
    ['with a length below nothing', head('POST /graphql', HOST, JSON_TYPE, 'Content-Length: -1'), [400]],
    [
      'with a length beyond all',
      head('POST /graphql', HOST, JSON_TYPE, 'Content-Length: 99999999999999999999'),
      [0, 400, 413],
    ],
    [
      'with chunks of no size',
      `${head('POST /graphql', HOST, JSON_TYPE, 'Transfer-Encoding: chunked')}zz\r\n`,
      [400],
    ],
    [
      'with a chunk of 2^60 bytes',
      `${head('POST /graphql', HOST, JSON_TYPE, 'Transfer-Encoding: chunked')}fffffffffffffff\r\nx`,
      [400, 413, 0],
    ],
    [
      'with the extension of a chunk of 1 MB',
      `${head('POST /graphql', HOST, JSON_TYPE, 'Transfer-Encoding: chunked')}1;${'e'.repeat(KB * KB)}\r\n{\r\n`,
      [0, 400, 413],
    ],
    ['with a zero byte', head('GET /health\0', HOST), [400]],
    ['with line feeds in a header', head('GET /health', HOST, 'X: a\rb'), [400]],
    ['of an unknown method', head('HACK /graphql', HOST), [400, 404, 405, 501]],
    ['of CONNECT', head('CONNECT evil.example:443', HOST), [400, 404, 405, 0]],
    ['of TRACE', head('TRACE /graphql', HOST), [400, 404, 405, 501]],
    ['of bytes of TLS', Buffer.from('16030100a5010000a10303', 'hex'), [400, 0]],
    ['of random bytes', Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919) % 256)), [400, 0]],
    [
      'with an Authorization of 15 KB',
      head('GET /graphql?query={quota{limit}}', HOST, `Authorization: Apikey ${'k'.repeat(15 * KB)}`),
      [200, 400, 401, 431],
    ],
    [
      'with characters of an Authorization that no header may carry',
      head('GET /graphql?query={datasets{totalCount}}', HOST, 'Authorization: Apikey k\u0001\u007f\u00e9'),
      [200, 400, 401],
    ],
    ['with an absolute address', head('GET http://evil.example/health', 'Host: localhost'), [200, 400, 421]],
    [
      'with a compressed body',
      `${head('POST /graphql', HOST, JSON_TYPE, 'Content-Encoding: gzip', `Content-Length: ${QUERY.length}`)}${QUERY}`,
      [400, 415],
    ],
  ])('%s', async (_, bytes, statuses) => {
    expect(statuses).toContain(await statusFor(bytes));
  });

  test.each([
    '/graphql?query=%',
    '/graphql?query=%ff%fe',
    '/graphql?query={__typename}&variables=%7B',
    '/graphql?query={__typename}&variables=%5B1%5D',
    '/graphql?query={__typename}&extensions=%7B%22persistedQuery%22:1%7D',
    '/graphql?query={__typename}&operationName=%00',
    '/graphql?query=mutation{deletePushedRecord(input:{})}',
    '/graphql?documentId=',
    '/graphql/..%2f..%2fetc%2fpasswd',
    '/%00',
    '//evil.example',
    '/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/package.json',
    '/export/%ff.csv',
    '/export/%E0%A4%A.csv',
    '/export/a%00b.csv',
    '/export/..%2F..%2Fpush.csv',
    '/export/world-countries.csv?ticket=%ff',
    `/export/world-countries.csv?ticket=${'a.'.repeat(4000)}`,
    '/export/world-countries.csv?rows=1e999',
    '/media/%ff/files/a',
    '/media/world-countries/files/%00',
    '/media/world-countries/%E0%A4%A/a',
    `/media/world-countries/files/${'a'.repeat(8000)}`,
    '/assets/%00',
    '/assets/..%2f..%2f..%2fpackage.json',
  ])('for %s is answered with what is wrong', async (path) => {
    const status = await statusFor(head(`GET ${path}`, HOST, 'Accept: application/graphql-response+json'));
    expect(status).toBeGreaterThanOrEqual(300);
    expect(status).toBeLessThan(500);
  });
});

describe('a request of a page that may not ask', () => {
  const MUTATION =
    'mutation { pushRecords(input: { datasetId: "realtime-sensors", resourceId: "realtime", pushKey: "demo-push-key", records: [] }) { accepted } }';
  const form = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--\r\n`;

  test.each<[string, string, string]>([
    ['a form', 'application/x-www-form-urlencoded', new URLSearchParams({ query: MUTATION }).toString()],
    [
      'a form with a query',
      'application/x-www-form-urlencoded',
      new URLSearchParams({ query: '{ portal { name } }' }).toString(),
    ],
    [
      'a form of parts',
      'multipart/form-data; boundary=b',
      form('operations', JSON.stringify({ query: MUTATION })),
    ],
    ['a text', 'text/plain', JSON.stringify({ query: MUTATION })],
    [
      'a text that is called JSON in a parameter',
      'text/plain; application/json',
      JSON.stringify({ query: MUTATION }),
    ],
    ['a text of GraphQL', 'text/plain;charset=UTF-8', MUTATION],
    ['no type', '', JSON.stringify({ query: MUTATION })],
  ])('by %s executes nothing', async (_, type, body) => {
    const reply = await siege.attack(({ url }) =>
      send(`${url}/graphql`, {
        body,
        headers: { origin: 'https://evil.example', ...(type && { 'content-type': type }) },
      }),
    );
    expect([400, 403, 415]).toContain(reply.status);
    expect(reply.answer.data ?? null).toBeNull();
  });

  test('by GET executes no mutation', async () => {
    const reply = await siege.attack(({ url }) =>
      send(`${url}/graphql?${new URLSearchParams({ query: MUTATION })}`),
    );
    expect(reply.status).toBe(405);
    expect(reply.answer.data ?? null).toBeNull();
  });

  test.each([
    '</script><script>alert(1)</script>',
    '<!--<script>',
    '\u2028";alert(1)//',
    '<img src=x onerror=alert(1)>',
    "'-alert(1)-'",
  ])('finds %s nowhere in a page as it was written', async (payload) => {
    const parameters = new URLSearchParams({
      query: payload,
      variables: JSON.stringify({ a: payload }),
      operationName: payload,
    });
    const pages = await siege.attack(({ url }) =>
      Promise.all(
        ['/graphql', '/'].map((path) =>
          send(`${url}${path}?${parameters}`, { headers: { accept: 'text/html' } }),
        ),
      ),
    );
    for (const { text, headers } of pages) {
      expect(text).not.toContain(payload);
      const policy = String(headers['content-security-policy'] ?? 'none');
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1] ?? '';
      if (text.includes('<script')) expect(scripts).not.toBe('');
      expect(scripts).not.toContain('unsafe-inline');
    }
  });

  test.each(['evil.example', 'evil.example:80', 'localhost.evil.example'])(
    'from the host %s finds it in no link',
    async (host) => {
      const query = '{ dataset(datasetId: "world-countries") { export { url } } }';
      const reply = await siege.attack(({ url }) =>
        send(`${url}/graphql`, { json: { query }, headers: { host } }),
      );
      expect(reply.text).not.toContain('evil.example');
    },
  );
});

describe('a client that takes its time', () => {
  /** Closes all that were opened, whatever became of the attack. */
  async function withSockets(
    count: number,
    bytes: string,
    work: (sockets: Socket[]) => Promise<void>,
  ): Promise<void> {
    await siege.attack(async ({ url }) => {
      const sockets = await openMany(url, count, bytes);
      try {
        await work(sockets);
      } finally {
        for (const socket of sockets) socket.destroy();
      }
    });
  }
  /** So long for the server to take what was sent. */
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 1000));

  test('with 1,000 silent connections', () => withSockets(1000, '', settle));
  test('with 1,000 halves of a head', () =>
    withSockets(1000, `GET /health HTTP/1.1\r\n${HOST}\r\nX: `, settle));
  test('with 1,000 bodies of which one byte came', () =>
    withSockets(1000, `${head('POST /graphql', HOST, JSON_TYPE, 'Content-Length: 33000000')}{`, settle));
  test('with 2,500 connections: more than there may be', () =>
    withSockets(2500, 'GET /health HTTP/1.1\r\n', settle));

  test('with eight bodies of 30 MB that do not end', async () => {
    const part = 'x'.repeat(1024 * KB);
    await withSockets(
      8,
      `${head('POST /graphql', HOST, JSON_TYPE, `Content-Length: ${32 * KB * KB}`)}{"query":"`,
      async (sockets) => {
        await Promise.all(
          sockets.map(async (socket) => {
            for (let sent = 0; sent < 30 && !socket.destroyed; sent += 1) {
              if (socket.write(part)) continue;
              await Promise.race([once(socket, 'drain'), once(socket, 'close'), settle()]).catch(() => {});
            }
          }),
        );
      },
    );
  });

  test('that reads none of a hundred exports', async () => {
    const first = await siege.attack(async ({ url }) => {
      const sockets = await openMany(url, 100, head(`GET ${EXPORT}`, HOST));
      const answers = await Promise.all(
        sockets.map(async (socket) => {
          const [chunk] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
          socket.pause();
          return String(chunk ?? '');
        }),
      );
      for (const socket of sockets) socket.destroy();
      return answers.map(statusOf);
    });
    expect(first.filter((status) => status === 200).length).toBeLessThanOrEqual(16);
    // One that was refused may have been closed before its answer was read.
    expect(new Set(first.filter((status) => status !== 200))).toSatisfy((told: Set<number>) =>
      [...told].every((status) => [0, 429, 503].includes(status)),
    );
  });

  test('that reads none of the pages', async () => {
    await siege.attack(async ({ url }) => {
      const asking =
        head('GET /graphql', HOST, 'Accept: text/html') + head('GET /', HOST, 'Accept: text/html');
      const sockets = await openMany(url, 60, asking.repeat(10));
      for (const socket of sockets) socket.pause();
      await settle();
      for (const socket of sockets) socket.destroy();
    });
  });

  test('that reads none of the answers it asked for on one connection', async () => {
    const query = encodeURIComponent(
      '{ dataset(datasetId: "doc-geonames-cities-5000") { records(first: 1000) { nodes { fields } } } }',
    );
    await siege.attack(
      async ({ url }) => {
        const sockets = await openMany(url, 20, head(`GET /graphql?query=${query}`, HOST).repeat(50));
        for (const socket of sockets) socket.pause();
        await settle();
        for (const socket of sockets) socket.destroy();
      },
      { within: 30_000 },
    );
  });

  test('that leaves five hundred subscriptions before they begin', async () => {
    const query = encodeURIComponent('subscription { recordsPushed(datasetId: "realtime-sensors") { at } }');
    await siege.attack(async ({ url }) => {
      for (let round = 0; round < 5; round += 1) {
        const sockets = await openMany(
          url,
          100,
          head(`GET /graphql?query=${query}`, HOST, 'Accept: text/event-stream'),
        );
        for (const socket of sockets) socket.resetAndDestroy();
      }
    });
  });

  test('that holds two hundred subscriptions', async () => {
    const query = encodeURIComponent('subscription { recordsPushed(datasetId: "realtime-sensors") { at } }');
    const told = await siege.attack(async ({ url }) => {
      const sockets = await openMany(
        url,
        200,
        head(`GET /graphql?query=${query}`, HOST, 'Accept: text/event-stream'),
      );
      const answers = await Promise.all(
        sockets.map((socket) => hear(socket, /event: (complete|next)|\n:\n/, 2000)),
      );
      for (const socket of sockets) socket.destroy();
      return answers;
    });
    expect(told.filter((text) => text.includes('TOO_MANY_SUBSCRIPTIONS')).length).toBeGreaterThanOrEqual(100);
  });
});

describe('ranges', () => {
  test.each<[string, string]>([
    ['a thousand of them', `bytes=${Array.from({ length: 1000 }, (_, n) => `${n}-${n}`).join(',')}`],
    ['three of them', 'bytes=0-1,3-4,6-7'],
    ['one below nothing', 'bytes=-0'],
    ['one that ends before it begins', 'bytes=9-1'],
    ['one beyond all numbers', 'bytes=0-99999999999999999999999'],
    ['one of something else', 'lines=1-2'],
    ['one of no form', 'bytes=a-b'],
  ])('%s', async (_, range) => {
    const reply = await siege.attack(async ({ url }) => {
      const query =
        '{ dataset(datasetId: "country-flags") { records(first: 1) { nodes { files { file { url } } } } } }';
      const { text } = await send(`${url}/graphql`, { json: { query } });
      const link = /"url":"([^"]+)"/.exec(text)?.[1] ?? '';
      return send(new URL(link, url).href, { headers: { range } });
    });
    expect([200, 206, 400, 416]).toContain(reply.status);
    expect(String(reply.headers['content-type'])).not.toContain('multipart');
    if (range.includes(',')) expect([400, 416]).toContain(reply.status);
  });
});

test('a batch of all of it at the same time', async () => {
  const outcome = await siege.attack(
    async ({ url }) => {
      const floods = [
        openMany(url, 200, `GET /health HTTP/1.1\r\n${HOST}\r\nX: `),
        openMany(url, 50, head(`GET ${EXPORT}`, HOST)),
        openMany(url, 100, head('GET /elsewhere', HOST, ...UPGRADE)),
        openMany(
          url,
          50,
          `${head('POST /graphql', HOST, JSON_TYPE, 'Content-Length: 1000000')}{"query":"${'x'.repeat(100 * KB)}`,
        ),
      ];
      const answered = Array.from({ length: 200 }, (_, n) =>
        send(`${url}/graphql`, {
          json: { query: `{ a${n}: dataset(datasetId: "world-countries") { title } }` },
        }),
      );
      const replies = await Promise.all(answered);
      for (const sockets of await Promise.all(floods)) for (const socket of sockets) socket.resetAndDestroy();
      return replies.map((reply) => [reply.status, ...codesOf(reply)]);
    },
    { within: 30_000 },
  );
  // Callers of one address share what one caller may have under way.
  for (const [status, code] of outcome)
    expect([`200`, '429 TOO_MANY_OPERATIONS', '503 TOO_MANY_OPERATIONS']).toContain(
      [status, code].join(' ').trim(),
    );
});
