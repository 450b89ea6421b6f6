/** What shares a call within one operation, counted at the portal's door; and what becomes of it where that is refused. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { cursorOf } from '../support/cursors.ts';
import { type Answer, type Graph, startGraph } from '../support/graph.ts';
import { type Refuse, recordUpstream, type Upstream } from '../support/upstream.ts';

const CITIES = 'doc-geonames-cities-5000';

let graph: Graph;
let door: Upstream;
/** What the portal refuses for the test at hand. */
let refuse: Refuse = () => null;

beforeAll(async () => {
  door = await recordUpstream(inject('portalUrl'), (call) => refuse(call));
  // What one test has refused is not to be known to the next.
  graph = await startGraph(door.url, { odsRetries: 0, odsBreakerFailures: 0 });
});
afterEach(() => {
  refuse = () => null;
});
afterAll(async () => {
  await graph.close();
  await door.close();
});

type Data = Record<string, unknown>;

async function ask(query: string): Promise<Answer<Data> & { calls: string[] }> {
  graph.upstreamCalls();
  const answer = await graph.ask<Data, never>(query);
  return {
    ...answer,
    calls: graph
      .upstreamCalls()
      .map(({ path }) => (path.split('/')[2] === 'datasets' ? 'datasets' : (path.split('/')[4] ?? path))),
  };
}

async function cityIds(first: number): Promise<string[]> {
  const { data } = await graph.ask<{ dataset: { records: { nodes: { recordId: string }[] } } }, never>(
    `{ dataset(datasetId: "${CITIES}") { records(first: ${first}) { nodes { recordId } } } }`,
  );
  return data?.dataset.records.nodes.map(({ recordId }) => recordId) ?? [];
}

describe('one call', () => {
  test('records that need their dataset first, and those that do not', async () => {
    const [a, b, c] = await cityIds(3);
    const { errors, calls } = await ask(`{
      plain: record(datasetId: "${CITIES}", recordId: "${a}") { recordId fields }
      named: record(datasetId: "${CITIES}", recordId: "${b}") { value(field: "name") }
      dataset(datasetId: "${CITIES}") { record(recordId: "${c}") { location { latitude } } }
    }`);
    expect(errors).toEqual([]);
    expect(calls).toEqual(['datasets', 'search']);
  });

  test('a total and facets beside rows in any order', async () => {
    const { errors, calls } = await ask(`{ dataset(datasetId: "${CITIES}") {
      rows: records(orderBy: { field: "name" }) { nodes { recordId } }
      total: records(orderBy: { field: "population" }) { totalCount }
      facets: records { facets(names: ["country_code"]) { name } }
    } }`);
    expect(errors).toEqual([]);
    expect(calls).toEqual(['datasets', 'search']);
  });

  test('the five, the ten and all points of one order: each gets its own', async () => {
    const analysis = (args: string) =>
      `analysis(x: [{ field: "country_code" }], series: [{ name: "p", function: SUM, expression: "population" }], orderBy: { field: "p", direction: DESC }${args}) { truncated points { label values } }`;
    interface Cut {
      truncated: boolean;
      points: unknown[];
    }
    graph.upstreamCalls();
    const { data } = await graph.ask<{ dataset: Record<'five' | 'ten' | 'all', Cut> }, never>(
      `{ dataset(datasetId: "${CITIES}") { five: ${analysis(', first: 5')} ten: ${analysis(', first: 10')} all: ${analysis('')} } }`,
    );
    expect(graph.upstreamCalls()).toHaveLength(2);
    const { five, ten, all } = data?.dataset ?? {};
    expect([five?.truncated, ten?.truncated, all?.truncated]).toEqual([false, false, false]);
    expect(all?.points.length).toBeGreaterThan(100);
    expect(five?.points).toEqual(all?.points.slice(0, 5));
    expect(ten?.points).toEqual(all?.points.slice(0, 10));
  });
});

test('a cut by the second axis is sorted by it at the portal', async () => {
  const { data } = await ask(`{ dataset(datasetId: "${CITIES}") {
    analysis(x: [{ field: "feature_code" }, { field: "country_code" }], series: [{ name: "n", function: COUNT }], orderBy: { field: "country_code", direction: ASC }, first: 3) { points { x } }
  } }`);
  expect(JSON.stringify(data)).toContain('"AD"');
  expect(JSON.stringify(data)).not.toMatch(/"[B-Z][A-Z]"\]/);
});

