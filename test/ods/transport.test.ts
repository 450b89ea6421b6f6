import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Credential } from '../../src/ods/credential.ts';
import { OdsError } from '../../src/ods/errors.ts';
import { type Call, type Caller, Transport } from '../../src/ods/transport.ts';

let server: Server | undefined;
let transport: Transport | undefined;

afterEach(async () => {
  await transport?.close();
  server?.closeAllConnections();
  server?.close();
});

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A portal that answers as told, and what it received. */
async function portal(listener: RequestListener, { path = '', timeout = 5000, connections = 16 } = {}) {
  const received: Received[] = [];
  const listening = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    listener(request, response);
  });
  server = listening;
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : 0;
  transport = new Transport({ url: new URL(`http://127.0.0.1:${port}${path}`), timeout, connections });
  return { received, transport };
}

const ok: RequestListener = (_, response) => void response.end('{}');
const anyone: Caller = { credential: Credential.anonymous };
const call = (parameters: Call['parameters'] = []): Call => ({ path: '/api/x/', parameters });

async function refusal(work: Promise<unknown>): Promise<OdsError> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof OdsError) return outcome;
  throw new Error(`Not an OdsError: ${String(outcome)}`);
}

describe('the request', () => {
  test('is a GET while the URL is short, and a form from 2,000 characters on', async () => {
    const { received, transport } = await portal(ok);
    const base = transport.url.origin.length + '/api/x/?q='.length;
    await transport.getJson(anyone, call([['q', 'x'.repeat(1999 - base)]]));
    await transport.getJson(anyone, call([['q', 'x'.repeat(2000 - base)]]));
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(received[1]).toMatchObject({
      url: '/api/x/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `q=${'x'.repeat(2000 - base)}`,
    });
  });

  test('keeps repeated parameters and every character of them', async () => {
    const { received, transport } = await portal(ok);
    await transport.getJson(
      anyone,
      call([
        ['q', 'a b&c=d'],
        ['q', 'é#/?'],
        ['refine.x', '"'],
      ]),
    );
    const { searchParams } = new URL(received[0]?.url ?? '', 'http://portal');
    expect([...searchParams]).toEqual([
      ['q', 'a b&c=d'],
      ['q', 'é#/?'],
      ['refine.x', '"'],
    ]);
  });

  test('carries the credential in its header and nowhere else', async () => {
    const { received, transport } = await portal(ok);
    for (const credential of [
      Credential.apikey('k3y'),
      Credential.basic('me', 'pass'),
      Credential.anonymous,
    ]) {
      await transport.getJson({ credential }, call([['q', 'x']]));
    }
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      'Apikey k3y',
      `Basic ${btoa('me:pass')}`,
      undefined,
    ]);
    expect(JSON.stringify(received.map(({ url, body }) => [url, body]))).not.toMatch(/k3y|pass/);
  });

  test('goes below the path of the portal’s address', async () => {
    const { received, transport } = await portal(ok, { path: '/portal/' });
    await transport.getJson(anyone, call());
    expect(received[0]?.url).toBe('/portal/api/x/');
  });
});

