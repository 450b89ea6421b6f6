/** The way to a portal over TLS: which HTTP is spoken, and which certificates are trusted. */
import { once } from 'node:events';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/ods/transport/call.ts';
import { Credential } from '../../../src/ods/transport/credential.ts';
import { Transport } from '../../../src/ods/transport/transport.ts';
import { anyChange, jsonOf, refusal } from '../../portals/fake-portal.ts';
import { type Certificate, selfSigned } from '../../support/certificate.ts';
import { startGraph } from '../../support/graph.ts';

const anyone: Caller = { credential: Credential.anonymous };
const call = { path: '/api/x/', parameters: [] };
const trusted = selfSigned();
const before = getCACertificates('default');

beforeAll(() => setDefaultCACertificates([...before, trusted.cert]));
afterAll(() => setDefaultCACertificates(before));

/** A portal that speaks HTTP/2 and, unless it speaks nothing else, HTTP/1.1: ALPN decides. */
async function portalWith({ key, cert }: Certificate, alsoHttp1 = true) {
  const versions: string[] = [];
  const server: Http2SecureServer = createSecureServer({ key, cert, allowHTTP1: alsoHttp1 });
  server.on('request', (request, response) => {
    versions.push(request.httpVersion);
    response.setHeader('x-ratelimit-limit', '5000  ');
    response.setHeader('x-ratelimit-remaining', '4000\t');
    response.setHeader('x-ratelimit-reset', `${Math.ceil(Date.now() / 1000) + 3600} `);
    request.resume().on('end', () => response.end('{}'));
  });
  server.on('sessionError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const transport = new Transport({ url: new URL(`https://127.0.0.1:${port}`), timeout: 5000 });
  return {
    transport,
    versions,
    server,
    [Symbol.asyncDispose]: async () => {
      await transport.close();
      server.close();
    },
  };
}

describe('a portal that offers HTTP/2 and HTTP/1.1', () => {
  test('is spoken to in HTTP/1.1: reads, streams and changes', async () => {
    await using portal = await portalWith(trusted);
    const { transport } = portal;
    await Promise.all(Array.from({ length: 20 }, () => jsonOf(transport, anyone, call)));
    await (await transport.stream(anyone, call)).body.dump();
    await transport.post(anyone, anyChange(call), '[]');
    expect(portal.versions).toEqual(Array(22).fill('1.1'));
  });

  test('is spoken to in HTTP/1.1 by all of the server: also files, exports, and what asks whether it is there', async () => {
    await using portal = await portalWith(trusted);
    const graph = await startGraph(portal.transport.url.href, { isDirect: true });
    const input = '{ datasetId: "d", resourceId: "r", records: [{ a: 1 }], pushKey: "k" }';
    // Once it has answered something, it is not asked whether it is there.
    expect((await fetch(`${graph.url}/ready`)).status).toBe(200);
    const { extensions } = await graph.ask('{ dataset(datasetId: "d") { title } }');
    await graph.ask(`mutation { pushRecords(input: ${input}) { accepted } }`);
    for (const path of ['export/d.csv', 'media/d/files/abc'])
      expect((await fetch(`${graph.url}/${path}`)).status, path).toBe(200);
    await graph.close();
    expect(extensions.upstream.quotaRemaining).toBe(4000);
    expect(portal.versions).toEqual(Array(5).fill('1.1'));
  });

  test('may write spaces after the values of its headers', async () => {
    await using portal = await portalWith(trusted);
    await jsonOf(portal.transport, anyone, call);
    expect(portal.transport.quotas.get(Credential.anonymous)).toMatchObject({
      limit: 5000,
      remaining: 4000,
    });
  });

  test('and resets one answer, or ends its connection, disturbs no other call', async () => {
    await using portal = await portalWith(trusted);
    let count = 0;
    portal.server.prependListener('request', (request) => {
      count += 1;
      if (count % 4 === 0) request.socket.destroy();
    });
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => jsonOf(portal.transport, anyone, call).catch(() => 'failed')),
    );
    // Those that were not sent again, since no more than a few are.
    expect(outcomes.filter((outcome) => outcome === 'failed').length).toBeLessThanOrEqual(4);
  });
});

test('a portal that speaks HTTP/2 alone is UPSTREAM_UNAVAILABLE at once', async () => {
  await using portal = await portalWith(trusted, false);
  expect((await refusal(jsonOf(portal.transport, anyone, call))).code).toBe('UPSTREAM_UNAVAILABLE');
  expect(portal.versions).toEqual([]);
});

describe('a certificate that is not trusted', () => {
  test.each<[string, Certificate, RegExp]>([
    ['of nobody known', selfSigned(), /SELF_SIGNED/],
    ['that has ended', selfSigned({ endsIn: -1 }), /CERT_HAS_EXPIRED|SELF_SIGNED/],
    ['of another host', selfSigned({ host: 'portal.example' }), /ALTNAME|SELF_SIGNED/],
  ])('%s ends the call before anything is sent, and is not tried again', async (_, certificate, code) => {
    await using portal = await portalWith(certificate);
    const error = await refusal(jsonOf(portal.transport, anyone, call));
    expect([error.code, error.message]).toEqual(['UPSTREAM_UNAVAILABLE', expect.stringMatching(code)]);
    const change = await refusal(portal.transport.post(anyone, anyChange(call), '[]'));
    expect(change.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(portal.versions).toEqual([]);
  });

  test('of a host that is trusted for another name', async () => {
    const other = selfSigned({ host: 'portal.example' });
    setDefaultCACertificates([...before, trusted.cert, other.cert]);
    await using portal = await portalWith(other);
    const error = await refusal(jsonOf(portal.transport, anyone, call));
    expect(error.message).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
