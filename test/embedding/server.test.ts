/** The server as a part of somebody's program, called as a fetch-style runtime calls it: without a listener of ours. */
import { pino } from 'pino';
import { afterEach, expect, inject, test } from 'vitest';
import { createServer, type GraphServer, type ServerOptions } from '../../src/index.ts';
import { startKeyedPortal } from '../portals/keyed-portal.ts';

const servers: GraphServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function create(options: Partial<ServerOptions> = {}): GraphServer {
  const server = createServer({ odsUrl: inject('portalUrl'), logLevel: 'silent', ...options });
  servers.push(server);
  return server;
}

function question(query: string, headers: Record<string, string> = {}): Request {
  return new Request('https://graph.example.org/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

test('a request is answered by the function alone, over the portal that is named', async () => {
  const { fetch } = create();
  const response = await fetch(question('{ portal { embedded } datasets { totalCount } }'));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    data: { portal: { embedded: false }, datasets: { totalCount: expect.any(Number) } },
    extensions: { upstream: { calls: 1 } },
  });
  expect((await fetch(new Request('https://graph.example.org/health'))).status).toBe(200);
});

test('what a runtime hands on beside the request is no business of ours, whatever it is', async () => {
  const { fetch } = create();
  for (const runtime of [null, { secret: 'of a worker' }, 'text']) {
    expect((await fetch(question('{ portal { name } }'), runtime, {})).status).toBe(200);
  }
});

test('the options reach the parts that they are for', async () => {
  const portal = await startKeyedPortal();
  const log: string[] = [];
  const { fetch } = create({
    odsUrl: new URL(portal.url),
    odsApikey: 'of-the-server',
    publicUrl: 'https://public.example.org/data',
    ticketSecret: 'a secret of thirty-two characters',
    maxBodyMb: 1,
    maxCallsPerOperation: 1,
    cacheTtlDataset: 0,
    explain: true,
    logger: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
  });
  const link = '{ dataset(datasetId: "d") { export(format: CSV) { url } } }';
  const mine = await (await fetch(question(link, { 'x-explain': '1' }))).json();
  expect(mine.data.dataset.export.url).toBe('https://public.example.org/data/export/d.csv?csv_separator=%2C');
  expect(mine.extensions.upstream.requests).toHaveLength(1);
  expect(portal.received.map(({ who }) => who)).toEqual(['Apikey of-the-server']);
  await fetch(question(link));
  expect(portal.received).toHaveLength(2);
  const twice = '{ dataset(datasetId: "d") { records { totalCount } } }';
  const { errors } = await (await fetch(question(twice))).json();
  expect(errors[0].extensions.code).toBe('OPERATION_TOO_EXPENSIVE');
  const large = await fetch(question(`{ portal { name } } #${'x'.repeat(1024 * 1024)}`));
  expect(large.status).toBe(413);
  expect(log.filter((line) => line.includes('"msg":"operation"'))).toHaveLength(3);
  expect(log.join()).not.toContain('of-the-server');
  await portal.close();
});

test('who closes it waits for what is under way, and no longer for subscribers', async () => {
  const portal = await startKeyedPortal();
  const server = create({ odsUrl: portal.url });
  const feed = await server.fetch(
    new Request('https://graph.example.org/graphql?query=subscription{recordsPushed(datasetId:"d"){at}}', {
      headers: { accept: 'text/event-stream' },
    }),
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  portal.gate = promise;
  const answer = server.fetch(question('{ dataset(datasetId: "d") { records { totalCount } } }'));
  const closed = server.close();
  expect(await feed.text()).toContain('event: complete');
  resolve();
  // Two calls, one after the other: both were made although the second began after the end was asked for.
  expect((await (await answer).json()).errors).toBeUndefined();
  await closed;
  await portal.close();
});
