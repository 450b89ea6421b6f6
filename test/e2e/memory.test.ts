/** Streams stay streams: the program as an operator starts it, and what its process holds while everything flows through. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { subscribe } from '../support/sse.ts';

const CITIES = 'geonames-cities-1000';
const MOST_GROWTH = 64 * 1024;

let child: ChildProcess;
let url = '';

beforeAll(async () => {
  const root = new URL('../../', import.meta.url).pathname;
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const [, ...args] = String(scripts.start).split(' ');
  child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'silent', ODS_URL: inject('portalUrl') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  while (!output.includes('GraphQL: ')) output += String((await once(child.stdout ?? child, 'data'))[0]);
  url = /GraphQL: (\S+)\/graphql/.exec(output)?.[1] ?? '';
});
afterAll(() => void child.kill());

/** What the process holds, in KiB. */
const held = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }));

async function exported(datasetId: string, look: () => void): Promise<number> {
  const response = await fetch(`${url}/export/${datasetId}.json`);
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    look();
  }
  return bytes;
}

async function downloaded(datasetId: string, look: () => void): Promise<number> {
  const query = `subscription { downloadRecords(datasetId: "${datasetId}") { received done records { recordId fields } } }`;
  const { next } = await subscribe<{ data: { downloadRecords: { received: number } } }>(url, query);
  let received = 0;
  for (let event = await next(); event; event = await next()) {
    received = event.data.downloadRecords.received;
    look();
  }
  return received;
}

test('135,233 records flow through, as a file and in batches, and the process grows by less than 64 MB', async () => {
  // At rest is after it has done each once: code is loaded, and the young generation has its size.
  await exported('world-countries', () => {});
  await downloaded('world-countries', () => {});
  const atRest = held();
  let most = 0;
  let looks = 0;
  const look = () => {
    if (looks++ % 50 === 0) most = Math.max(most, held());
  };
  expect(await exported(CITIES, look)).toBeGreaterThan(70_000_000);
  expect(await downloaded(CITIES, look)).toBe(135_233);
  expect(looks).toBeGreaterThan(500);
  expect(most - atRest).toBeLessThan(MOST_GROWTH);
});
