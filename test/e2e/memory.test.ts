/** Streams stay streams: the program as an operator starts it, and what its process holds while records flow through it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';
import { subscribe } from '../support/sse.ts';

const CITIES = 'geonames-cities-1000';
/** Records of one piece of the portal's answer. */
const PIECE = 1000;

/** The embedded portal, but its download has as many records as are asked for here: none of its datasets has a million. */
let portal: Server;
let records = 0;
let program: ServerProgram;

beforeAll(async () => {
  const record = JSON.stringify(await someRecord());
  const piece = Array.from({ length: PIECE }, () => record).join(',');
  portal = createServer(async (request, response) => {
    const isDownload = request.url?.startsWith('/api/records/1.0/download/');
    const body = isDownload ? download(piece) : await answerOfPortal(request.url ?? '/');
    response.setHeader('content-type', 'application/json');
    await pipeline(Readable.from(body), response).catch(() => response.destroy());
  });
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  const address = portal.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  program = await startServerProgram({ ODS_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  program.stop();
  await program.ended();
  portal.close();
});

async function someRecord(): Promise<unknown> {
  const url = new URL(`/api/records/1.0/download/?dataset=${CITIES}&format=json&rows=1`, inject('portalUrl'));
  const [record] = await (await fetch(url)).json();
  return record;
}

function* download(piece: string): Generator<string> {
  for (let sent = 0; sent < records; sent += PIECE) yield `${sent === 0 ? '[' : ','}${piece}`;
  yield ']';
}

async function answerOfPortal(target: string): Promise<string[]> {
  return [await (await fetch(new URL(target, inject('portalUrl')))).text()];
}

async function exported(look: () => void): Promise<number> {
  const response = await fetch(`${program.url}/export/${CITIES}.json`);
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    look();
  }
  return bytes;
}

async function downloaded(look: () => void): Promise<number> {
  const query = `subscription { downloadRecords(datasetId: "${CITIES}") { received done records { recordId fields } } }`;
  const { next } = await subscribe<{ data: { downloadRecords: { received: number } } }>(program.url, query);
  let received = 0;
  for (let event = await next(); event; event = await next()) {
    received = event.data.downloadRecords.received;
    look();
  }
  return received;
}

/** What the process held, in MB, while this many records flowed through: at most, and at least in the second half. */
async function memoryOf(count: number, flow: (look: () => void) => Promise<number>) {
  records = count;
  const held: number[] = [];
  let looks = 0;
  const amount = await flow(() => {
    if (looks++ % 50 === 0) held.push(program.rss());
  });
  return { amount, looks, most: Math.max(...held), least: Math.min(...held.slice(held.length / 2)) };
}

test.each([
  { name: 'as a file', flow: exported, bytes: 400_000_000 },
  { name: 'in batches', flow: downloaded, bytes: 1_000_000 },
])(
  '1,000,000 records take no more memory than 100,000: $name',
  async ({ flow, bytes }) => {
    // Code is loaded by the first of them.
    await memoryOf(100_000, flow);
    const some = await memoryOf(100_000, flow);
    const many = await memoryOf(1_000_000, flow);
    expect(many.amount).toBeGreaterThanOrEqual(bytes);
    expect(many.looks).toBeGreaterThan(500);
    // V8 lets up to 64 MB of buffers pile up before it collects them, now and then: ten times as long finds it oftener,
    // and on a busy machine it may take more than one such flow until it does.
    let { least, most } = many;
    for (let more = 0; more < 2 && least / some.least >= 1.1; more += 1) {
      const again = await memoryOf(1_000_000, flow);
      least = Math.min(least, again.least);
      most = Math.max(most, again.most);
    }
    expect(least / some.least).toBeLessThan(1.1);
    expect(most - some.least).toBeLessThan(100);
  },
  // It takes 25 seconds on a machine that does nothing else.
  400_000,
);
