/**
 * `npm run soak`: the server at load over a portal that fails at random, for ten minutes (`npm run soak -- 60` for a minute).
 * Prints every ten seconds what it holds, and at the end whether it has grown, and how much of its error budget was spent.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseMetrics, sampleOf } from '../test/operating/prometheus.ts';
import { rightAnswer } from '../test/portals/misbehaving-portal.ts';
import { freePort } from '../test/support/free-port.ts';
import { type ServerProgram, startServerProgram } from '../test/support/server-program.ts';

/** Clients that ask without a pause, and how often the portal fails. */
const CLIENTS = 12;
const FAULTS = 0.05;
/** The part of all requests that may fail by this server's own fault: none is meant to. */
const ERROR_BUDGET = 0.001;

/** What the process holds. */
interface Holding {
  rss: number;
  heap: number;
  handles: number;
  files: number;
}

export interface SoakReport {
  requests: number;
  /** Requests that failed as the portal did, and as this server must not: no answer, or an error of its own. */
  portalFailures: number;
  ownFailures: string[];
  /** The part of the error budget that was spent; more than 1 is too much. */
  budgetSpent: number;
  /** At rest after the warm-up, and at rest at the end. */
  before: Holding;
  after: Holding;
}

const faults: ((response: ServerResponse) => void)[] = [
  (response) => void response.writeHead(503, { 'retry-after': '1' }).end(),
  (response) => void response.writeHead(500).end('{"error":"oops"}'),
  (response) => void response.destroy(),
  (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'),
  (response) => void response.writeHead(200).write('{"nhits":', () => response.destroy()),
  (response) => void setTimeout(() => response.end('{}'), 3000),
];

function pick<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(Math.random() * all.length)];
}

