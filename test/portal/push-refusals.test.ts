/** Pushes that are refused: nothing of them is kept, and the answer says why. */
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PushClient, pushKeys, startRealtime } from './push-client.ts';

let client: PushClient;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ client, close, failures } = await startRealtime());
});
afterAll(async () => {
  expect((await client.records('things')).nhits).toBe(0);
  await close();
  expect(failures).toEqual([]);
});

const pushkey = pushKeys['things/realtime'] ?? '';

/** What comes of a push into `things`. */
async function refused(body: unknown, path = 'push') {
  const { status, text } = await client.send(`things/realtime/${path}`, body, { pushkey });
  return { status, body: JSON.parse(text) };
}

describe('a push key', () => {
  test.each<[string, string, Record<string, string>, number]>([
    ['that is missing', 'things/realtime', {}, 401],
    ['that is empty', 'things/realtime', { pushkey: '' }, 401],
    ['that is wrong', 'things/realtime', { pushkey: 'wrong-key-0123' }, 401],
    ['of another dataset', 'things/realtime', { pushkey: 'key-of-stock' }, 401],
    ['of another resource', 'things/realtime', { pushkey: 'key-of-echtzeit' }, 401],
    ['that is an API key', 'things/realtime', { pushkey: 'key-one' }, 401],
    ['for a resource that takes no pushes', 'keyless/realtime', { pushkey: 'key-of-things' }, 403],
    ['for a dataset that takes no pushes', 'still/realtime', { pushkey: 'key-of-still' }, 403],
    ['for a resource that does not exist', 'things/other', { pushkey: 'key-of-things' }, 404],
    ['for a dataset that does not exist', 'nosuch/realtime', { pushkey: 'key-of-things' }, 404],
    ['for a dataset that one may not see', 'vault/realtime', { pushkey: 'key-of-things' }, 404],
  ])('%s opens nothing', async (_, target, parameters, status) => {
    for (const change of ['push', 'delete', `${'0'.repeat(40)}/delete`]) {
      const path = `${target}/${change}`;
      const answer = change.includes('/')
        ? await client.call(`/api/push/1.0/${path}/?${new URLSearchParams(parameters)}`)
        : await client.send(path, { name: 'x' }, parameters);
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.text)).toEqual({ error: expect.any(String) });
      expect(answer.text).not.toMatch(/wrong-key|key-o/);
      expect(answer.headers.has('X-RateLimit-Remaining')).toBe(true);
    }
  });

  test('opens a restricted dataset for pushes, and not for reading', async () => {
    expect(
      (await client.send('vault/realtime/push', { word: 'x' }, { pushkey: 'key-of-vault' })).status,
    ).toBe(200);
    for (const parameter of ['pushkey', 'apikey']) {
      const path = `/api/records/1.0/search/?dataset=vault&${parameter}=key-of-vault`;
      expect((await client.call(path)).status).not.toBe(200);
    }
    const reader = client.with({ Authorization: 'Apikey key-one' });
    expect((await reader.records('vault')).nhits).toBe(1);
  });

  test('of a header, a cookie or the body is none', async () => {
    const headers = { Authorization: `Apikey ${pushkey}`, Cookie: `pushkey=${pushkey}`, pushkey };
    const init = { method: 'POST', headers, body: `pushkey=${pushkey}` };
    expect((await client.call('/api/push/1.0/things/realtime/push/', init)).status).toBe(401);
  });
});

