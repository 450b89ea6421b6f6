/** A Redis in which somebody writes what no replica would. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GOOD, type MisbehavingPortal, startMisbehavingPortal } from '../portals/misbehaving-portal.ts';
import { besiege } from '../support/hostile.ts';
import { head, hear, openSocket } from '../support/raw-http.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts';
import { send } from '../support/send.ts';

const PUSHED = encodeURIComponent('subscription { recordsPushed(datasetId: "good") { records } }');
const ORIGIN = '00000000-0000-4000-8000-000000000000';

/** What stands in a message behind the name of the dataset. */
const BODIES: [string, string][] = [
  ['nothing', ''],
  ['no JSON', '{not json'],
  ['null', 'null'],
  ['a number', '1'],
  ['a list', '[]'],
  ['an empty object', '{}'],
  ['no time', '{"records":[{}],"bytes":1}'],
  ['a time that is none', '{"at":"yesterday","records":[{}],"bytes":1}'],
  ['records that are none', '{"at":"2026-01-01T00:00:00Z","records":{"a":1},"bytes":1}'],
  ['records of other things', '{"at":"2026-01-01T00:00:00Z","records":[1,null,"x",[]],"bytes":1}'],
  ['bytes below nothing', '{"at":"2026-01-01T00:00:00Z","records":[],"bytes":-1e308}'],
  ['bytes that are a text', '{"at":"2026-01-01T00:00:00Z","records":[],"bytes":"x"}'],
  ['100,000 levels', '['.repeat(100_000)],
  [
    '100,000 levels of a record',
    `{"at":"2026-01-01T00:00:00Z","records":[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}],"bytes":1}`,
  ],
  ['20 MB', `{"at":"2026-01-01T00:00:00Z","records":[{"a":"${'x'.repeat(20_000_000)}"}],"bytes":1}`],
  ['2,000,000 records', `{"at":"2026-01-01T00:00:00Z","records":[${'{},'.repeat(2_000_000)}{}],"bytes":1}`],
  ['the name of a prototype', '{"__proto__":{"at":"2026-01-01T00:00:00Z"},"records":[{"__proto__":1}]}'],
  ['half a character', '{"at":"2026-01-01T00:00:00Z","records":[{"a":"\\ud800"}],"bytes":1}'],
];

describe.skipIf(!hasRedis())('a replica', () => {
  let portal: MisbehavingPortal;
  let redis: RedisServer;
  let client: Redis;

  beforeAll(async () => {
    [portal, redis] = await Promise.all([startMisbehavingPortal(), startRedis()]);
    client = new Redis(redis.url);
  });
  const siege = besiege({ settings: () => ({ ODS_URL: portal.url, REDIS_URL: redis.url }), ordinary: GOOD });
  afterAll(async () => {
    client.disconnect();
    await redis.stop();
    await portal.close();
  });

  /** The channels on which the replica hears, once it does. */
  async function channels(): Promise<string[]> {
    for (;;) {
      const names = await client.call('PUBSUB', 'CHANNELS');
      if (Array.isArray(names) && names.length > 0) return names.map(String);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Publishes these messages while somebody subscribes; what the subscriber heard, up to a right one at the end. */
  function heardAfter(messages: readonly (string | Buffer)[]): Promise<string> {
    return siege.attack(async ({ url }) => {
      const socket = await openSocket(url);
      const begun = hear(socket, /\r\n\r\n/);
      socket.write(head(`GET /graphql?query=${PUSHED}`, 'Host: localhost', 'Accept: text/event-stream'));
      await begun;
      const heard = hear(socket, /the right one/, 6000);
      const right = `${ORIGIN} good\n{"at":"2026-01-01T00:00:00Z","records":[{"a":"the right one"}],"bytes":9}`;
      const names = await channels();
      for (const channel of names) for (const message of messages) await client.publish(channel, message);
      const timer = setInterval(
        () => names.forEach((channel) => void client.publish(channel, right).catch(() => {})),
        200,
      );
      const text = await heard;
      clearInterval(timer);
      socket.destroy();
      return text;
    });
  }

  test.each(BODIES)('with a subscriber passes over a message of %s', async (_, body) => {
    expect(await heardAfter([`${ORIGIN} good\n${body}`])).toContain('the right one');
  });

  test('with a subscriber passes over messages of no form', async () => {
    const messages = [
      '',
      '\n',
      ' ',
      'x',
      ORIGIN,
      `${ORIGIN} `,
      `${ORIGIN}\n`,
      'good\n{}',
      '\n\n\n',
      'x'.repeat(5_000_000),
      Buffer.from([0xff, 0xfe, 0, 10, 0xc0]),
    ];
    expect(await heardAfter(messages)).toContain('the right one');
  });

  test('takes 20,000 messages', async () => {
    const messages = Array.from({ length: 20_000 }, (_, n) => `${ORIGIN} ${n % 2 ? 'good' : `d${n}`}\n{}`);
    const heard = await siege.attack(async () => {
      const names = await channels();
      const pipeline = client.pipeline();
      for (const channel of names) for (const message of messages) pipeline.publish(channel, message);
      return pipeline.exec();
    });
    expect(heard?.length).toBeGreaterThanOrEqual(20_000);
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['null', 'null'],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a number', '1'],
    ['another object', '{"answer":1}'],
    ['a list of numbers', '[1,2,3]'],
    ['100,000 levels', '['.repeat(100_000)],
    ['20 MB', 'x'.repeat(20_000_000)],
  ])('that finds %s under every key answers as if there was nothing', async (_, garbage) => {
    await client.flushall();
    const replies = await siege.attack(async ({ url }) => {
      const ask = () =>
        send(`${url}/graphql`, {
          json: { query: GOOD.query },
          headers: { authorization: `Apikey ${garbage.length}` },
        });
      const first = await ask();
      for (const key of await client.keys('*')) await client.set(key, garbage);
      const other = await send(`${url}/graphql`, {
        json: { query: '{ quota { remaining } datasets { totalCount } }' },
      });
      return [first, await ask(), other];
    });
    expect(replies[1]?.answer.data).toEqual(GOOD.data);
    for (const { answer } of replies) expect(answer.errors).toBeUndefined();
  });

  test('that finds lists where texts were answers as if there was nothing', async () => {
    const reply = await siege.attack(async ({ url }) => {
      await send(`${url}/graphql`, { json: { query: GOOD.query } });
      for (const key of await client.keys('*')) {
        await client.del(key);
        await client.lpush(key, 'x');
      }
      return send(`${url}/graphql`, {
        json: { query: GOOD.query },
        headers: { authorization: 'Apikey lists' },
      });
    });
    expect(reply.answer.data).toEqual(GOOD.data);
  });
});
