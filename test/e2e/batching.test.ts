/** What shares a call across operations, counted at the portal's door. */
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { type Answer, CACHING, type Graph, type GraphOptions, startGraph } from '../support/graph.ts';
import { randomOperation } from '../support/random-operation.ts';
import { SHAPES } from '../support/shapes.ts';
import { type Refuse, recordUpstream, type Upstream, type UpstreamCall } from '../support/upstream.ts';

type Data = Record<string, unknown>;

const CITIES = 'doc-geonames-cities-5000';
const SEARCH = '/api/datasets/1.0/search/';
/** Long enough for a crowd to arrive, however slow the machine is: a batch that is full leaves at once. */
const AMPLE = 1000;

const ids: string[] = [];
const recordIds: string[] = [];

beforeAll(async () => {
  const known = await startGraph(inject('portalUrl'));
  const { data } = await known.ask<
    {
      datasets: { nodes: { datasetId: string }[] };
      dataset: { records: { nodes: { recordId: string }[] } };
    },
    never
  >(
    `{ datasets(first: 20) { nodes { datasetId } } dataset(datasetId: "${CITIES}") { records(first: 100) { nodes { recordId } } } }`,
  );
  ids.push(...(data?.datasets.nodes ?? []).map(({ datasetId }) => datasetId));
  recordIds.push(...(data?.dataset.records.nodes ?? []).map(({ recordId }) => recordId));
  await known.close();
});

let graph: Graph;
let door: Upstream;
/** What the portal refuses for the test at hand. */
let refuse: Refuse = () => null;
/** Holds the call of `askAll` that keeps the server busy. */
let busy: Refuse = () => null;
const isBusy = ({ parameters }: UpstreamCall) => parameters.get('q') === 'busy';
const taken = () => door.take().filter((call) => !isBusy(call));

async function start(options: GraphOptions = {}): Promise<void> {
  door = await recordUpstream(inject('portalUrl'), (call) => (isBusy(call) ? busy(call) : refuse(call)));
  graph = await startGraph(door.url, { batchWindow: AMPLE, ...options });
}
afterEach(async () => {
  refuse = () => null;
  await graph.close();
  await door.close();
});

const card = (id: string) =>
  `{ dataset(datasetId: "${id}") { datasetId title recordsCount fields { name } } }`;
const record = (id: string) => `{ record(datasetId: "${CITIES}", recordId: "${id}") { recordId fields } }`;
const ask = (query: string, headers?: Record<string, string>): Promise<Answer<Data>> =>
  graph.ask<Data, never>(query, undefined, headers);
/** Asks all at once of a server that is busy already: the first of a crowd may find an idle one, which waits for nobody. */
async function askAll(queries: readonly string[], headers?: Record<string, string>): Promise<Answer<Data>[]> {
  const [seen, done] = [Promise.withResolvers<void>(), Promise.withResolvers<null>()];
  busy = () => {
    seen.resolve();
    return done.promise;
  };
  const other = ask('{ datasets(filter: { q: "busy" }) { totalCount } }', { 'cache-control': 'no-cache' });
  await seen.promise;
  const answers = await Promise.all(queries.map((query) => ask(query, headers)));
  done.resolve(null);
  await other;
  return answers;
}
const costOf = (answers: readonly Answer<Data>[]) =>
  ['calls', 'shared', 'cached'].map((key) =>
    answers.reduce(
      (sum, { extensions }) => sum + Number(new Map(Object.entries(extensions.upstream)).get(key)),
      0,
    ),
  );

describe('one call', () => {
  test('datasets that clients ask for at the same moment, each another', async () => {
    await start();
    const answers = await askAll(ids.map(card));
    expect(taken().map(({ path }) => path)).toEqual([SEARCH]);
    expect(answers.map(({ data }) => data?.dataset)).toEqual(
      ids.map((datasetId) => expect.objectContaining({ datasetId })),
    );
    expect(costOf(answers)).toEqual([1, ids.length - 1, 0]);
  });

  test('a hundred records of one dataset, as the settings are by default', async () => {
    await start({ batchWindow: undefined });
    // The first operation of a server takes longer than all that follow.
    await ask('{ __typename }');
    const answers = await askAll(recordIds.map(record));
    expect(answers.map(({ data }) => data?.record)).toEqual(
      recordIds.map((recordId) => expect.objectContaining({ recordId })),
    );
    expect(taken().length).toBeLessThan(10);
  });

  test('ids that one operation asks, with those of others', async () => {
    await start();
    const [a, b, c, d] = ids;
    const list = (some: readonly (string | undefined)[]) =>
      `{ datasetsById(datasetIds: ${JSON.stringify(some)}) { datasetId } }`;
    const answers = await askAll([list([a, b]), list([b, c]), card(d ?? '')]);
    expect(taken().map(({ parameters }) => parameters.get('rows'))).toEqual(['4']);
    expect(answers.map(({ data }) => data?.datasetsById ?? data?.dataset)).toEqual([
      [{ datasetId: a }, { datasetId: b }],
      [{ datasetId: b }, { datasetId: c }],
      expect.objectContaining({ datasetId: d }),
    ]);
  });
});

