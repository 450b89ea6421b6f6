import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { startGraph } from '../support/graph.ts';

/** A portal that answers as the test says. */
let portal: Server | undefined;

afterEach(() => {
  portal?.closeAllConnections();
  portal?.close();
});

async function askOver(listener: RequestListener, query = '{ datasets { totalCount } }', timeout?: number) {
  portal = createServer(listener);
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  const address = portal.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const graph = await startGraph(`http://127.0.0.1:${port}`, { odsTimeout: timeout, odsRetries: 0 });
  const answer = await graph.ask<Record<string, unknown>, never>(query);
  await graph.close();
  return answer;
}

const json = (status: number, body: unknown): RequestListener => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
};

test.each([
  [400, { error: 'bad q' }, 'BAD_USER_INPUT', 'bad q'],
  [401, {}, 'UNAUTHENTICATED', ''],
  [403, { error: 'no' }, 'FORBIDDEN', 'no'],
  [408, {}, 'UPSTREAM_TIMEOUT', ''],
  [
    429,
    { errorcode: 10002, error: 'Too many', call_limit: 7, reset_time: new Date(Date.now() + 3_600_000) },
    'QUOTA_EXCEEDED',
    '',
  ],
  [413, {}, 'BAD_USER_INPUT', 'larger than the portal takes'],
  [500, { error: 'oops' }, 'UPSTREAM_UNAVAILABLE', 'oops'],
  [502, {}, 'UPSTREAM_UNAVAILABLE', ''],
  [503, {}, 'UPSTREAM_UNAVAILABLE', ''],
  [504, {}, 'UPSTREAM_TIMEOUT', ''],
  [302, {}, 'UPSTREAM_INVALID_RESPONSE', ''],
  [200, [], 'UPSTREAM_INVALID_RESPONSE', ''],
])('a portal that answers %i is told as it is', async (status, body, code, words) => {
  const { errors, extensions } = await askOver(json(status, body));
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions?.code).toBe(code);
  expect(errors[0]?.message).toContain(words);
  expect(JSON.stringify(errors)).not.toMatch(/node_modules|\.ts:/);
  expect(extensions.upstream.calls).toBe(1);
});

test('of several failures, the one that is over last says when to come again', async () => {
  portal = createServer(({ url = '' }, response) => {
    const seconds = url.includes('long') ? '400' : '40';
    response.writeHead(500, { 'retry-after': seconds }).end('{}');
  });
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  const address = portal.address();
  const graph = await startGraph(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  for (const words of [
    ['long', 'short'],
    ['short', 'long'],
  ]) {
    const fields = words.map((word) => `${word}: dataset(datasetId: "${word}") { title }`);
    const answer = await fetch(`${graph.url}/graphql?query=${encodeURIComponent(`{ ${fields.join(' ')} }`)}`);
    const { errors } = await answer.json();
    expect(errors).toHaveLength(2);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(300);
  }
  await graph.close();
});

test('the quota error of the documentation, a quote too many in it, is one all the same', async () => {
  const resetAt = new Date(Math.ceil(Date.now() / 1000 + 3600) * 1000);
  const { errors } = await askOver((_, response) => {
    response
      .writeHead(403, {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(resetAt.getTime() / 1000),
      })
      .end(
        '{\n "errorcode": 10001,\n "error"": "License Violation Exception : You have exceeded your quotas."\n}',
      );
  });
  expect(errors[0]?.extensions).toMatchObject({
    code: 'QUOTA_EXCEEDED',
    errorcode: 10001,
    limit: 5,
    resetAt: resetAt.toISOString(),
  });
});

test('an HTML page instead of JSON is UPSTREAM_INVALID_RESPONSE', async () => {
  const { errors } = await askOver((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>login</html>');
  });
  expect(errors[0]?.extensions?.code).toBe('UPSTREAM_INVALID_RESPONSE');
  expect(errors[0]?.message).toContain('text/html');
});

test('a portal that does not answer in time is UPSTREAM_TIMEOUT', async () => {
  const { errors } = await askOver(() => {}, undefined, 50);
  expect(errors[0]?.extensions?.code).toBe('UPSTREAM_TIMEOUT');
});

test('a 404 is null where null is true', async () => {
  const { data, errors } = await askOver(json(404, {}), '{ dataset(datasetId: "x") { title } }');
  expect({ data, errors }).toEqual({ data: { dataset: null }, errors: [] });
});

test('one field that fails leaves the others their answers', async () => {
  const { data, errors } = await askOver((request, response) => {
    if (request.url?.startsWith('/api/records')) return json(503, {})(request, response);
    json(200, { datasetid: 'x', has_records: true, fields: [], metas: { title: 'X' } })(request, response);
  }, '{ dataset(datasetId: "x") { title } record(datasetId: "x", recordId: "y") { recordId } }');
  expect(data).toMatchObject({ dataset: { title: 'X' } });
  expect(errors.every(({ path }) => path?.[0] === 'record')).toBe(true);
});
