/**
 * The graph as one of two subgraphs behind real gateways: every process of its own, HTTP between them all, and the
 * portal's door watched.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { EMBEDDED_TYPES } from '../support/examples.ts';
import { freePort } from '../support/free-port.ts';
import { type Program, startProgram } from '../support/program.ts';
import { subscribe } from '../support/sse.ts';
import { recordUpstream, type Upstream } from '../support/upstream.ts';
import { installGateways, runService, startHiveGateway, startService } from './gateways.ts';

const CITIES = 'doc-geonames-cities-5000';
/** The dataset of the type City. */
const TYPED = 'geonames-cities-1000';
const LARGEST = 'cities(first: 5, orderBy: [{ field: POPULATION, direction: DESC }])';
const BIN = new URL('../../src/bin.js', import.meta.url).pathname;
const DATASETS = [CITIES, 'earthquakes', 'bird-strikes', 'world-countries'];
const RESTRICTED = 'earthquakes-significant';

const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-federation-'));
const programs: Program[] = [];
let door: Upstream;
let supergraph = '';
let portalUrl = '';

interface Review {
  id: string;
  datasetId: string;
  recordId?: string;
  isTyped?: boolean;
  rating: number;
  text: string;
}
let reviews: Review[] = [];

const isInstalled = await installGateways();

