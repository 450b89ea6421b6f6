/** Push, all the way: through the graph to the embedded portal, and found there by a search. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';

const KEY = 'demo-push-key';
const SENSORS = 'realtime-sensors';
const EVENTS = 'realtime-events';

let portal: Portal;
let graph: Graph;

beforeAll(async () => {
  // A portal of its own: other tests count what the shared one has.
  portal = await startPortal({ pushFile: ':memory:' });
  graph = await startGraph(portal.url);
});
afterAll(async () => {
  await graph.close();
  await portal.close();
});

type Values = Record<string, unknown>;

/** A record of the dataset whatever its schema: this text in its text fields, this number in its numeric ones. */
async function recordOf(datasetId: string, text: string, number: number): Promise<Values> {
  const { data } = await graph.ask<{ dataset: { fields: { name: string; type: string }[] } }, Values>(
    'query($id: ID!) { dataset(datasetId: $id) { fields { name type } } }',
    { id: datasetId },
  );
  const values = { TEXT: text, INT: number, DOUBLE: number };
  return Object.fromEntries(
    (data?.dataset.fields ?? []).flatMap(({ name, type }) =>
      Object.entries(values)
        .filter(([known]) => known === type)
        .map(([, value]) => [name, value]),
    ),
  );
}

async function change(mutation: string, input: Values) {
  const { data, errors } = await graph.ask<Record<string, Values>, Values>(
    `mutation($input: ${mutation === 'deletePushedRecord' ? 'DeletePushedRecordInput' : 'PushRecordsInput'}!) {
      ${mutation}(input: $input) { ${mutation === 'deletePushedRecord' ? 'deleted' : 'accepted failures { code message }'} }
    }`,
    { input: { resourceId: 'realtime', pushKey: KEY, ...input } },
  );
  return { outcome: data?.[mutation], errors };
}

interface Found {
  dataset: { records: { nodes: { recordId: string; fields: Values }[] } };
}

async function found(datasetId: string, text: string) {
  const { data } = await graph.ask<Found, Values>(
    `query($id: ID!, $text: String!) {
      dataset(datasetId: $id) { records(first: 10, filter: { search: $text }) { nodes { recordId fields } } }
    }`,
    { id: datasetId, text },
  );
  return data?.dataset.records.nodes ?? [];
}

/** The records with this text, once there are so many. */
async function foundSoon(datasetId: string, text: string, count: number) {
  await vi.waitUntil(async () => (await found(datasetId, text)).length === count, 2000);
  return found(datasetId, text);
}

test('records are pushed, found, and removed by their values', async () => {
  const text = `push${randomUUID().replaceAll('-', '')}`;
  const records = [await recordOf(EVENTS, text, 1), await recordOf(EVENTS, text, 2)];
  const pushed = await change('pushRecords', { datasetId: EVENTS, records });
  expect(pushed).toEqual({ outcome: { accepted: 2, failures: [] }, errors: [] });
  const nodes = await foundSoon(EVENTS, text, 2);
  expect(nodes.map(({ fields }) => fields)).toEqual(
    expect.arrayContaining(records.map((record) => expect.objectContaining(record))),
  );
  await change('deletePushedRecords', { datasetId: EVENTS, records: records.slice(0, 1) });
  const [left] = await foundSoon(EVENTS, text, 1);
  expect(left?.fields).toMatchObject(records[1] ?? {});
  const removed = await change('deletePushedRecord', { datasetId: EVENTS, recordId: left?.recordId });
  expect(removed).toEqual({ outcome: { deleted: true }, errors: [] });
  await foundSoon(EVENTS, text, 0);
});

test('a record with the same unique id takes the place of the one before', async () => {
  const text = `push${randomUUID().replaceAll('-', '')}`;
  for (const number of [1, 2]) {
    const records = [await recordOf(SENSORS, text, number)];
    expect((await change('pushRecords', { datasetId: SENSORS, records })).errors).toEqual([]);
    await vi.waitUntil(
      async () => Object.values((await found(SENSORS, text))[0]?.fields ?? {}).includes(number),
      2000,
    );
  }
  const [only] = await foundSoon(SENSORS, text, 1);
  await change('deletePushedRecord', { datasetId: SENSORS, recordId: only?.recordId });
  await foundSoon(SENSORS, text, 0);
});

test('what a push changed is not answered from what was kept', async () => {
  const clock = { now: Date.now() };
  const caching = await startGraph(portal.url, { ...CACHING, now: () => clock.now });
  const Counts = `{
    dataset(datasetId: "${EVENTS}") {
      recordsCount records(first: 0) { totalCount } analysis(x: [], series: [{ name: "n", function: COUNT }]) { points { values } }
    }
    datasets(filter: { q: "datasetid:${EVENTS}" }) { nodes { recordsCount } }
    other: dataset(datasetId: "${SENSORS}") { recordsCount records(first: 0) { totalCount } }
  }`;
  const before = await caching.ask<{ dataset: { records: { totalCount: number } } }, object>(Counts);
  expect((await caching.ask(Counts)).extensions.upstream).toMatchObject({ calls: 0, cached: 5 });
  const push = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';
  const input = {
    datasetId: EVENTS,
    resourceId: 'realtime',
    pushKey: KEY,
    records: [await recordOf(EVENTS, 'x', 1)],
  };
  // Refused, it changes nothing.
  await caching.ask(push, { input: { ...input, pushKey: 'a-wrong-key-0123' } });
  expect((await caching.ask(Counts)).extensions.upstream).toMatchObject({ calls: 0, cached: 5 });
  await caching.ask(push, { input });
  const after = await caching.ask(Counts);
  // Both datasets are looked up in one search of the catalog; the other's records are still kept.
  expect(after.extensions.upstream).toMatchObject({ calls: 4, cached: 1 });
  // A moment later at the latest, and long before the time to live ends.
  await vi.waitUntil(async () => {
    clock.now += 3000;
    const { data } = await caching.ask<{ dataset: { records: { totalCount: number } } }, object>(Counts);
    return data?.dataset.records.totalCount === (before.data?.dataset.records.totalCount ?? 0) + 1;
  }, 5000);
  await caching.close();
});

test('a key that the portal does not accept is told as such, without the key', async () => {
  const { outcome } = await change('pushRecords', {
    datasetId: EVENTS,
    pushKey: 'a-wrong-key-0123',
    records: [await recordOf(EVENTS, 'x', 1)],
  });
  expect(outcome).toMatchObject({
    accepted: 0,
    failures: [{ code: expect.stringMatching(/^(?:FORBIDDEN|UNAUTHENTICATED)$/) }],
  });
  expect(JSON.stringify(outcome)).not.toContain('a-wrong-key-0123');
});
