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

/** The most that the process held, in MB, while this many records flowed through, and how often it was looked at. */
async function peakOf(count: number, flow: (look: () => void) => Promise<number>) {
  records = count;
  let peak = 0;
  let looks = 0;
  const amount = await flow(() => {
    if (looks++ % 50 === 0) peak = Math.max(peak, program.rss());
  });
  return { amount, peak, looks };
}

test.each([
  { name: 'as a file', flow: exported, least: 400_000_000, ratio: 1.1 },
  // Each record is parsed: V8 lets its young generation grow as long as there is work, to some 70 MB more.
  { name: 'in batches', flow: downloaded, least: 1_000_000, ratio: 1.5 },
])(
  '1,000,000 records take hardly more memory than 100,000: $name, $ratio times at most',
  async ({ flow, least, ratio }) => {
    // Code is loaded by the first of them.
    await peakOf(100_000, flow);
    const some = await peakOf(100_000, flow);
    const many = await peakOf(1_000_000, flow);
    expect(many.amount).toBeGreaterThanOrEqual(least);
    expect(many.looks).toBeGreaterThan(500);
    expect(many.peak / some.peak).toBeLessThan(ratio);
  },
  // It takes 25 seconds on a machine that does nothing else.
  240_000,
);