beforeAll(async () => {
  if (!isInstalled) return;
  door = await recordUpstream(inject('portalUrl'));
  // Nothing is kept, so that every operation spends what it needs.
  const settings = {
    TYPES: EMBEDDED_TYPES,
    CACHE_TTL_DATASET: '0',
    CACHE_TTL_RECORDS: '0',
    CACHE_TTL_ANALYSIS: '0',
    LOG_LEVEL: 'silent',
  };
  const graph = startProgram(process.execPath, [BIN, '--url', door.url, '--port', '0'], {
    env: { PATH: process.env.PATH, ...settings },
  });
  programs.push(graph);
  portalUrl = await graph.says(/GraphQL: (\S+)/);
  reviews = await someReviews();
  const other = startService('reviews', [], { REVIEWS: JSON.stringify(reviews) });
  programs.push(other);
  const reviewsUrl = await other.says(/ready at (\S+)/);
  supergraph = await runService('compose', `portal=${portalUrl}`, `reviews=${reviewsUrl}`);
  writeFileSync(join(folder, 'supergraph.graphql'), supergraph);
});
afterAll(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await door?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A review of each dataset, of 100 records, of two datasets that not everybody finds, and of five typed records. */
async function someReviews(): Promise<Review[]> {
  const { data } = await post<{ dataset: { records: { nodes: { recordId: string }[] } } }>(
    portalUrl,
    `{ dataset(datasetId: "${CITIES}") { records(first: 100) { nodes { recordId } } } }`,
  );
  const of = (datasetId: string) => ({ id: datasetId, datasetId, rating: 3, text: 'fine' });
  const ofRecords = data.dataset.records.nodes.map(({ recordId }) => ({
    ...of(CITIES),
    id: recordId,
    recordId,
  }));
  const typed = await post<{ cities: { nodes: { recordId: string }[] } }>(
    portalUrl,
    `{ ${LARGEST} { nodes { recordId } } }`,
  );
  const ofCities = typed.data.cities.nodes.map(({ recordId }) => ({
    ...of(TYPED),
    id: recordId,
    recordId,
    isTyped: true,
  }));
  return [...DATASETS.map(of), ...ofRecords, of('no-such-dataset'), of(RESTRICTED), ...ofCities];
}

interface Answer<Data> {
  data: Data;
  errors?: { message: string; path?: unknown[]; extensions?: Record<string, unknown> }[];
}

async function post<Data = Record<string, unknown>>(
  url: string,
  query: string,
  headers: Record<string, string> = {},
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

async function hiveGateway(file: string): Promise<string> {
  const port = await freePort();
  programs.push(startHiveGateway(file, port));
  const url = `http://127.0.0.1:${port}/graphql`;
  await vi.waitFor(() => post(url, '{ __typename }'), { timeout: 60_000, interval: 200 });
  return url;
}

const GATEWAYS: Record<string, () => Promise<string>> = {
  'Apollo Gateway': async () => {
    const gateway = startService('apollo-gateway', [join(folder, 'supergraph.graphql')]);
    programs.push(gateway);
    return gateway.says(/ready at (\S+)/);
  },
  'Hive Gateway': () => hiveGateway(join(folder, 'supergraph.graphql')),
};

describe.skipIf(!isInstalled)('the supergraph', () => {
  test('has the directives that a gateway plans with', () => {
    const lines = supergraph.split('\n');
    const has = (...parts: string[]) => lines.some((line) => parts.every((part) => line.includes(part)));
    expect(has(': Analysis ', '@cost(weight: 10)')).toBe(true);
    expect(
      has(
        ': RecordConnection ',
        '@listSize(',
        'slicingArguments: ["first", "last"]',
        'sizedFields: ["edges", "nodes"]',
      ),
    ).toBe(true);
    expect(has(': PushRecordsPayload ', '@tag(name: "push")')).toBe(true);
    expect(has('@join__type(graph: PORTAL, key: "datasetId")')).toBe(true);
    expect(has('@join__type(graph: PORTAL, key: "datasetId recordId")')).toBe(true);
  });

  test('has the types of datasets as entities', () => {
    for (const type of ['City', 'Country', 'Sensor'])
      expect(supergraph).toMatch(
        new RegExp(
          `^type ${type} (?:implements .*)?\\n(?:  @\\w+.*\\n)*?  @join__type\\(graph: PORTAL, key: "recordId"\\)`,
          'm',
        ),
      );
    expect(supergraph).toMatch(/@join__type\(graph: REVIEWS, key: "recordId"\)/);
  });
});

describe.skipIf(!isInstalled).each(Object.entries(GATEWAYS))('behind %s', (name, start) => {
  let url = '';
  beforeAll(async () => {
    url = await start();
  });
  beforeEach(() => void door.take());

  const ask = <Data = Record<string, unknown>>(query: string, headers?: Record<string, string>) =>
    post<Data>(url, query, headers);

  test('datasets of the portal have reviews of the other subgraph, for one call to the portal', async () => {
    const { data, errors } = await ask<{ datasets: { nodes: { datasetId: string }[] } }>(
      '{ datasets(first: 20) { nodes { datasetId headline reviews { rating text } } } }',
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.datasets;
    expect(nodes.length).toBeGreaterThan(DATASETS.length);
    // The headline is made there of the title, which is asked here.
    expect(nodes.find(({ datasetId }) => datasetId === 'earthquakes')).toMatchObject({
      headline: expect.stringMatching(/^.+: 1 reviews$/),
      reviews: [{ rating: 3, text: 'fine' }],
    });
    expect(door.take()).toHaveLength(1);
  });

  test('104 reviews have their datasets and 100 of them their records, for two calls to the portal', async () => {
    const { data, errors } = await ask<{ reviews: unknown[] }>(
      '{ reviews(first: 104) { id dataset { datasetId title } record { recordId fields } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.reviews).toMatchObject(
      reviews.slice(0, 104).map(({ id, datasetId, recordId }) => ({
        id,
        dataset: { datasetId, title: expect.stringMatching(/./) },
        record: recordId === undefined ? null : { recordId, fields: { name: expect.any(String) } },
      })),
    );
    expect(
      door
        .take()
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/api/datasets/1.0/search/', '/api/records/1.0/search/']);
  });

  test('records of the portal have reviews of the other subgraph', async () => {
    const { data, errors } = await ask(
      `{ dataset(datasetId: "${CITIES}") { records(first: 100) { totalCount nodes { recordId reviews { id } } } } }`,
    );
    expect(errors).toBeUndefined();
    const nodes = reviews
      .filter(({ datasetId, recordId }) => datasetId === CITIES && recordId !== undefined)
      .map(({ recordId }) => ({ recordId, reviews: [{ id: recordId }] }));
    expect(data).toMatchObject({ dataset: { records: { nodes } } });
    // The dataset, and its records with the total.
    expect(door.take()).toHaveLength(2);
  });

  test('records with a type of their own have reviews of the other subgraph, for one call to the portal', async () => {
    const { data, errors } = await ask(`{ ${LARGEST} { nodes { name population reviews { rating } } } }`);
    expect(errors).toBeUndefined();
    const [largest, ...others] = Array.from({ length: 5 }, () => ({
      name: expect.any(String),
      population: expect.any(Number),
      reviews: [{ rating: 3 }],
    }));
    expect(data).toEqual({ cities: { nodes: [{ ...largest, name: 'Shanghai' }, ...others] } });
    expect(door.take()).toHaveLength(1);
  });

  test('reviews lead to records with a type of their own, and these to others, for a call each', async () => {
    const { data, errors } = await ask(
      `{ reviews(datasetId: "${TYPED}") { city { name population country { name iso2 } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.reviews).toHaveLength(5);
    expect(data).toMatchObject({
      reviews: expect.arrayContaining([
        { city: { name: 'Shanghai', population: 22_315_474, country: { name: 'China', iso2: 'CN' } } },
      ]),
    });
    expect(door.take().map(({ path }) => path)).toEqual([
      '/api/records/1.0/search/',
      '/api/records/1.0/search/',
    ]);
  });

  test('what the portal does not have is null, and takes nothing with it', async () => {
    const { data } = await ask(
      '{ gone: reviews(datasetId: "no-such-dataset") { id dataset { title } } there: reviews(datasetId: "earthquakes") { dataset { title } } }',
    );
    expect(data).toEqual({
      gone: [{ id: 'no-such-dataset', dataset: null }],
      there: [{ dataset: { title: expect.stringMatching(/./) } }],
    });
  });

  test("the caller's credential goes through to the portal, and to no other subgraph", async () => {
    const query = `{ reviews(datasetId: "${RESTRICTED}") { dataset { title records { totalCount } } } authorization }`;
    const anonymous = await ask(query);
    expect(anonymous.data).toEqual({ reviews: [{ dataset: null }], authorization: null });
    expect(new Set(door.take().map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
    const { data } = await ask(query, { authorization: 'Apikey demo-key' });
    expect(data).toEqual({
      reviews: [{ dataset: { title: expect.any(String), records: { totalCount: expect.any(Number) } } }],
      authorization: null,
    });
    expect(new Set(door.take().map(({ authorization }) => authorization))).toEqual(
      new Set(['Apikey demo-key']),
    );
  });

  test('an error of the graph arrives with its code, its argument and its place', async () => {
    const { errors } = await ask(
      '{ reviews(datasetId: "earthquakes") { dataset { records(filter: { where: { equals: { field: "nope", value: "x" } } }) { totalCount } } } }',
    );
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('nope'),
        path: ['reviews', 0, 'dataset', 'records'],
        extensions: { code: 'BAD_USER_INPUT', argument: expect.any(String) },
      },
    ]);
  });

  // Apollo Gateway has none.
  if (name === 'Hive Gateway')
    test('subscriptions go through as server-sent events', () => streamThrough(url));
});

async function streamThrough(url: string): Promise<void> {
  const query = `subscription { downloadRecords(datasetId: "${CITIES}", batchSize: 5000) { received done } }`;
  const { next } = await subscribe<Answer<{ downloadRecords: object }>>(url.replace('/graphql', ''), query);
  const batches: object[] = [];
  for (let event = await next(); event; event = await next()) batches.push(event.data.downloadRecords);
  expect(batches.length).toBeGreaterThan(5);
  expect(batches.at(-1)).toMatchObject({ done: true });
  expect(door.take().map(({ path }) => path)).toContain('/api/records/1.0/download/');
}

test.skipIf(!isInstalled)(
  'the gateway of compose.yaml serves the portal alone, from its own supergraph',
  async () => {
    const composed = readFileSync(new URL('../../deploy/supergraph.graphql', import.meta.url), 'utf8');
    const file = join(folder, 'compose.graphql');
    writeFileSync(file, composed.replace('http://proxy:8080/graphql', portalUrl));
    const url = await hiveGateway(file);
    const query = `{ dataset(datasetId: "${RESTRICTED}") { title } datasets(first: 1) { totalCount } }`;
    expect(await post(url, query)).toEqual({
      data: { dataset: null, datasets: { totalCount: expect.any(Number) } },
    });
    expect(await post(url, query, { authorization: 'Apikey demo-key' })).toMatchObject({
      data: { dataset: { title: expect.any(String) } },
    });
  },
);
