/** Ids that the portal does not know are cheap, and none that it knows is taken for one, however it reads a search. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { datasets } from '../portals/many-datasets.ts';
import {
  MISREADINGS,
  type Misread,
  type MisreadingPortal,
  startMisreadingPortal,
} from '../portals/misreading-portal.ts';
import { CACHING, type Graph, type GraphOptions, startGraph } from '../support/graph.ts';

const CITIES = 'doc-geonames-cities-5000';
const KNOWN = datasets.map(({ datasetid }) => datasetid);
const HALF = KNOWN.slice(0, 30);
const unknown = (count: number) => Array.from({ length: count }, (_, n) => `no-such-set-${n}`);
/** Known and unknown ones in turn, as long as there are both. */
const mixed = (known: readonly string[], others: readonly string[]) =>
  Array.from({ length: Math.max(known.length, others.length) }, (_, n) => [known[n], others[n]])
    .flat()
    .filter((id) => id !== undefined);

interface Found {
  datasetsById: ({ datasetId: string } | null)[] | null;
}

let portal: Portal;
let proxy: MisreadingPortal;
let graph: Graph;

beforeAll(async () => {
  portal = await startPortal({
    databaseFile: ':memory:',
    definitions: new URL('../portals/many-datasets.ts', import.meta.url).href,
  });
  proxy = await startMisreadingPortal(portal.url);
});
afterAll(async () => {
  await proxy.close();
  await portal.close();
});
afterEach(() => graph.close());

async function start(url: string, options: GraphOptions = {}, misread: Misread = () => undefined) {
  proxy.misread = misread;
  graph = await startGraph(url, options);
}

const askFor = (ids: readonly string[]) =>
  graph.ask<Found, { ids: readonly string[] }>(
    'query ($ids: [ID!]!) { datasetsById(datasetIds: $ids) { datasetId } }',
    { ids },
  );

/** Asks for datasets, and gives the calls that it took; fails if any answer is wrong. */
async function callsFor(ids: readonly string[]): Promise<number> {
  const { data, errors, extensions } = await askFor(ids);
  expect(errors).toEqual([]);
  const known = new Set(KNOWN);
  expect(data?.datasetsById).toEqual(ids.map((datasetId) => (known.has(datasetId) ? { datasetId } : null)));
  const calls = graph.upstreamCalls().length;
  expect(extensions.upstream.calls).toBe(calls);
  return calls;
}

describe('datasets', () => {
  test('a hundred ids, of which forty are unknown, are one call: the answer tells that it was understood', async () => {
    await start(portal.url);
    expect(await callsFor(mixed(KNOWN, unknown(40)))).toBe(1);
  });

  test('if none or one is known, one that is there is asked for with the others, until the portal is known', async () => {
    await start(portal.url);
    expect(await callsFor([...unknown(50), KNOWN[7] ?? '', ...unknown(99).slice(50)])).toBe(2);
    expect(await callsFor(unknown(100))).toBe(1);
    await graph.close();
    await start(portal.url);
    expect(await callsFor(unknown(100))).toBe(3);
    expect(await callsFor(unknown(100))).toBe(1);
  });

  test('two ids, of which one is unknown, are a call for both and one for the missing one', async () => {
    await start(portal.url);
    expect(await callsFor(['no-such-set', KNOWN[0] ?? ''])).toBe(2);
  });

  test('five hundred unknown ids are at most eleven calls, and are shared with those who ask the same', async () => {
    await start(portal.url, CACHING);
    const calls = await callsFor(unknown(500));
    // Five searches, and a sample. The first answer about it spares the confirmations that have not left yet.
    expect(calls).toBeGreaterThanOrEqual(7);
    expect(calls).toBeLessThanOrEqual(11);
    expect(await callsFor(unknown(500))).toBe(0);
  });

  test('a catalog without datasets has none of them', async () => {
    await start(proxy.url, {}, (parameters) => parameters.set('q', 'datasetid:none'));
    expect(await callsFor(unknown(60))).toBe(2);
  });

  test('that some are missing is kept for half a minute', async () => {
    let now = Date.now();
    await start(portal.url, { ...CACHING, now: () => now });
    const ids = mixed(KNOWN, unknown(40));
    expect(await callsFor(ids)).toBe(1);
    now += 29_000;
    expect(await callsFor(ids)).toBe(0);
    now += 2000;
    expect(await callsFor(ids)).toBe(1);
  });

  test('the catalog does not list all datasets of other portals: ten of those are looked up', async () => {
    await start(portal.url);
    const fields = Array.from(
      { length: 15 },
      (_, n) => `a${n}: dataset(datasetId: "set-${n}@elsewhere") { title }`,
    );
    const { data, errors } = await graph.ask(
      `{ ${fields.join(' ')} one: dataset(datasetId: "${KNOWN[0]}") { title } two: dataset(datasetId: "${KNOWN[1]}") { title } }`,
    );
    expect(graph.upstreamCalls()).toHaveLength(11);
    expect(data).toMatchObject({ one: { title: 'Set 01' }, two: { title: 'Set 02' }, a0: null, a14: null });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(
      Array.from({ length: 5 }, () => 'OPERATION_TOO_EXPENSIVE'),
    );
    expect(errors[0]?.message).toMatch(/more than 10 datasets of other portals \(dataset@domain\)/);
  });
});