describe('the answer', () => {
  test('with NaN and Infinity is read, where they are no text', async () => {
    const { transport } = await portal((_, response) => {
      response.end('{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN, \\"Infinity\\"","d":1}');
    });
    expect(await transport.getJson(anyone, call())).toEqual({
      a: null,
      b: [null, null],
      c: 'NaN, "Infinity"',
      d: 1,
    });
  });

  test('tells the quota, per credential, in both forms of the reset', async () => {
    const resets = ['2026-07-28 00:00:00+00:00', '1785196800'];
    let next = 0;
    const { transport } = await portal((_, response) => {
      response.writeHead(200, {
        'X-RateLimit-Limit': '5000',
        'X-RateLimit-Remaining': String(4000 + next),
        'X-RateLimit-Reset': resets[next++] ?? '',
      });
      response.end('{}');
    });
    const keyed = Credential.apikey('k');
    await transport.getJson(anyone, call());
    await transport.getJson({ credential: keyed }, call());
    const resetAt = new Date('2026-07-28T00:00:00Z');
    expect(transport.quotas.get(Credential.anonymous)).toMatchObject({
      limit: 5000,
      remaining: 4000,
      resetAt,
    });
    expect(transport.quotas.get(keyed)).toMatchObject({ limit: 5000, remaining: 4001, resetAt });
  });

  test.each([
    [400, 'BAD_USER_INPUT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [408, 'UPSTREAM_TIMEOUT'],
    [418, 'UPSTREAM_INVALID_RESPONSE'],
    [429, 'QUOTA_EXCEEDED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [502, 'UPSTREAM_UNAVAILABLE'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [504, 'UPSTREAM_TIMEOUT'],
  ])('%i is %s, with JSON, with HTML and with nothing in its body', async (status, code) => {
    const bodies = ['{"error":"their words"}', '<html>oops</html>', ''];
    const { transport } = await portal((_, response) => void response.writeHead(status).end(bodies.shift()));
    for (const words of ['their words', `HTTP ${status}`, `HTTP ${status}`]) {
      const error = await refusal(transport.getJson(anyone, call()));
      expect([error.code, error.details.status]).toEqual([code, status]);
      expect(error.message).toContain(words);
    }
  });

  test('a redirect is told with the origin it leads to, and no more of it', async () => {
    const { transport } = await portal((_, response) => {
      response.writeHead(301, { location: 'https://other.example/login?apikey=secret' }).end();
    });
    const error = await refusal(transport.getJson(anyone, call()));
    expect(error.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(error.message).toContain('https://other.example ');
    expect(error.message).not.toContain('secret');
  });

  test('a quota error tells reset and limit from its body, or else from its headers', async () => {
    const bodies = [
      '{"errorcode":10002,"reset_time":"2030-01-01T00:00:00Z","call_limit":7,"limit_time_unit":"month"}',
      '',
    ];
    const { transport } = await portal((_, response) => {
      response.writeHead(429, { 'X-RateLimit-Limit': '9', 'X-RateLimit-Reset': '2031-01-01 00:00:00+00:00' });
      response.end(bodies.shift());
    });
    expect((await refusal(transport.getJson(anyone, call()))).details).toMatchObject({
      errorcode: 10002,
      resetAt: new Date('2030-01-01T00:00:00Z'),
      limit: 7,
      limitTimeUnit: 'month',
    });
    expect((await refusal(transport.getJson(anyone, call()))).details).toMatchObject({
      resetAt: new Date('2031-01-01T00:00:00Z'),
      limit: 9,
    });
  });
});

describe('the way there', () => {
  test('a kept connection that the portal closed is tried again once, and both attempts are told', async () => {
    let sockets = 0;
    const { transport } = await portal(
      (request, response) => {
        // The first request of each connection is answered, the next finds it closed.
        const socket: Socket & { used?: boolean } = request.socket;
        if (socket.used) return void socket.destroy();
        socket.used = true;
        sockets += 1;
        response.end('{}');
      },
      { connections: 1 },
    );
    const told: string[] = [];
    const caller: Caller = { ...anyone, onCall: (path) => void told.push(path) };
    await transport.getJson(caller, call());
    expect(await transport.getJson(caller, call())).toEqual({});
    expect(told).toHaveLength(3);
    expect(sockets).toBe(2);
  });

  test('a portal that always hangs up is tried twice, and no more', async () => {
    let attempts = 0;
    const { transport } = await portal((request) => {
      attempts += 1;
      request.socket.destroy();
    });
    expect((await refusal(transport.getJson(anyone, call()))).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(attempts).toBe(2);
  });

  test('no answer in time is UPSTREAM_TIMEOUT, nobody there UPSTREAM_UNAVAILABLE', async () => {
    const { transport } = await portal(() => {}, { timeout: 20 });
    expect((await refusal(transport.getJson(anyone, call()))).code).toBe('UPSTREAM_TIMEOUT');
    const nobody = new Transport({ url: new URL('http://127.0.0.1:1') });
    const error = await refusal(nobody.getJson(anyone, call()));
    expect([error.code, error.message]).toEqual([
      'UPSTREAM_UNAVAILABLE',
      expect.stringContaining('127.0.0.1:1'),
    ]);
    await nobody.close();
  });

  test('a body that breaks off is an error, not half an answer', async () => {
    const { transport } = await portal((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":');
      setImmediate(() => response.destroy());
    });
    expect((await refusal(transport.getJson(anyone, call()))).code).toBe('UPSTREAM_UNAVAILABLE');
  });

  test('a caller that leaves ends the call', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const { transport } = await portal((request) => {
      closed = once(request.socket, 'close');
      controller.abort();
    });
    await refusal(transport.getJson({ ...anyone, signal: controller.signal }, call()));
    await closed;
  });

  test('no error ever holds the credential', async () => {
    const { transport } = await portal((_, response) => void response.writeHead(401).end('{}'));
    const error = await refusal(transport.getJson({ credential: Credential.apikey('k3y-secret') }, call()));
    expect(JSON.stringify([error, error.message, error.stack, error.details])).not.toContain('k3y-secret');
  });
});
