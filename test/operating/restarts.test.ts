/** Processes that end, as they are told to or not: no operation fails, and nothing that was acknowledged is lost. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { makeFolder, PushClient, pushKeys, realtimeDefinitions } from '../portal/push-client.ts';
import { startBalancer } from '../support/balancer.ts';
import { freePort } from '../support/free-port.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';
import { subscribe } from '../support/sse.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(settings: Record<string, string>): Promise<ServerProgram> {
  const program = await startServerProgram(settings);
  closing.push(() => program.child.kill('SIGKILL'));
  return program;
}

interface Answer {
  data?: Record<string, { accepted: number; failures: unknown[] }>;
  errors?: { extensions?: { code?: string } }[];
}

async function ask(url: string, query: string, variables = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const answer: Answer = await response.json();
  return answer;
}

test('replicas behind a balancer are replaced one after the other, and no operation fails', async () => {
  const settings = async () => ({
    ODS_URL: inject('portalUrl'),
    PORT: String(await freePort()),
    DRAIN_DELAY: '2',
    SHUTDOWN_GRACE: '20',
  });
  const [ofFirst, ofSecond] = [await settings(), await settings()];
  const replicas = [await started(ofFirst), await started(ofSecond)];
  const balancer = await startBalancer(replicas.map(({ url }) => url));
  closing.push(balancer.close);
  let isOver = false;
  let asked = 0;
  const failures: unknown[] = [];
  const client = async (number: number) => {
    while (!isOver) {
      asked += 1;
      const query = `query Load { dataset(datasetId: "earthquakes") { title records(first: ${1 + (asked % 20)}) { nodes { recordId } } } }`;
      const answer = await ask(balancer.url, query).catch((error: unknown) => ({ errors: [String(error)] }));
      if (answer.errors) failures.push(answer.errors);
      // Some of them stay away for longer than others: their connections are kept alive meanwhile.
      if (number % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 10 * number));
    }
  };
  const clients = Array.from({ length: 6 }, (_, number) => client(number));
  for (const [index, again] of [ofFirst, ofSecond].entries()) {
    const replica = replicas[index];
    if (!replica) throw new Error('There is no such replica.');
    const began = performance.now();
    replica.stop();
    const { code, errors } = await replica.ended();
    expect([code, errors]).toEqual([0, '']);
    expect(performance.now() - began).toBeLessThan(20_000);
    await started(again);
    await balancer.sees(replica.url, true);
  }
  isOver = true;
  await Promise.all(clients);
  process.stdout.write(`rolling restart: ${asked} operations, ${failures.length} failed\n`);
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(100);
});

test('a replica that stops says so first, and ends its streams with an error that tells clients to come again', async () => {
  const program = await started({ ODS_URL: inject('portalUrl'), DRAIN_DELAY: '1', SHUTDOWN_GRACE: '10' });
  const events = await subscribe<Answer>(
    program.url,
    'subscription { recordsPushed(datasetId: "earthquakes") { at } }',
  );
  program.stop();
  await expect.poll(async () => (await fetch(`${program.url}/ready`)).status).toBe(503);
  expect(await (await fetch(`${program.url}/ready`)).json()).toEqual({ status: 'draining' });
  const late = await fetch(`${program.url}/graphql?query={portal{name}}`);
  expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
  expect(await events.next()).toMatchObject({ errors: [{ extensions: { code: 'SERVER_STOPPING' } }] });
  expect(await events.next()).toBe(null);
  expect((await program.ended()).code).toBe(0);
});

const PUSH =
  'mutation($records: [JSONObject!]!, $key: String!) { pushRecords(input: { datasetId: "stock", resourceId: "realtime", pushKey: $key, records: $records }) { accepted failures { code } } }';

/** A portal whose pushed records outlive its process, what is pushed to it, and what of that was acknowledged. */
async function startStock() {
  const { folder, accessFile, remove } = makeFolder();
  closing.push(remove);
  const portal: Portal = await startPortal({
    definitions: realtimeDefinitions,
    databaseFile: join(folder, 'portal.sqlite'),
    accessFile,
  });
  closing.push(portal.close);
  const acknowledged: string[] = [];
  let last = 0;
  return {
    portal,
    acknowledged,
    /** Pushes three records; true if they were acknowledged. */
    async push(url: string): Promise<boolean> {
      last += 3;
      const records = [1, 2, 3].map((n) => ({ shop: `shop ${last + n}`, shelf: 1, amount: n }));
      const variables = { records, key: pushKeys['stock/realtime'] };
      const { data } = await ask(url, PUSH, variables).catch((): Answer => ({}));
      const isDone = data?.pushRecords?.accepted === 3;
      if (isDone) acknowledged.push(...records.map(({ shop }) => shop));
      return isDone;
    },
    /** Every record that was acknowledged is there, and none twice. */
    async check() {
      const shops = await new PushClient(portal.url).values('stock', 'shop');
      expect(new Set(shops).size).toBe(shops.length);
      expect(shops).toEqual(expect.arrayContaining(acknowledged));
      process.stdout.write(`kill -9: ${acknowledged.length} records acknowledged, ${shops.length} there\n`);
    },
  };
}

test('kill -9 of the graph while it pushes: what was acknowledged is there, once', async () => {
  const stock = await startStock();
  const settings = { ODS_URL: stock.portal.url, PORT: String(await freePort()) };
  for (let round = 0; round < 3; round += 1) {
    const program = await started(settings);
    let isOver = false;
    const pushing = [1, 2, 3, 4].map(async () => {
      while (!isOver) await stock.push(program.url);
    });
    const before = stock.acknowledged.length;
    await vi.waitUntil(() => stock.acknowledged.length > before + 12);
    program.child.kill('SIGKILL');
    isOver = true;
    await Promise.all(pushing);
    await program.ended();
  }
  await stock.check();
});

test('kill -9 of the portal while it is pushed to: what was acknowledged is there, once', async () => {
  const stock = await startStock();
  // Without a breaker, which would have it wait until the portal is looked at again.
  const program = await started({ ODS_URL: stock.portal.url, ODS_BREAKER_FAILURES: '0' });
  let isOver = false;
  const pushing = [1, 2, 3, 4].map(async () => {
    while (!isOver) await stock.push(program.url);
  });
  for (let round = 0; round < 3; round += 1) {
    const before = stock.acknowledged.length;
    await vi.waitUntil(() => stock.acknowledged.length > before + 12);
    process.kill(portalProcess(), 'SIGKILL');
  }
  const before = stock.acknowledged.length;
  await vi.waitUntil(() => stock.acknowledged.length > before + 12);
  isOver = true;
  await Promise.all(pushing);
  await stock.check();
});

/** The process of the portal that this one has started. */
function portalProcess(): number {
  const children = readdirSync(`/proc/${process.pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${process.pid}/task/${task}/children`, 'utf8').trim().split(' ').map(Number),
  );
  const found = children.find(
    (pid) => pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/src/portal/process.ts'),
  );
  if (found === undefined) throw new Error('The portal has no process.');
  return found;
}