describe('a portal that', () => {
  /** Calls beside the lookups of the unknown ones: at first, and once it is known how it reads. */
  const ROWS: [keyof typeof MISREADINGS, first: number, later: number][] = [
    ['heeds no refinement', 2, 1],
    ['takes several values for a conjunction', 4, 1],
    ['heeds the first value alone', 3, 1],
    ['heeds the last value alone', 3, 1],
    ['refuses to refine by ids', 2, 1],
  ];

  test.each(ROWS)('%s has to be asked for each that is missing', async (name, first, later) => {
    await start(proxy.url, {}, MISREADINGS[name]);
    // The first and the last are known.
    const ids = [...mixed(HALF, unknown(40)), KNOWN[59] ?? ''];
    expect(await callsFor(ids)).toBe(first + 40);
    expect(await callsFor(ids)).toBe(later + 40);
    expect(await callsFor(KNOWN)).toBe(1);
  });

  test('gives fewer rows than were asked for hides none that is there', async () => {
    await start(
      proxy.url,
      { maxCallsPerOperation: 200 },
      MISREADINGS['gives fewer rows than were asked for'],
    );
    await callsFor(mixed(KNOWN, unknown(40)));
    await callsFor(mixed(KNOWN, unknown(40)));
  });

  test('stops to refine is asked in the other way from then on', async () => {
    await start(proxy.url);
    expect(await callsFor(mixed(HALF, unknown(40)))).toBe(1);
    proxy.misread = MISREADINGS['heeds no refinement'];
    expect(await callsFor(mixed(HALF, unknown(40)))).toBe(42);
    expect(await callsFor(mixed(HALF, unknown(40)))).toBe(41);
  });

  test.each([
    'heeds no refinement',
    'takes several values for a conjunction',
    'heeds the first value alone',
    'heeds the last value alone',
    'refuses to refine by ids',
  ] as const)('%s answers a crowd in few calls as well', async (name) => {
    await start(proxy.url, { batchWindow: 1000 }, MISREADINGS[name]);
    const ids = [...HALF, 'no-such-set'];
    const answers = await Promise.all(
      ids.map((id) =>
        graph.ask<{ dataset: { datasetId: string } | null }, never>(
          `{ dataset(datasetId: "${id}") { datasetId } }`,
        ),
      ),
    );
    expect(answers.map(({ data }) => data?.dataset?.datasetId ?? null)).toEqual([...HALF, null]);
    expect(graph.upstreamCalls().length).toBeLessThan(12);
  });
});

describe('records', () => {
  const ask = (ids: readonly string[]) =>
    graph.ask<{ dataset: { recordsById: ({ recordId: string } | null)[] } }, { ids: readonly string[] }>(
      `query ($ids: [ID!]!) { dataset(datasetId: "${CITIES}") { recordsById(recordIds: $ids) { recordId } } }`,
      { ids },
    );
  const none = (count: number) =>
    Array.from({ length: count }, (_, n) => n.toString(16).padStart(40, '0').replaceAll('0', 'e'));
  let known: string[];

  beforeAll(async () => {
    const other = await startGraph(inject('portalUrl'));
    const { data } = await other.ask<
      { dataset: { records: { nodes: { recordId: string }[] } } },
      Record<string, never>
    >(`{ dataset(datasetId: "${CITIES}") { records(first: 60) { nodes { recordId } } } }`);
    known = data?.dataset.records.nodes.map(({ recordId }) => recordId) ?? [];
    await other.close();
  });

  /** The calls for these records, without the lookup of their dataset. */
  async function callsForRecords(ids: readonly string[]): Promise<number> {
    const { data, errors } = await ask(ids);
    expect(errors).toEqual([]);
    const there = new Set(known);
    expect(data?.dataset.recordsById).toEqual(
      ids.map((recordId) => (there.has(recordId) ? { recordId } : null)),
    );
    return graph.upstreamCalls().length - 1;
  }

  test('a hundred ids, of which forty are unknown, are one call', async () => {
    await start(inject('portalUrl'));
    expect(await callsForRecords(mixed(known, none(40)))).toBe(1);
  });

  test('if all are unknown, one that is there is asked for with them', async () => {
    await start(inject('portalUrl'));
    expect(await callsForRecords(none(100))).toBe(3);
    expect(await callsForRecords([...none(99), known[3] ?? ''])).toBe(1);
  });

  test('a portal that does not find records by several ids is asked for each', async () => {
    const other = await startMisreadingPortal(inject('portalUrl'));
    await start(other.url, {}, undefined);
    other.misread = (parameters) => {
      if (parameters.get('q')?.includes(' OR ')) parameters.set('q', 'recordid:none');
    };
    expect(await callsForRecords([...known.slice(0, 10), ...none(10)])).toBe(3 + 20);
    expect(await callsForRecords([...known.slice(0, 10), ...none(10)])).toBe(1 + 20);
    await other.close();
  });
});
