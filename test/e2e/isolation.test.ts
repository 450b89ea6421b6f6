/** Nothing that is seen with one credential ever reaches another: driven at once, over one server. */
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { type KeyedPortal, startKeyedPortal } from '../portals/keyed-portal.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';

const CALLERS = ['Apikey a', 'Apikey b', 'Bearer a', 'Basic YTph', 'nobody'];
/** As many calls as no other has. */
const limitOf = (who: string) => 1000 * (CALLERS.indexOf(who) + 1);

const Everything = `{
  dataset(datasetId: "shared") {
    title
    records(first: 1) { nodes { value(field: "text") } facets(names: ["text"]) { facets { name } } }
    analysis(x: [{ field: "text" }], series: [{ name: "n", function: COUNT }]) { points { x } }
  }
  secret: dataset(datasetId: "of-a") { title records(first: 1) { nodes { value(field: "text") } } }
  datasets { nodes { title } }
  datasetsById(datasetIds: ["only"]) { title }
  quota { limit }
}`;

let portal: KeyedPortal;
let graph: Graph;

beforeEach(async () => {
  portal = await startKeyedPortal();
  portal.rights = (who, datasetId) => datasetId !== 'of-a' || who === 'Apikey a';
  for (const who of CALLERS) portal.limits.set(who, limitOf(who));
  graph = await startGraph(portal.url, CACHING);
});
afterEach(async () => {
  await graph.close();
  await portal.close();
});

async function ask(who: string) {
  const answer = await graph.ask<{ quota: unknown; secret: unknown }, object>(
    Everything,
    {},
    who === 'nobody' ? {} : { authorization: who },
  );
  return { who, ...answer };
}

function expectOwn(answers: Awaited<ReturnType<typeof ask>>[]): void {
  for (const { who, data, errors } of answers) {
    expect(errors).toEqual([]);
    const { quota, secret, ...rest } = data ?? {};
    expect(quota).toEqual({ limit: limitOf(who) });
    expect(secret === null).toBe(who !== 'Apikey a');
    const texts = JSON.stringify([rest, secret]).match(/(?:(?:Apikey|Bearer|Basic) \w+|nobody) \d/g) ?? [];
    expect(texts.length).toBeGreaterThanOrEqual(6);
    expect(new Set(texts)).toEqual(new Set([`${who} ${portal.version}`]));
  }
}

/** Everyone forty times, in turns. */
const crowd = () => Array.from({ length: 40 }, () => CALLERS).flat();

test('callers with different rights, at once: each sees its own, from calls in flight and from what is kept', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  portal.gate = promise;
  const cold = crowd().map(ask);
  // The first calls of everyone are under way at the same time.
  await vi.waitUntil(() => new Set(portal.received.map(({ who }) => who)).size === CALLERS.length, {
    timeout: 30_000,
  });
  resolve();
  expectOwn(await Promise.all(cold));
  // Shared among those of one credential, and by nobody else: each has its own few.
  const calls = Map.groupBy(portal.received.splice(0), ({ who }) => who);
  for (const who of CALLERS) expect(calls.get(who)?.length).toBeLessThan(15);
  expectOwn(await Promise.all(crowd().map(ask)));
});

test('a caller whose quota is used up holds nobody else back', async () => {
  portal.limits.set('Apikey b', 1);
  await ask('Apikey b');
  const [b, a] = await Promise.all([ask('Apikey b'), ask('Apikey a')]);
  expect(b.errors.map(({ extensions }) => extensions?.code)).toContain('QUOTA_EXCEEDED');
  expectOwn([a]);
});

test('a push by one caller changes what all see, and still each its own', async () => {
  await Promise.all(CALLERS.map(ask));
  portal.version = 2;
  const input = { datasetId: 'shared', resourceId: 'r', pushKey: 'k', records: [{ text: 'x' }] };
  await graph.ask('mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }', {
    input,
  });
  const Records =
    '{ dataset(datasetId: "shared") { title records(first: 1) { nodes { value(field: "text") } } } }';
  for (const who of CALLERS.slice(0, 4)) {
    const { data } = await graph.ask(Records, {}, { authorization: who });
    expect(data).toEqual({ dataset: { title: `${who} 2`, records: { nodes: [{ value: `${who} 2` }] } } });
  }
});

test('a restricted dataset of a real portal shows to its key alone, however they mix', async () => {
  const real = await startGraph(inject('portalUrl'), CACHING);
  const Restricted = `{
    dataset(datasetId: "earthquakes-significant") { records(first: 1) { totalCount } }
    datasets(first: 100) { nodes { datasetId } }
  }`;
  const keys: Record<string, string>[] = [{ authorization: 'Apikey demo-key' }, {}];
  for (let round = 0; round < 2; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const { data } = await real.ask<Record<string, unknown>, object>(Restricted, {}, keys[index % 2]);
        return JSON.stringify(data).includes('earthquakes-significant') || data?.dataset !== null;
      }),
    );
    expect(answers).toEqual(answers.map((_, index) => index % 2 === 0));
  }
  await real.close();
});
