import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Call, Caller } from '../../../src/ods/transport/call.ts';
import { Credential } from '../../../src/ods/transport/credential.ts';
import { Transport } from '../../../src/ods/transport/transport.ts';
import { deserted, fakePortal, jsonOf, refusal } from '../../portals/fake-portal.ts';

const ok: RequestListener = (_, response) => void response.end('{}');
const anyone: Caller = { credential: Credential.anonymous };
const call = (parameters: Call['parameters'] = []): Call => ({ path: '/api/x/', parameters });

/** A caller, and the paths it was told of. */
function listening(caller: Partial<Caller> = {}) {
  const told: string[] = [];
  return { told, caller: { ...anyone, ...caller, onCall: (path: string) => void told.push(path) } };
}

describe('the request', () => {
  test.each(['', '/a/portal'])('below "%s" is a GET to 1,999 characters, a form from 2,000', async (path) => {
    await using portal = await fakePortal(ok, { path });
    const base = `${portal.transport.url.origin}${path}/api/x/?q=`.length;
    const { caller, told } = listening();
    await jsonOf(portal.transport, caller, call([['q', 'x'.repeat(1999 - base)]]));
    await jsonOf(portal.transport, caller, call([['q', 'x'.repeat(2000 - base)]]));
    expect(portal.received.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(portal.received[1]).toMatchObject({
      url: `${path}/api/x/`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `q=${'x'.repeat(2000 - base)}`,
    });
    expect(told).toEqual([`${path}/api/x/`, `${path}/api/x/`]);
  });

  test.each([1, 1000])('keeps repeated names, order and every character, %i times over', async (times) => {
    await using portal = await fakePortal(ok);
    const parameters: Call['parameters'] = [
      ['q', 'a b&c=d+e%20'],
      ['q', 'é#/?\n😀'],
      ['refine.à b', '"'.repeat(times)],
    ];
    await jsonOf(portal.transport, anyone, call(parameters));
    const [received] = portal.received;
    const query = received?.method === 'POST' ? received.body : received?.url?.replace(/^.*\?/, '');
    expect([...new URLSearchParams(query)]).toEqual(parameters);
    expect(received?.method).toBe(times === 1 ? 'GET' : 'POST');
  });

  test('carries the credential in its header and nowhere else, as a GET and as a form', async () => {
    await using portal = await fakePortal(ok);
    for (const credential of [Credential.apikey('k3y'), Credential.basic('me', 'pass')]) {
      for (const q of ['x', 'x'.repeat(3000)])
        await jsonOf(portal.transport, { credential }, call([['q', q]]));
    }
    await jsonOf(portal.transport, anyone, call());
    const basic = `Basic ${btoa('me:pass')}`;
    expect(portal.received.map(({ method, headers }) => [method, headers.authorization])).toEqual([
      ['GET', 'Apikey k3y'],
      ['POST', 'Apikey k3y'],
      ['GET', basic],
      ['POST', basic],
      ['GET', undefined],
    ]);
    for (const { url, body, headers } of portal.received) {
      const { authorization: _, ...others } = headers;
      expect(JSON.stringify([url, body, others])).not.toMatch(/k3y|pass|apikey/i);
    }
  });

  test('has no headers that a portal might not expect', async () => {
    await using portal = await fakePortal(ok);
    await jsonOf(portal.transport, anyone, call());
    expect(Object.keys(portal.received[0]?.headers ?? {}).sort()).toEqual(['connection', 'host']);
  });

  test.each(['/portal', '/portal/', '/portal//'])('goes below %s, the path of the address', async (path) => {
    await using portal = await fakePortal(ok, { path });
    await jsonOf(portal.transport, anyone, call());
    expect(portal.received[0]?.url).toBe('/portal/api/x/');
  });

  test('as a stream: with headers of its own, and statuses that are no error there', async () => {
    await using portal = await fakePortal((_, response) => void response.writeHead(206).end('part'));
    const range = { headers: { range: 'bytes=0-3' } };
    const answer = await portal.transport.stream(anyone, call(), { ...range, accept: [206] });
    expect([answer.statusCode, await text(answer.body)]).toEqual([206, 'part']);
    expect(portal.received[0]?.headers.range).toBe('bytes=0-3');
    expect((await refusal(portal.transport.stream(anyone, call(), range))).details.status).toBe(206);
  });
});

describe('the way there', () => {
  test.each([
    ['GET', ''],
    ['POST', 'x'.repeat(3000)],
  ])('a kept connection that the portal closed is tried again (%s), and both are told', async (_, q) => {
    let sockets = 0;
    const listener: RequestListener = (request, response) => {
      // The first request of each connection is answered, the next finds it closed.
      const socket: Socket & { used?: boolean } = request.socket;
      if (socket.used) return void socket.destroy();
      socket.used = true;
      sockets += 1;
      response.end('{}');
    };
    await using portal = await fakePortal(listener, { concurrency: 1 });
    const { caller, told } = listening();
    await jsonOf(portal.transport, caller, call([['q', q]]));
    expect(told).toEqual(['/api/x/']);
    expect(await jsonOf(portal.transport, caller, call([['q', q]]))).toEqual({});
    expect(told).toEqual(['/api/x/', '/api/x/', '/api/x/']);
    expect([sockets, portal.received.length]).toEqual([2, 3]);
  });

  test('a portal that always hangs up is tried three times, and no more', async () => {
    await using portal = await fakePortal((request) => void request.socket.destroy());
    const { caller, told } = listening();
    const error = await refusal(jsonOf(portal.transport, caller, call()));
    expect([error.code, portal.received.length, told.length]).toEqual(['UPSTREAM_UNAVAILABLE', 3, 3]);
    expect(error.message).toContain(portal.transport.url.host);
  });

  test('no answer in time is UPSTREAM_TIMEOUT, and is not asked for again', async () => {
    await using portal = await fakePortal(() => {}, { timeout: 20 });
    const error = await refusal(jsonOf(portal.transport, anyone, call()));
    expect([error.code, portal.received.length]).toEqual(['UPSTREAM_TIMEOUT', 1]);
    expect(error.message).toContain(portal.transport.url.host);
  });

  test('a body that stops on its way is UPSTREAM_TIMEOUT', async () => {
    await using portal = await fakePortal((_, response) => void response.write('{"a":'), { timeout: 20 });
    expect((await refusal(jsonOf(portal.transport, anyone, call()))).code).toBe('UPSTREAM_TIMEOUT');
  });

  test('nobody there is UPSTREAM_UNAVAILABLE, named by host and cause', async () => {
    const url = await deserted();
    const transport = new Transport({ url });
    const error = await refusal(jsonOf(transport, anyone, call()));
    expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(error.message).toContain(url.host);
    expect(error.message).toContain('ECONNREFUSED');
    await transport.close();
  });

  test('a body that breaks off is an error, not half an answer', async () => {
    await using portal = await fakePortal((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":1}', () => response.destroy());
    });
    expect((await refusal(jsonOf(portal.transport, anyone, call()))).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(portal.received).toHaveLength(3);
  });

  test('a caller that leaves ends the call under way', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    await using portal = await fakePortal((request) => {
      closed = once(request.socket, 'close');
      controller.abort();
    });
    await refusal(jsonOf(portal.transport, { ...anyone, signal: controller.signal }, call()));
    await closed;
    expect(portal.received).toHaveLength(1);
  });

  test('for a caller that is gone already nothing is sent, and nothing told', async () => {
    await using portal = await fakePortal(ok);
    const { caller, told } = listening({ signal: AbortSignal.abort() });
    await refusal(jsonOf(portal.transport, caller, call()));
    await jsonOf(portal.transport, anyone, call([['q', 'after']]));
    expect(told).toEqual([]);
    expect(portal.received.map(({ url }) => url)).toEqual(['/api/x/?q=after']);
  });

  test('no more connections than allowed', async () => {
    const sockets = new Set<Socket>();
    const listener: RequestListener = ({ socket }, response) => {
      sockets.add(socket);
      response.end('{}');
    };
    await using portal = await fakePortal(listener, { concurrency: 2 });
    await Promise.all(Array.from({ length: 10 }, () => jsonOf(portal.transport, anyone, call())));
    expect(portal.received).toHaveLength(10);
    expect(sockets.size).toBe(2);
  });

  test('a transport that is closed sends nothing more', async () => {
    await using portal = await fakePortal(ok);
    await portal.transport.close();
    expect((await refusal(jsonOf(portal.transport, anyone, call()))).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(portal.received).toEqual([]);
  });
});
