/** Random messages and values in Redis: a replica passes over what no replica says. */
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { GOOD, type MisbehavingPortal, startMisbehavingPortal } from '../portals/misbehaving-portal.ts';
import { anyJson, anyText } from '../support/arbitrary-operation.ts';
import { fuzz } from '../support/fuzz.ts';
import { besiege } from '../support/hostile.ts';
import { head, openSocket } from '../support/raw-http.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts';
import { send } from '../support/send.ts';

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

  const body = fc.oneof(
    anyText,
    anyJson.map((json) => JSON.stringify(json)),
    fc
      .record(
        {
          at: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), anyJson),
          records: fc.oneof(fc.array(fc.dictionary(anyText, anyJson)), anyJson),
          bytes: anyJson,
        },
        { requiredKeys: [] },
      )
      .map((json) => JSON.stringify(json)),
  );
  const message = fc.oneof(
    {
      arbitrary: fc
        .tuple(fc.uuid(), fc.constantFrom('good', 'good', '', ' ', 'other'), body)
        .map(([origin, topic, text]) => `${origin} ${topic}\n${text}`),
      weight: 4,
    },
    { arbitrary: body, weight: 1 },
  );

  fuzz('messages of Redis', siege, message, 200, async ({ url }, text) => {
    const subscription = encodeURIComponent(
      'subscription { recordsPushed(datasetId: "good") { records at } }',
    );
    const socket = await openSocket(url);
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.write(head(`GET /graphql?query=${subscription}`, 'Host: localhost', 'Accept: text/event-stream'));
    while (heard === '' && !socket.destroyed) await new Promise((resolve) => setTimeout(resolve, 10));
    const channels = await client.call('PUBSUB', 'CHANNELS');
    for (const channel of Array.isArray(channels) ? channels : [])
      await client.publish(String(channel), text);
    socket.destroy();
    expect(heard).not.toContain('INTERNAL_SERVER_ERROR');
  });

  fuzz('values in Redis', siege, body, 150, async ({ url }, text) => {
    for (const key of await client.keys('*')) await client.set(key, text);
    const { answer } = await send(`${url}/graphql`, {
      json: { query: `{ quota { remaining } ${GOOD.query.slice(1)}` },
      headers: { authorization: `Apikey ${Math.random()}` },
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject(GOOD.data);
  });
});