describe('each its own', () => {
  test('credentials', async () => {
    await start();
    const keys = ['Apikey demo-key', 'Bearer demo-token'].map((authorization) => ({ authorization }));
    await Promise.all(ids.map((id, index) => ask(card(id), keys[index % 2])));
    const calls = taken().map(({ authorization }) => authorization);
    expect([...new Set(calls)].sort()).toEqual(['Apikey demo-key', 'Bearer demo-token']);
    // One each, and one more if the first request of all was looked at before any other had arrived.
    expect(calls.length).toBeLessThanOrEqual(3);
  });

  test('answers: a dataset that only one key may see is nobody else’s', async () => {
    await start();
    const secret = '{ dataset(datasetId: "earthquakes-significant") { datasetId } }';
    const [seen, hidden] = await Promise.all([
      Promise.all([
        ask(secret, { authorization: 'Apikey demo-key' }),
        ask(card(ids[0] ?? ''), { authorization: 'Apikey demo-key' }),
      ]),
      Promise.all([ask(secret), ask(card(ids[1] ?? ''))]),
    ]);
    expect(seen[0].data).toEqual({ dataset: { datasetId: 'earthquakes-significant' } });
    expect(hidden[0].data).toEqual({ dataset: null });
  });

  test('answers that are kept: of each dataset by itself, and read without waiting', async () => {
    await start(CACHING);
    await askAll(ids.map(card));
    taken();
    const answers = await askAll(ids.map((id) => `{ dataset(datasetId: "${id}") { license datasetId } }`));
    expect(taken()).toEqual([]);
    expect(costOf(answers)).toEqual([0, 0, ids.length]);
  });

  test('requests for fresh answers: the portal is asked after all of them', async () => {
    await start(CACHING);
    await askAll(ids.map(card));
    taken();
    const answers = await askAll(ids.map(card), { 'cache-control': 'no-cache' });
    expect(taken().map(({ path }) => path)).toEqual([SEARCH]);
    expect(costOf(answers)).toEqual([1, ids.length - 1, 0]);
  });

  test('a client that leaves takes nobody with it', async () => {
    await start();
    const { promise, resolve } = Promise.withResolvers<null>();
    refuse = () => promise;
    const leaving = new AbortController();
    const left = fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: card(ids[0] ?? '') }),
      signal: leaving.signal,
    }).catch(() => 'left');
    const others = askAll(ids.slice(1).map(card));
    await vi.waitUntil(() => taken().length > 0);
    leaving.abort();
    expect(await left).toBe('left');
    resolve(null);
    for (const { errors } of await others) expect(errors).toEqual([]);
  });

  test('errors: who asks for what the portal cannot read fails alone, and no error names what others asked', async () => {
    await start();
    refuse = ({ path, parameters }) =>
      path.includes('strange') || parameters.get('q')?.includes('strange') ? 500 : null;
    const [strange, ...others] = await askAll(['strange', ...ids].map(card));
    expect(strange?.errors.map(({ extensions }) => extensions?.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    for (const { errors } of others) expect(errors).toEqual([]);
    for (const id of ids) expect(JSON.stringify(strange?.errors)).not.toContain(id);
  });

  test('limits: only the call that is made counts against the calls of a minute', async () => {
    await start({ rateLimit: '1000/30' });
    for (let round = 0; round < 3; round += 1) {
      for (const { errors } of await askAll(ids.map(card))) expect(errors).toEqual([]);
    }
    expect(taken()).toHaveLength(3);
  });
});

test('a window of 0 is none: each operation makes its own calls', async () => {
  await start({ batchWindow: 0 });
  await askAll(ids.map(card));
  expect(taken()).toHaveLength(ids.length);
});

test('one operation after the other: each is alone, and its call is what it always was', async () => {
  await start({ batchWindow: AMPLE });
  for (const id of ids.slice(0, 3)) await ask(card(id));
  expect(taken().map(({ path }) => path)).toEqual(ids.slice(0, 3).map((id) => `/api/datasets/1.0/${id}/`));
});

/** The data, and what went wrong with which field; of fields that fall together GraphQL names whichever was first. */
function essence({ data, errors }: Answer<Data>) {
  const failures = errors.map(({ path, message, extensions }) =>
    JSON.stringify([path?.[0], extensions?.code, extensions?.argument, message]),
  );
  return { data, failures: [...new Set(failures)].sort() };
}

test.each<[string, Refuse]>([
  ['a portal', () => null],
  [
    'a portal that refuses some ids and long pages',
    ({ path, parameters }) => {
      const ids = [path, parameters.get('q'), ...parameters.getAll('refine.datasetid')];
      if (/strange|a-b/.test(ids.join(' '))) return 400;
      return Number(parameters.get('rows') ?? 0) > 40 ? 413 : null;
    },
  ],
])(
  'operations at the same moment get from %s what each gets alone',
  async (_, refusing) => {
    await start({ batchWindow: 5 });
    const alone = await startGraph(door.url, { batchWindow: 0 });
    const known = new Map<string, string[]>();
    for (const { datasetId } of SHAPES) {
      const { data } = await alone.ask<{ dataset: { records: { nodes: { recordId: string }[] } } }, never>(
        `{ dataset(datasetId: "${datasetId}") { records(first: 8) { nodes { recordId } } } }`,
      );
      known.set(datasetId, data?.dataset.records.nodes.map(({ recordId }) => recordId) ?? []);
    }
    refuse = refusing;
    const property = fc.asyncProperty(
      fc.array(randomOperation(known), { minLength: 2, maxLength: 6 }),
      async (operations) => {
        const texts = operations.map(({ text }) => text);
        const expected: unknown[] = [];
        for (const text of texts) expected.push(essence(await alone.ask<Data, never>(text)));
        expect((await askAll(texts)).map(essence)).toEqual(expected);
      },
    );
    await fc.assert(property, { numRuns: 15 });
    await alone.close();
  },
  180_000,
);