describe('a method', () => {
  test.each([
    ['push', 'GET', 'POST'],
    ['push', 'PUT', 'POST'],
    ['push', 'DELETE', 'POST'],
    ['push', 'OPTIONS', 'POST'],
    ['delete', 'GET', 'POST'],
    [`${'a'.repeat(40)}/delete`, 'POST', 'GET'],
    [`${'a'.repeat(40)}/delete`, 'HEAD', 'GET'],
  ])('of %s that is %s is not %s', async (path, method, allowed) => {
    const answer = await client.call(`/api/push/1.0/things/realtime/${path}/?pushkey=${pushkey}`, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe(allowed);
  });
});

describe('a body', () => {
  test.each(['', 'x', '{', '{"name": "x"', 'name=x', '{"name": NaN}', "{'name': 'x'}"])(
    '%j is no JSON',
    async (body) => {
      expect(await refused(body)).toEqual({ status: 400, body: { error: expect.stringContaining('JSON') } });
    },
  );

  test.each(['1', '"x"', 'null', 'true', '[1]', '[[]]', '[null]'])('%s holds no object', async (body) => {
    const answer = await refused(body);
    expect(answer).toEqual({ status: 400, body: { index: 0, error: expect.stringContaining('object') } });
  });

  test.each(['not hex', '0'.repeat(39), 'A'.repeat(40), '%2e%2e', `${'0'.repeat(40)}'`])(
    'is not needed for a record id, but %j is none',
    async (id) => {
      const answer = await client.removeById('things', encodeURIComponent(id));
      expect(answer.status).toBe(400);
    },
  );
});

describe('a value that does not fit', () => {
  test.each<[field: string, value: unknown]>([
    ['name', { a: 1 }],
    ['name', ['a']],
    ['tags', [['a']]],
    ['size', 1.5],
    ['size', 'many'],
    ['size', true],
    ['size', 2 ** 53],
    ['weight', '0x10'],
    ['weight', '1,5'],
    ['weight', 'Infinity'],
    ['made', '2024-02-30'],
    ['made', 20_240_101],
    ['made', '24-01-01'],
    ['made', '2024-01-01Tnoon'],
    ['seen', 'yesterday'],
    ['seen', 1_700_000_000],
    ['seen', '2024-01-01T25:00:00'],
    ['place', [91, 0]],
    ['place', [0, 181]],
    ['place', [1]],
    ['place', [1, 2, 3]],
    ['place', '48.5'],
    ['place', { lat: 1 }],
    ['outline', { type: 'Circle', coordinates: [1, 2] }],
    ['outline', { type: 'Polygon', coordinates: [[1, 2]] }],
    ['outline', { type: 'Point', coordinates: ['1', '2'] }],
    ['outline', 'POINT (1 2)'],
    ['photo', 'abc'],
    ['photo', { content: 'abc' }],
    ['photo', { content: '***', 'content-type': 'image/png' }],
    ['photo', { content: 'abcd', 'content-type': 'png' }],
    ['photo', { content: 'abcd', 'content-type': 'text/html\r\nX-Evil: 1' }],
    ['photo', { content: 'abcd', 'content-type': 'image/png', filename: '../../etc/passwd' }],
    ['more', 'text'],
    ['more', 1],
  ])('as the %s %j is refused by its place', async (field, value) => {
    const answer = await refused([{ name: 'good' }, { name: 'good too' }, { [field]: value }]);
    expect(answer).toEqual({
      status: 400,
      body: {
        index: 2,
        field,
        error: expect.stringMatching(new RegExp(`^Record 2, field "${field}".*expected\\.$`)),
      },
    });
    expect((await client.records('things')).nhits).toBe(0);
  });

  test('is an infinite number as JSON can write it', async () => {
    for (const json of ['{"weight": 1e999}', '{"size": 1e999}', '{"place": [1e999, 0]}']) {
      expect((await refused(json)).status).toBe(400);
    }
  });

  test('is a record without a value, or without its unique id', async () => {
    for (const record of [{}, { nope: 1 }, { name: null }]) {
      expect(await refused([{ name: 'good' }, record])).toMatchObject({ status: 400, body: { index: 1 } });
    }
    for (const record of [{ shop: 'A' }, { shelf: 1 }, { shop: 'A', shelf: null }, { amount: 1 }]) {
      const { status, text } = await client.send('stock/realtime/push', [record], {
        pushkey: 'key-of-stock',
      });
      expect({ status, body: JSON.parse(text) }).toMatchObject({ status: 400, body: { index: 0 } });
    }
    expect((await client.records('stock')).nhits).toBe(0);
  });

  test('lets nothing of its request be deleted either', async () => {
    await client.push('stock', { shop: 'A', shelf: 1 });
    const { status } = await client.send('stock/realtime/delete', [{ shop: 'A', shelf: 1 }, { shop: 'A' }], {
      pushkey: 'key-of-stock',
    });
    expect(status).toBe(400);
    expect((await client.records('stock')).nhits).toBe(1);
    await client.remove('stock', { shop: 'A', shelf: 1 });
  });

  test('is JSON that is nested without end', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const field of ['more', 'outline', 'name', 'tags', 'place', 'photo']) {
      expect((await refused(`[{"name": "good"}, {"${field}": ${deep}}]`)).status).toBe(400);
    }
    expect((await refused(deep)).status).toBe(400);
    const levels = (count: number) => JSON.parse(`${'['.repeat(count)}${']'.repeat(count)}`);
    expect((await refused({ more: levels(101) })).status).toBe(400);
    await client.push('things', { more: levels(100) });
    expect(await client.values('things', 'more')).toEqual([levels(100)]);
    await client.remove('things', { more: levels(100) });
  });

  test('never is the portal’s own fault, whatever it is', async () => {
    const field = fc.constantFrom(
      'name',
      'tags',
      'path',
      'size',
      'made',
      'seen',
      'place',
      'outline',
      'photo',
      'more',
    );
    const shape = fc.record({
      type: fc.constantFrom(
        'Point',
        'LineString',
        'Polygon',
        'MultiPolygon',
        'GeometryCollection',
        'Feature',
      ),
      coordinates: fc.jsonValue(),
      geometries: fc.jsonValue(),
    });
    const file = fc.record({
      content: fc.base64String(),
      'content-type': fc.constantFrom('image/png', 'a/b'),
    });
    const value = fc.oneof(fc.jsonValue(), shape, file, fc.double().map(String), fc.date().map(String));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.dictionary(field, value), { maxLength: 3 }), async (records) => {
        const { status, text } = await client.send('things/realtime/push', records, { pushkey });
        expect({ status, text }).toEqual(
          status === 200
            ? { status: 200, text: '{"status":"ok"}' }
            : { status: 400, text: expect.stringMatching(/"index":\d/) },
        );
        if (status !== 200) return;
        await client.remove('things', records);
        expect((await client.records('things')).nhits).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('more than 5 MB', () => {
  /** A record whose JSON has that many bytes. */
  const sized = (bytes: number): string => {
    const empty = JSON.stringify({ name: '' }).length;
    return JSON.stringify({ name: 'x'.repeat(bytes - empty) });
  };

  test('are refused by their length, and what has just 5 MB is taken', async () => {
    const body = sized(5_000_000);
    await client.push('things', body);
    expect((await client.records('things')).nhits).toBe(1);
    await client.remove('things', body);
    expect(await refused(sized(5_000_001))).toEqual({
      status: 413,
      body: { error: expect.stringContaining('5000000') },
    });
  });

  test('are refused where the length is not told, before all of it is sent', async () => {
    let sent = 0;
    const chunk = new Uint8Array(100_000).fill(0x20);
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const init = { method: 'POST', body: endless, duplex: 'half' } satisfies RequestInit & { duplex: 'half' };
    const answer = await client.call(`/api/push/1.0/things/realtime/push/?pushkey=${pushkey}`, init);
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(50_000_000);
  });

  test('are refused in bytes, not in characters', async () => {
    expect((await refused(JSON.stringify({ name: 'é'.repeat(2_600_000) }))).status).toBe(413);
  });

  test('are not read of a caller without a key', async () => {
    const { status } = await client.send('things/realtime/push', sized(5_000_001), { pushkey: 'wrong' });
    expect(status).toBe(401);
  });
});

describe('a body that its sender breaks off', () => {
  test.each([
    `/api/push/1.0/things/realtime/push/?pushkey=${pushkey}`,
    '/api/records/1.0/search/?dataset=things',
  ])('is none, at %s, and no fault of the portal', async (path) => {
    const { hostname, port } = new URL(client.url);
    const socket = connect(Number(port), hostname);
    socket.end(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"name":"cut"}`);
    socket.resume();
    await once(socket, 'close');
    expect((await client.records('things')).nhits).toBe(0);
    expect(failures).toEqual([]);
  });
});
