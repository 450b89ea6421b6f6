/** GraphiQL's page and files as they come over HTTP: small, compressed, kept by browsers, and the same for everybody. */
import { globSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { builtPage } from '../../examples/build.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const ANSWER = { data: { __typename: 'Query' } };

let folder = '';
let graph: Graph;
/** The names of all files, without the forms that they are compressed in. */
let names: string[] = [];

beforeAll(async () => {
  folder = await builtPage('graphiql');
  graph = await startGraph(inject('portalUrl'), { graphiql: Promise.resolve(folder) });
  names = [...new Set(globSync('graphiql/*', { cwd: folder }).map((file) => file.replace(/\.(br|gz)$/, '')))];
});
afterAll(() => graph.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${graph.url}${path}`, { method, headers });

/** Sends a request as it is written, and reads what comes until the server ends the connection. */
async function send(target: string, headers = ''): Promise<{ head: string; body: Buffer }> {
  const { port } = new URL(graph.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  const answer = Buffer.concat(chunks);
  const end = answer.indexOf('\r\n\r\n');
  return { head: answer.subarray(0, end).toString('latin1'), body: answer.subarray(end + 4) };
}

describe('the page', () => {
  test('is small, and the same whatever the address says', async () => {
    const page = await (await get('/graphql', HTML)).text();
    expect(page.length).toBeLessThan(10_000);
    for (const [name, value] of [
      ['query', '</script><script>alert(1)</script>'],
      ['variables', '{"a": "</script><script>alert(1)</script>"}'],
      ['operationName', '<img src=x onerror=alert(1)>'],
      ['headers', '"><script>alert(1)</script>'],
    ]) {
      const address = `/graphql?${new URLSearchParams({ [String(name)]: String(value) })}`;
      expect(await (await get(address, HTML)).text()).toBe(page);
    }
  });

  test('has no script and no style of its own, and names no other host', async () => {
    const page = await (await get('/graphql', HTML)).text();
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|javascript:|https?:/i);
  });

  test('comes with a policy that runs files of this server only, and shows it in no frame', async () => {
    const { headers } = await get('/graphql', HTML);
    const policy = headers.get('content-security-policy') ?? '';
    const directives = new Map(policy.split('; ').map((one) => [one.split(' ')[0], one]));
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(directives.get('script-src')).toBe("script-src 'self'");
    expect(directives.get('worker-src')).toBe("worker-src 'self'");
    expect(directives.get('connect-src')).toBe("connect-src 'self'");
    expect(directives.get('base-uri')).toBe("base-uri 'none'");
    expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(directives.get('style-src')).not.toContain('unsafe-inline');
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('is asked for again with its tag, and not sent again', async () => {
    const first = await get('/graphql', HTML);
    await first.text();
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect(first.headers.get('vary')).toContain('Accept');
    const etag = first.headers.get('etag') ?? '';
    for (const tags of [etag, `"other", W/${etag}`, '*']) {
      const again = await get('/graphql?query={quota{limit}}', { ...HTML, 'if-none-match': tags });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('content-security-policy')).toContain("script-src 'self'");
    }
    const other = await get('/graphql', { ...HTML, 'if-none-match': '"other"' });
    expect([other.status, (await other.text()).length > 0]).toEqual([200, true]);
  });

  test('is never taken for an answer of the graph, whose address it has', async () => {
    const path = '/graphql?query={__typename}';
    const page = await get(path, HTML);
    await page.text();
    const json = { accept: 'application/json', 'if-none-match': page.headers.get('etag') ?? '' };
    const answer = await get(path, json);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining(ANSWER)]);
    // A cache between keeps one for each kind of client, and asks before it gives the page to anybody.
    for (const { headers } of [page, answer]) expect(headers.get('vary')).toMatch(/\bAccept\b/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
  });

  test('leaves the address to the graph for whoever asks for no page', async () => {
    const query = '/graphql?query={__typename}';
    for (const accept of ['application/json', '*/*', 'application/json, text/html', 'text/html;q=0, */*'])
      expect(await (await get(query, { accept })).json(), accept).toMatchObject(ANSWER);
    expect((await graph.ask('{ __typename }')).data).toEqual(ANSWER.data);
    const post = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { ...HTML, 'content-type': 'application/json' },
      body: '{"query": "{ __typename }"}',
    });
    expect(await post.json()).toMatchObject(ANSWER);
  });

  test('answers HEAD as GET, without the body', async () => {
    const [head, whole] = [await get('/graphql', HTML, 'HEAD'), await get('/graphql', HTML)];
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'content-length', 'etag', 'content-security-policy'])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    await whole.text();
  });
});

describe('the files', () => {
  test('are there, kept for good, and the same in each encoding', async () => {
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) {
      const plain = await send(`/${name}`);
      expect(plain.head, name).toMatch(/^HTTP\/1\.1 200 /);
      expect(plain.head).toMatch(/cache-control: public, max-age=31536000, immutable/i);
      expect(plain.head).toMatch(/content-security-policy: default-src 'none'/i);
      expect(plain.head).not.toMatch(/content-encoding|octet-stream/i);
      expect(plain.head).toMatch(new RegExp(`content-length: ${plain.body.length}\\b`, 'i'));
      if (plain.body.length < 1024) continue;
      const [gzipped, brotli] = [
        await send(`/${name}`, 'Accept-Encoding: gzip\r\n'),
        await send(`/${name}`, 'Accept-Encoding: gzip, br\r\n'),
      ];
      expect(gzipped.head).toMatch(/content-encoding: gzip/i);
      expect(brotli.head).toMatch(/content-encoding: br/i);
      expect(gunzipSync(gzipped.body).equals(plain.body), name).toBe(true);
      expect(brotliDecompressSync(brotli.body).equals(plain.body), name).toBe(true);
      const etags = [plain, gzipped, brotli].map(({ head }) => /^etag: (\S+)/im.exec(head)?.[1]);
      expect(new Set(etags).size).toBe(3);
      for (const { head } of [plain, gzipped, brotli]) expect(head).toMatch(/vary: .*accept-encoding/i);
      const known = await send(`/${name}`, `Accept-Encoding: br\r\nIf-None-Match: ${etags[2]}\r\n`);
      expect([known.head.slice(0, 12), known.body.length]).toEqual(['HTTP/1.1 304', 0]);
    }
  });

  test('are all there is: no other name, and no way out of their folder', async () => {
    for (const target of [
      '/graphiql/',
      '/graphiql/none.js',
      '/graphiql/../../package.json',
      '/graphiql/..%2f..%2fpackage.json',
      '/graphiql/%2e%2e/%2e%2e/package.json',
      '/graphiql/..%5c..%5cpackage.json',
      '/graphiql/....//package.json',
      '/graphiql/%00',
      '/graphiql/%',
      '/graphiql/%E0%A4%A',
      '/graphiql//etc/passwd',
      '/graphiql/..%2findex.html',
      '/graphiql/__proto__',
      '/graphiql/constructor',
      `/graphiql/${'a'.repeat(8000)}`,
      `/${names[0]}.br`,
      `/${names[0]}.gz`,
      `/${names[0]}/`,
      '/graphiql/index.html',
    ]) {
      const { head, body } = await send(target);
      expect(head.slice(0, 12), target).toBe('HTTP/1.1 404');
      expect(head, target).toMatch(/content-type: application\/json/i);
      expect(body.toString()).not.toMatch(/devDependencies|root:/);
    }
  });

  test('hold no memory for clients that do not read them', async () => {
    const target = `/${names.find((name) => name.includes('monaco-editor') && name.endsWith('.js'))}`;
    expect((await send(target)).body.length).toBeGreaterThan(2_000_000);
    const { port } = new URL(graph.url);
    const clients: Socket[] = [];
    const before = process.memoryUsage();
    const count = 200;
    let begun = 0;
    for (let index = 0; index < count; index += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      // One piece, and no more.
      socket.once('readable', () => {
        begun += 1;
      });
      clients.push(socket);
    }
    await vi.waitUntil(() => begun === count, { timeout: 30_000 });
    const { rss, arrayBuffers } = process.memoryUsage();
    for (const socket of clients) socket.destroy();
    // Both ends of the connections are in this process.
    expect((arrayBuffers - before.arrayBuffers) / count).toBeLessThan(150_000);
    expect((rss - before.rss) / count).toBeLessThan(400_000);
    expect((await graph.ask('{ __typename }')).data).toEqual(ANSWER.data);
  });
});

describe('before and without a build', () => {
  test('a browser is told that GraphiQL is being built, and asks again; the graph answers meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const early = await startGraph(inject('portalUrl'), { graphiql: promise });
    const waiting = await fetch(`${early.url}/graphql`, { headers: HTML });
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([503, '1']);
    expect(waiting.headers.get('cache-control')).toBe('no-store');
    expect(waiting.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await waiting.text()).toContain('http-equiv="refresh"');
    expect((await early.ask('{ __typename }')).data).toEqual(ANSWER.data);
    resolve(folder);
    await vi.waitFor(async () => {
      const page = await fetch(`${early.url}/graphql`, { headers: HTML });
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('./graphiql/')]);
    });
    await early.close();
  });

  test('a build that failed is an error, and the graph answers all the same', async () => {
    const failed = await startGraph(inject('portalUrl'), { graphiql: Promise.reject(new Error('no Vite')) });
    const page = await fetch(`${failed.url}/graphql`, { headers: HTML });
    expect([page.status, await page.text()]).toEqual([500, expect.not.stringContaining('Vite')]);
    expect((await failed.ask('{ __typename }')).data).toEqual(ANSWER.data);
    await failed.close();
  });

  test('without any, and where only trusted documents run, there is none', async () => {
    const trustedDocuments = join(mkdtempSync(join(tmpdir(), 'ods-graphql-')), 'documents.json');
    writeFileSync(trustedDocuments, JSON.stringify({ one: '{ __typename }' }));
    for (const options of [{}, { graphiql: Promise.resolve(folder), trustedDocuments }]) {
      const without = await startGraph(inject('portalUrl'), options);
      const page = await fetch(`${without.url}/graphql`, { headers: HTML });
      expect(page.headers.get('content-type')).toContain('json');
      expect(await page.json()).toMatchObject({ errors: [expect.anything()] });
      expect((await fetch(`${without.url}/${names[0]}`)).status).toBe(404);
      await without.close();
    }
  });
});