describe('a merged call that the portal refuses fails only those that could not be answered alone', () => {
  test('records of a dataset that does not exist are null, together as alone', async () => {
    const { data, errors, calls } = await ask(`{
      a: record(datasetId: "nope", recordId: "1") { recordId }
      b: record(datasetId: "nope", recordId: "2") { recordId }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({ a: null, b: null });
    expect(calls).toEqual(['search']);
  });

  test('a facet that it does not take', async () => {
    refuse = ({ parameters }) => (parameters.getAll('facet').includes('timezone') ? 400 : null);
    const { data, errors, calls } = await ask(`{ dataset(datasetId: "${CITIES}") {
      rows: records(first: 2) { nodes { recordId } }
      total: records { totalCount }
      good: records { facets(names: ["country_code"]) { name } }
      bad: records { facets(names: ["timezone"]) { name } }
    } }`);
    expect(errors.map(({ path }) => path)).toEqual([['dataset', 'bad', 'facets']]);
    expect(data).toMatchObject({ dataset: { rows: { nodes: [{}, {}] }, good: {}, bad: { facets: null } } });
    expect(calls).toHaveLength(1 + 4);
  });

  test('a page longer than it takes', async () => {
    refuse = ({ parameters }) => (Number(parameters.get('rows') ?? 0) > 100 ? 400 : null);
    const { data, errors, calls } = await ask(`{ dataset(datasetId: "${CITIES}") {
      one: records(first: 100) { nodes { recordId } }
      two: records(first: 100, after: "${cursorOf({ datasetId: CITIES, fields: [], numbers: [], dates: [], isGeo: false }, '', 99)}") { nodes { recordId } }
    } }`);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data).match(/recordId/g)).toHaveLength(200);
    expect(calls).toHaveLength(1 + 3);
  });

  test('an id that it cannot read', async () => {
    const ids = await cityIds(8);
    refuse = ({ parameters }) => (parameters.get('q')?.includes('strange') ? 400 : null);
    const { data, errors } = await ask(`{
      strange: record(datasetId: "${CITIES}", recordId: "strange") { recordId }
      ${ids.map((id, index) => `r${index}: record(datasetId: "${CITIES}", recordId: "${id}") { recordId }`).join('\n')}
      sets: datasetsById(datasetIds: ["earthquakes", "strange", "bird-strikes"]) { datasetId }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      strange: null,
      ...Object.fromEntries(ids.map((recordId, index) => [`r${index}`, { recordId }])),
      sets: [{ datasetId: 'earthquakes' }, null, { datasetId: 'bird-strikes' }],
    });
  });

  test('a bad expression in one of five series takes no other down', async () => {
    refuse = ({ parameters }) => ([...parameters.values()].includes('log(population)') ? 400 : null);
    const series = (name: string, expression: string) =>
      `${name}: dataset(datasetId: "${CITIES}") { analysis(x: [], series: [{ name: "n", function: MAX, expression: "${expression}" }]) { points { values } } }`;
    const { data, errors, calls } = await ask(`{
      ${series('a', 'population')} ${series('b', 'population+1')} ${series('bad', 'log(population)')}
      ${series('d', 'population+2')} ${series('e', 'population+3')}
    }`);
    expect(errors.map(({ path }) => path)).toEqual([['bad', 'analysis']]);
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(data).toMatchObject({ a: { analysis: {} }, bad: { analysis: null }, e: { analysis: {} } });
    expect(calls.length - 1).toBeLessThanOrEqual(5);
  });

  test('a filter that is bad for all is not asked for again by each', async () => {
    const { errors, calls } = await ask(
      `{ ${Array.from({ length: 8 }, (_, index) => `a${index}: dataset(datasetId: "${CITIES}") { analysis(x: [], series: [{ name: "n", function: MAX, expression: "population+${index}" }], filter: { q: "((" }) { points { values } } }`).join(' ')} }`,
    );
    expect(errors).toHaveLength(8);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(calls).toHaveLength(1 + 4);
  });

  test.each([401, 403, 429, 500, 503])('%i hits everyone, and is not asked for again', async (status) => {
    refuse = ({ path }) => (path.includes('/search/') ? status : null);
    const { errors, calls } = await ask(`{ dataset(datasetId: "${CITIES}") {
      rows: records(first: 2) { nodes { recordId } }
      total: records { totalCount }
      facets: records { facets(names: ["country_code"]) { name } }
    } }`);
    expect(errors.length).toBeGreaterThan(0);
    expect(calls).toEqual(['datasets', 'search']);
  });
});
