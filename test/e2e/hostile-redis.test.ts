/** Whoever can write to the Redis of the replicas may write anything: it ends none of them, and they answer right. */
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type KeyedPortal, startKeyedPortal } from '../portals/keyed-portal.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts';

const soon = (condition: () => boolean | Promise<boolean>) => vi.waitUntil(condition, { timeout: 30_000 });

const KEY = { authorization: 'Apikey k' };
const Text = '{ dataset(datasetId: "d") { records(first: 1) { nodes { value(field: "text") } } } }';
const Quota = '{ quota { limit remaining } }';
const Push = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

/** Messages that no replica sends. */
const MESSAGES: (string | Buffer)[] = [
  '',
  '\n',
  'no line',
  'someone d\n',
  'someone d\nnot json',
  'someone d\nnull',
  'someone d\n[]',
  'someone d\n{}',
  'someone d\n{"at":5,"records":7}',
  'someone d\n{"at":"2026-01-01T00:00:00Z","records":{"a":1},"bytes":-1e308}',
  `someone d\n{"at":"2026-01-01T00:00:00Z","records":[${deep}]}`,
  'someone d\n{"at":"2026-01-01T00:00:00Z","records":[{"__proto__":{"a":1}}],"bytes":"x"}',
  `someone ${'d'.repeat(100_000)}\n{}`,
  `someone d\n${'x'.repeat(10_000_000)}`,
  Buffer.from([0, 255, 254, 10, 128, 0, 195]),
];

/** What no replica keeps: under the key of an answer, a generation or a quota. */
const VALUES: string[] = [
  '',
  'not json',
  'null',
  '[]',
  '{}',
  deep,
  '{"answer":{"json":{"error":"x"},"headers":{},"length":20}}',
  '{"answer":{"json":[],"headers":{},"length":-5},"askedAt":1}',
  '{"answer":{"json":{},"headers":{},"length":1.5},"askedAt":1e308}',
  '{"answer":{"notFound":7,"length":1},"askedAt":"yesterday"}',
  '{"state":{"limit":-1,"remaining":0.5,"resetAt":"2099-01-01T00:00:00Z","observedAt":"2099-01-01T00:00:00Z"}}',
  '{"state":{"limit":"9","remaining":"0","resetAt":"2099-01-01T00:00:00Z","observedAt":"x"}}',
  '{"refusal":{"resetAt":"never"}}',
  '{"state":7,"refusal":"x"}',
];

describe.skipIf(!hasRedis())('a hostile Redis', () => {
  let redis: RedisServer;
  let client: Redis;
  let portal: KeyedPortal;
  const graphs: Graph[] = [];
  const failures: unknown[] = [];
  const note = (error: unknown) => void failures.push(error);

  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    process.on('unhandledRejection', note);
    process.on('uncaughtException', note);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
    client.disconnect();
    await redis.stop();
  });
  beforeEach(async () => {
    portal = await startKeyedPortal();
    portal.limits.set('Apikey k', 1_000_000);
  });
  afterEach(async () => {
    for (const graph of graphs.splice(0)) await graph.close();
    await portal.close();
    expect(failures).toEqual([]);
  });

  async function start(): Promise<Graph> {
    let log = '';
    const write = (line: string) => {
      log += line;
    };
    const options = { redisUrl: redis.url, ...CACHING, logger: pino({ level: 'info' }, { write }) };
    const graph = await startGraph(portal.url, options);
    graphs.push(graph);
    await vi.waitUntil(() => log.includes('Redis is there'), { timeout: 10_000 });
    return graph;
  }

  const channel = (name: string) => `ods-graphql:2:${portal.url}/:${name}`;

  async function read(graph: Graph): Promise<unknown> {
    const { data, errors } = await graph.ask<{ dataset: { records: { nodes: unknown[] } } }, object>(
      Text,
      {},
      KEY,
    );
    expect(errors).toEqual([]);
    return data?.dataset.records.nodes;
  }

  test('messages: the subscriber goes on, and is told what is pushed afterwards', async () => {
    const graph = await start();
    const told = await subscribe(graph);
    const anything = fc.sample(fc.tuple(fc.string({ unit: 'binary' }), fc.json()), 200);
    const heads = ['someone d\n', 'someone \n', ''];
    const messages = [
      ...MESSAGES,
      ...anything.flatMap(([text, json], index) => [text, `${heads[index % 3]}${json}`, `x d\n${text}`]),
    ];
    await soon(async () => Number((await client.pubsub('NUMSUB', channel('pushed')))[1]) === 1);
    for (const message of messages) {
      await client.publish(channel('pushed'), message);
      await client.publish(channel('changed'), message);
    }
    const input = {
      datasetId: 'd',
      resourceId: 'r',
      pushKey: 'k',
      records: [{ n: 'the last' }],
      allowUnknownFields: true,
    };
    expect((await graph.ask(Push, { input })).errors).toEqual([]);
    await told('the last');
    expect(await read(graph)).toEqual([{ value: 'Apikey k 1' }]);
  });

  test.each(VALUES.map((value) => [value.slice(0, 60), value]))(
    'under every key %s: the portal is asked instead',
    async (_, value) => {
      const first = await start();
      await read(first);
      const keys = await vi.waitUntil(
        async () => {
          const found = await client.keys(channel('*'));
          return found.some((key) => key.includes('answer:')) && found;
        },
        { timeout: 30_000 },
      );
      for (const key of keys) await client.set(key, value);
      const second = await start();
      expect(await read(second)).toEqual([{ value: 'Apikey k 1' }]);
      const { data, errors } = await second.ask<{ quota: { limit: number } }, object>(Quota, {}, KEY);
      expect([data?.quota.limit, errors]).toEqual([1_000_000, []]);
    },
  );
});

/** Subscribes to what is pushed, and gives what waits for a text in it. */
async function subscribe({ url }: Graph): Promise<(text: string) => Promise<void>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { recordsPushed(datasetId: "d") { records } }' }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return async (text) => {
    for (let heard = ''; !heard.includes(text); ) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error(`The subscription ended: ${heard}`);
      heard += value;
    }
  };
}