/** A portal that fails on so many of its calls. */
async function startPortal() {
  const server = createServer(({ url = '/' }, response) => {
    response.on('error', () => {});
    if (Math.random() < FAULTS) return pick(faults)?.(response);
    response.setHeader('content-type', 'application/json');
    if (url.includes('/download/'))
      return void response.end(`[${'{"fields":{}},'.repeat(2000)}{"fields":{}}]`);
    response.end(JSON.stringify(rightAnswer(url)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What clients do: ordinary operations, wrong ones, exports, subscriptions, and leaving early. */
const deeds: ((url: string, signal: AbortSignal) => Promise<Response>)[] = [
  ...Array.from({ length: 6 }, () => (url: string, signal: AbortSignal) => {
    const id = Math.floor(Math.random() * 500);
    return post(
      url,
      `query Card { dataset(datasetId: "d${id}") { title records(first: 2) { nodes { recordId } } } }`,
      signal,
    );
  }),
  (url, signal) => post(url, '{ datasets(first: 5) { totalCount nodes { datasetId } } }', signal),
  (url, signal) => post(url, '{ nothing', signal),
  (url, signal) => fetch(`${url}/export/d1.json`, { signal }).catch(brokenOff),
  (url, signal) => fetch(`${url}/unknown`, { signal }),
  (url, signal) =>
    post(
      url,
      'subscription { recordsPushed(datasetId: "d1") { at } }',
      AbortSignal.any([signal, AbortSignal.timeout(300)]),
      {
        accept: 'text/event-stream',
      },
    ),
  (url, signal) =>
    post(url, '{ dataset(datasetId: "left") { title } }', AbortSignal.any([signal, AbortSignal.timeout(2)])),
];

/** An export that the portal breaks off ends its connection, perhaps before anything of it was sent on. */
function brokenOff(error: unknown): Response {
  const isClosed =
    error instanceof TypeError &&
    error.cause instanceof Error &&
    /other side closed/.test(error.cause.message);
  if (!isClosed) throw error;
  return new Response('UPSTREAM_UNAVAILABLE');
}

function post(url: string, query: string, signal: AbortSignal, headers = {}): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    signal,
  });
}

/** Runs for so many seconds; `say` gets a line from time to time. */
export async function soak(seconds: number, say: (line: string) => void): Promise<SoakReport> {
  const portal = await startPortal();
  const port = await freePort();
  const server = await startServerProgram({
    ODS_URL: portal.url,
    METRICS_PORT: String(port),
    ODS_TIMEOUT: '2000',
    CACHE_TTL_RECORDS: '1',
    CACHE_TTL_DATASET: '1',
    CACHE_STALE: '5',
    CACHE_MAX_MB: '8',
  });
  try {
    return await measured(server, `http://127.0.0.1:${port}/metrics`, seconds, say);
  } finally {
    server.child.kill('SIGKILL');
    portal.close();
  }
}

async function measured(
  server: ServerProgram,
  metrics: string,
  seconds: number,
  say: (line: string) => void,
): Promise<SoakReport> {
  const tally = { requests: 0, portalFailures: 0, ownFailures: [] as string[] };
  // The memory of V8 grows to its working size first.
  await load(
    server.url,
    Math.max(5, seconds / 4),
    { requests: 0, portalFailures: 0, ownFailures: [] },
    () => {},
  );
  const before = await atRest(metrics);
  say(`at rest after the warm-up: ${shown(before)}`);
  await load(server.url, seconds, tally, async () => {
    say(
      `${tally.requests} requests, ${tally.portalFailures} failed as the portal did: ${shown(await holding(metrics))}`,
    );
  });
  const after = await atRest(metrics);
  say(`at rest at the end: ${shown(after)}`);
  const budgetSpent = tally.ownFailures.length / (ERROR_BUDGET * tally.requests);
  say(
    `error budget: ${tally.ownFailures.length} own failures of ${tally.requests} requests, ${Math.round(100 * budgetSpent)} % spent`,
  );
  for (const [failure, times] of countsOf(tally.ownFailures)) say(`${times} times: ${failure}`);
  return { ...tally, budgetSpent, before, after };
}

function countsOf(failures: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const failure of failures) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return counts;
}

type Tally = Pick<SoakReport, 'requests' | 'portalFailures' | 'ownFailures'>;

async function load(url: string, seconds: number, tally: Tally, tell: () => void): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const telling = setInterval(tell, 10_000);
  const client = async () => {
    while (performance.now() < end) await act(url, tally);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  clearInterval(telling);
}

async function act(url: string, tally: Tally): Promise<void> {
  const leaving = AbortSignal.timeout(30_000);
  tally.requests += 1;
  try {
    const response = await pick(deeds)?.(url, leaving);
    const text = (await response?.text()) ?? '';
    if (response?.status === 500 || text.includes('INTERNAL_SERVER_ERROR'))
      tally.ownFailures.push(text.slice(0, 200));
    else if (/UPSTREAM_|QUOTA_/.test(text)) tally.portalFailures += 1;
  } catch (error) {
    const { name = '' } = error instanceof Error ? error : {};
    // Those who leave are told so; an export that the portal breaks off ends in the middle.
    if (name === 'TimeoutError' && !leaving.aborted) return;
    if (name === 'TypeError' && String(error).includes('terminated')) tally.portalFailures += 1;
    else tally.ownFailures.push(told(error));
  }
}

/** An error of `fetch` says why in its causes. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${told(error.cause)})`;
  return `${error}${cause}`;
}

async function holding(metrics: string): Promise<Holding> {
  const all = await parseMetrics(await (await fetch(metrics)).text());
  const of = (name: string) => sampleOf(all, name) ?? 0;
  return {
    rss: of('process_resident_memory_bytes') / 1024 / 1024,
    heap: of('nodejs_heap_size_used_bytes') / 1024 / 1024,
    handles: of('nodejs_active_handles_total'),
    files: of('process_open_fds'),
  };
}

/** What it holds when nobody asks: the least of some looks, since connections close in their time, and V8 collects after eight idle seconds. */
async function atRest(metrics: string): Promise<Holding> {
  const looks: Holding[] = [];
  for (let look = 0; look < 12; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    looks.push(await holding(metrics));
  }
  const least = (of: keyof Holding) => Math.min(...looks.map((one) => one[of]));
  return { rss: least('rss'), heap: least('heap'), handles: least('handles'), files: least('files') };
}

function shown({ rss, heap, handles, files }: Holding): string {
  return `${Math.round(rss)} MB resident, ${Math.round(heap)} MB of heap, ${handles} handles, ${files} files`;
}

/** Sentences about what has grown beyond what chance explains; none if nothing has. */
export function growthOf({ before, after, budgetSpent, ownFailures }: SoakReport): string[] {
  return [
    ...(after.rss - before.rss > 40
      ? [`The memory has grown from ${shown(before)} to ${shown(after)}.`]
      : []),
    ...(after.handles - before.handles > 20
      ? [`There are ${after.handles} handles, and were ${before.handles}.`]
      : []),
    ...(after.files - before.files > 20
      ? [`There are ${after.files} open files, and were ${before.files}.`]
      : []),
    ...(budgetSpent > 1 ? [`The error budget is spent: ${ownFailures.slice(0, 3).join(' | ')}`] : []),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const growth = growthOf(await soak(Number(process.argv[2] ?? 600), say));
  for (const sentence of growth) say(sentence);
  process.exitCode = growth.length > 0 ? 1 : 0;
}
