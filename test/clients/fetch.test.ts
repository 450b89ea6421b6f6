/** Clients without a library of caches: fetch, and graphql-sse for what comes in pieces. */
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

test('fetch asks by POST and GET, and may leave', async () => {
  const query = 'query ($id: ID!) { dataset(datasetId: $id) { title } }';
  const variables = { id: 'earthquakes' };
  const posted = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = await posted.json();
  expect(data).toEqual({ dataset: { title: expect.any(String) } });
  const address = `${graph.url}/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;
  expect((await (await fetch(address)).json()).data).toEqual(data);
  const leaving = new AbortController();
  const answer = fetch(address, { signal: leaving.signal });
  leaving.abort();
  await expect(answer).rejects.toThrow(/abort/i);
});

test('graphql-sse reads a download to its end', async () => {
  const client = createClient({ url: `${graph.url}/graphql`, retryAttempts: 0 });
  const query =
    'subscription { downloadRecords(datasetId: "earthquakes", batchSize: 500) { received done } }';
  const received: unknown[] = [];
  for await (const { data } of client.iterate({ query })) received.push(data?.downloadRecords);
  expect(received.at(-1)).toEqual({ received: 1707, done: true });
  client.dispose();
});

test('graphql-sse hears of pushed records, and of what is refused', async () => {
  const client = createClient({
    url: `${graph.url}/graphql`,
    retryAttempts: 0,
    headers: { authorization: 'Apikey demo-key' },
  });
  const pushed = client.iterate({
    query: 'subscription { recordsPushed(datasetId: "realtime-sensors") { records } }',
  });
  const first = pushed.next();
  await vi.waitUntil(() => graph.subscribers === 1);
  const record = { sensor_id: 'graphql-sse', temperature: 1, measured: '2026-01-01T00:00:00+00:00' };
  await graph.ask('mutation ($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }', {
    input: {
      datasetId: 'realtime-sensors',
      resourceId: 'realtime',
      pushKey: 'demo-push-key',
      records: [record],
    },
  });
  expect(await first).toMatchObject({ value: { data: { recordsPushed: { records: [record] } } } });
  await pushed.return?.();
  await vi.waitUntil(() => graph.subscribers === 0);
  const { value } = await client.iterate({ query: 'subscription { nope }' }).next();
  expect(value).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  client.dispose();
});
