/**
 * A portal that costs nothing: each answer is made once, by the embedded portal, and then sent as the bytes that it was.
 *
 * `node canned-portal.ts <port> <milliseconds of latency>`. `/bench/calls` tells how many calls there were.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { startPortal } from '../../src/portal/portal.ts';

interface Canned {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

const [port, latency = 0] = process.argv.slice(2).map(Number);
const root = new URL('../../', import.meta.url);
let isBuilding = false;
const origin = await startPortal({
  quota: 1_000_000_000,
  databaseFile: fileURLToPath(new URL('node_modules/.cache/ods-graphql/bench.sqlite', root)),
  pushFile: ':memory:',
  definitions: new URL('data/datasets.ts', import.meta.url).href,
  onProgress: sayOnce,
});
const kept = new Map<string, Promise<Canned>>();
let calls = 0;
let last: Promise<unknown> = Promise.resolve();

/** What a portal says about itself and about its quota; the rest belongs to the connection. */
const HEADERS = ['content-type', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];

/** The first run builds the database, which takes a minute. */
function sayOnce(): void {
  if (!isBuilding)
    process.stderr.write('The database of the canned portal is being built, for this run and the next.\n');
  isBuilding = true;
}

async function make(target: string, form: string | undefined): Promise<Canned> {
  const { statusCode, headers, body } = await request(origin.url + target, {
    ...(form !== undefined && {
      method: 'POST',
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    bodyTimeout: 0,
    headersTimeout: 0,
  });
  const bytes = await buffer(body);
  const told = HEADERS.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : []));
  return {
    status: statusCode,
    headers: { ...Object.fromEntries(told), 'content-length': String(bytes.length) },
    bytes,
  };
}

/** By the request as it came, and in one spelling: sides write the same question differently. */
function cannedFor(target: string, form: string | undefined): Promise<Canned> {
  const key = `${target} ${form ?? ''}`;
  let canned = kept.get(key);
  if (!canned) {
    const spelling = spellingOf(target, form);
    canned = kept.get(spelling) ?? inTurn(() => make(target, form));
    kept.set(spelling, canned).set(key, canned);
  }
  return canned;
}

function spellingOf(target: string, form = ''): string {
  const { pathname, searchParams } = new URL(target, origin.url);
  const parameters = new URLSearchParams([...searchParams, ...new URLSearchParams(form)]);
  parameters.sort();
  return `${pathname} ${parameters}`;
}

/** The embedded portal is asked one thing after the other: it would close connections that wait for long. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => {});
  return result;
}

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = incoming.url ?? '/';
  if (target === '/bench/calls') return void response.end(String(calls));
  calls += 1;
  const form = incoming.method === 'POST' ? await text(incoming) : undefined;
  const { status, headers, bytes } = await cannedFor(target, form);
  if (latency > 0) await wait(latency);
  response.writeHead(status, headers).end(bytes);
}

const server = createServer((incoming, response) => {
  answer(incoming, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.writeHead(500).end();
  });
});
// Connections that wait for another side's turn are not closed.
server.keepAliveTimeout = 600_000;
server.listen(port, '127.0.0.1');
process.once('SIGTERM', () => process.exit());
