/** Several replicas of one server, through a real Redis: what they share, and what becomes of it when Redis goes. */
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type KeyedPortal, startKeyedPortal } from '../portals/keyed-portal.ts';
import { CACHING, type Graph, type GraphOptions, startGraph } from '../support/graph.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts';

const KEY = { authorization: 'Apikey k' };
const Text = '{ dataset(datasetId: "d") { records(first: 1) { nodes { value(field: "text") } } } }';
const AskQuota = '{ quota { limit remaining } }';
const Push = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';
const pushOf = (records: object[]) => ({
  input: { datasetId: 'd', resourceId: 'r', pushKey: 'k', records, allowUnknownFields: true },
});

const soon = (condition: () => boolean | Promise<boolean>) => vi.waitUntil(condition, { timeout: 30_000 });

interface Texts {
  dataset: { records: { nodes: { value: string }[] } };
}

describe.skipIf(!hasRedis())('replicas', () => {
  let redis: RedisServer;
  let portal: KeyedPortal;
  const replicas: Graph[] = [];
  let log = '';

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    log = '';
    portal = await startKeyedPortal();
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.close();
    await portal.close();
    // Whatever a test did to it.
    redis.resume();
    await redis.stop();
    await redis.start();
    expect(log).not.toContain(redis.password);
  });

  const note = (line: string) => {
    log += line;
  };

  /** How many times a replica logged that Redis is there, or away. */
  const told = (available: boolean) => log.split(available ? 'Redis is there' : 'Redis is away').length - 1;

  async function startReplica(options: GraphOptions = {}): Promise<Graph> {
    const logger = pino({ level: 'info' }, { write: note });
    const replica = await startGraph(portal.url, { redisUrl: redis.url, ...CACHING, logger, ...options });
    replicas.push(replica);
    return replica;
  }

  async function startTwo(options?: GraphOptions): Promise<[Graph, Graph]> {
    const two: [Graph, Graph] = [await startReplica(options), await startReplica(options)];
    await soon(() => told(true) === 2);
    return two;
  }

  async function read(replica: Graph, headers: Record<string, string> = KEY) {
    const { data, errors, extensions } = await replica.ask<Texts, object>(Text, {}, headers);
    return { text: data?.dataset?.records.nodes[0]?.value, errors, upstream: extensions.upstream };
  }

  test('what one has asked of the portal, the other has', async () => {
    const [a, b] = await startTwo();
    expect(await read(a)).toMatchObject({ text: 'Apikey k 1', upstream: { calls: 2 } });
    expect(await read(b)).toMatchObject({ text: 'Apikey k 1', upstream: { calls: 0, cached: 2, stale: 0 } });
    expect(portal.received).toHaveLength(2);
    // Found once, it is in the replica's own memory.
    await redis.stop();
    expect(await read(b)).toMatchObject({ text: 'Apikey k 1', upstream: { calls: 0, cached: 2 } });
  });

  test('the time to live begins where the portal was asked, whoever asked it', async () => {
    let now = Date.now();
    const [a, b] = await startTwo({
      now: () => now,
      cacheTtlDataset: 30,
      cacheStale: 0,
    });
    await read(a);
    now += 29_000;
    expect(await read(b)).toMatchObject({ upstream: { calls: 0, cached: 2 } });
    now += 2000;
    expect(await read(b)).toMatchObject({ upstream: { calls: 2, cached: 0 } });
  });

  test('the quota that one saw used up holds the other back, which tells it too', async () => {
    portal.limits.set('Apikey k', 2);
    const [a, b] = await startTwo();
    await read(a);
    await soon(async () => (await b.ask<{ quota: unknown }, object>(AskQuota, {}, KEY)).data?.quota !== null);
    const { data, extensions } = await b.ask(AskQuota, {}, KEY);
    expect([data, extensions.upstream.calls]).toEqual([{ quota: { limit: 2, remaining: 0 } }, 0]);
    const { errors } = await b.ask('{ datasets { totalCount } }', {}, KEY);
    expect(errors[0]?.extensions?.code).toBe('QUOTA_EXCEEDED');
    expect(portal.received).toHaveLength(2);
    // It is that caller's alone.
    expect((await b.ask(AskQuota)).data).toEqual({ quota: null });
    expect((await b.ask('{ datasets { totalCount } }')).errors).toEqual([]);
  });

  test('callers of different rights share nothing through Redis, and it holds no credential', async () => {
    const callers = ['Apikey a', 'Apikey b', 'Bearer a'];
    portal.rights = (who, datasetId) => datasetId !== 'd' || who !== 'Bearer a';
    const two = await startTwo();
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const authorization = callers[index % 3] ?? '';
          const { text, errors } = await read(two[index % 2] ?? two[0], { authorization });
          expect(errors).toEqual([]);
          expect(text).toBe(authorization === 'Bearer a' ? undefined : `${authorization} 1`);
        }),
      );
    }
    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    const values = await client.mget(keys);
    client.disconnect();
    expect(keys.length).toBeGreaterThan(4);
    for (const key of keys) expect(key.startsWith(`ods-graphql:2:${portal.url}/:`)).toBe(true);
    expect(keys.join()).not.toMatch(/apikey|bearer|search|\bd\b/i);
    // The portal of this test writes who asked into what it answers; nothing else may name it.
    const answers = values.map((value) => (value ?? '').replaceAll(/(Apikey|Bearer) \w 1/g, ''));
    expect(answers.join()).not.toMatch(/apikey|bearer|authorization/i);
  });

  test('a push through one drops what the other keeps', async () => {
    const [a, b] = await startTwo();
    await Promise.all([read(a), read(b)]);
    portal.version = 2;
    await a.ask(Push, pushOf([{ n: 1 }]));
    expect((await read(a)).text).toBe('Apikey k 2');
    await soon(async () => (await read(b)).text === 'Apikey k 2');
  });

  test('a change made while Redis was away is told when it is back', async () => {
    const [a, b] = await startTwo();
    await read(a);
    redis.pause();
    portal.version = 2;
    // The replica hears nothing of Redis and gives it up; what Redis holds is of before the change.
    await a.ask(Push, pushOf([{ n: 1 }]));
    await soon(() => told(false) > 0);
    redis.resume();
    await soon(() => told(true) > 2);
    await soon(async () => (await read(b)).text === 'Apikey k 2');
  });

  test('recordsPushed tells at one what was pushed through the other, once, and its own without Redis', async () => {
    const [a, b] = await startTwo();
    const [atA, atB] = [await subscribe(a), await subscribe(b)];
    await a.ask(Push, pushOf([{ n: 1 }]));
    await b.ask(Push, pushOf([{ n: 2 }]));
    const first = [await atA(), await atA(), await atB(), await atB()].flat();
    expect(first.map(({ n }) => n).sort()).toEqual([1, 1, 2, 2]);
    await redis.stop();
    await soon(() => told(false) === 2);
    await a.ask(Push, pushOf([{ n: 3 }]));
    expect(await atA()).toEqual([{ n: 3 }]);
    await redis.start();
    await soon(() => told(true) === 4);
    await a.ask(Push, pushOf([{ n: 4 }]));
    expect(await atA()).toEqual([{ n: 4 }]);
  });

  test.each(['stop', 'pause'] as const)('Redis under load: %s it, and no operation fails', async (how) => {
    // Each search is a new one, so that Redis is asked first.
    const two = await startTwo();
    const failures: unknown[] = [];
    let asked = 0;
    let isOver = false;
    const client = async (index: number) => {
      while (!isOver) {
        asked += 1;
        const search = `{ dataset(datasetId: "d") { records(first: 1, filter: { search: "w${asked}" }) { totalCount } } }`;
        const { errors } = await (two[index % 2] ?? two[0]).ask(search, {}, KEY);
        failures.push(...errors);
      }
    };
    const clients = Array.from({ length: 10 }, (_, index) => client(index));
    const more = async (count: number) => {
      const goal = asked + count;
      await soon(() => asked >= goal);
    };
    await more(200);
    await redis[how]();
    await soon(() => told(false) >= 2);
    await more(200);
    if (how === 'stop') await redis.start();
    else redis.resume();
    await soon(() => told(true) >= 4);
    await more(200);
    isOver = true;
    await Promise.all(clients);
    expect(failures).toEqual([]);
    // And they share again.
    await read(two[0], { authorization: 'Apikey late' });
    expect(await read(two[1], { authorization: 'Apikey late' })).toMatchObject({ upstream: { calls: 0 } });
  });

  test('without Redis a replica starts and answers, says so once, and takes part when Redis comes', async () => {
    await redis.stop();
    const a = await startReplica();
    expect(await read(a)).toMatchObject({ text: 'Apikey k 1', errors: [] });
    await soon(() => told(false) === 1);
    expect(await read(a)).toMatchObject({ upstream: { calls: 0, cached: 2 } });
    expect(told(false)).toBe(1);
    expect(log).toContain('ECONNREFUSED');
    await redis.start();
    await soon(() => told(true) === 1);
    const other = { authorization: 'Apikey other' };
    await read(a, other);
    const b = await startReplica();
    await soon(() => told(true) === 2);
    expect(await read(b, other)).toMatchObject({ upstream: { calls: 0, cached: 2 } });
  });
});

/** Reads the records of a subscription, as they come. */
async function subscribe({ url }: Graph): Promise<() => Promise<{ n: number }[]>> {
  const query = 'subscription { recordsPushed(datasetId: "d") { records } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return async () => {
    for (;;) {
      const [event, data] = /^event: next\ndata: (.*)\n\n/m.exec(text) ?? [];
      if (event !== undefined && data !== undefined) {
        text = text.slice(text.indexOf(event) + event.length);
        return JSON.parse(data).data.recordsPushed.records;
      }
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error(`The subscription ended: ${text}`);
      text += value;
    }
  };
}
