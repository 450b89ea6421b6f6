/** urql with Graphcache, which knows the schema: pages, a normalised cache, and what a mutation makes old. */
import { Client, type Exchange, fetchExchange, gql } from '@urql/core';
import {
  type Cache,
  type CacheExchangeOpts,
  cacheExchange,
  type UpdatesConfig,
} from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { minifyIntrospectionQuery } from '@urql/introspection';
import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { type CommunesPage, documented, documentedOperation } from './documented.ts';

const warnings = vi.spyOn(console, 'warn');

let graph: Graph;
let introspection: IntrospectionQuery;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
  const { data } = await graph.ask<IntrospectionQuery, never>(getIntrospectionQuery());
  if (!data) throw new Error('The graph does not tell its schema.');
  introspection = data;
});
afterAll(() => graph.close());

/** The cache that the docs show, and what mutations make old. */
function documentedCache(updates: UpdatesConfig): Exchange {
  const made = documented('cacheExchange({', {
    schema: minifyIntrospectionQuery(introspection),
    relayPagination,
    cacheExchange: (options: CacheExchangeOpts) => cacheExchange({ ...options, updates }),
  });
  if (typeof made !== 'function') throw new Error('docs/clients.md shows no cache.');
  return (input) => Reflect.apply(made, null, [input]);
}

function connect(): Client {
  return new Client({
    url: `${graph.url}/graphql`,
    preferGetMethod: false,
    exchanges: [
      documentedCache({
        Mutation: {
          pushRecords: (_result, _args, cache) => forgetDatasets(cache),
        },
      }),
      fetchExchange,
    ],
  });
}

interface Page {
  datasets: {
    edges: { node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
/** All pages, whatever their arguments. */
function forgetDatasets(cache: Cache): void {
  for (const { fieldName, arguments: args } of cache.inspectFields('Query'))
    if (fieldName === 'datasets') cache.invalidate('Query', fieldName, args);
}

const PAGE = gql`
  query UrqlPage($after: String) {
    datasets(first: 4, after: $after) {
      edges { cursor node { id title } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

const COMMUNES = gql(documentedOperation('Communes'));

test('pages are put together, from the cache for no call', async () => {
  const client = connect();
  let after: string | null = null;
  let edges: { node: { id: string } }[] = [];
  for (;;) {
    const result: { data?: Page; error?: unknown } = await client.query<Page>(PAGE, { after });
    if (!result.data) throw result.error;
    const { pageInfo, ...page } = result.data.datasets;
    edges = page.edges;
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  const ids = edges.map(({ node }) => node.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(6);
  graph.upstreamCalls();
  await client.query(PAGE, { after: null });
  expect(graph.upstreamCalls()).toEqual([]);
});

test('pages of records are put together by the operation and the cache that the docs show', async () => {
  const client = connect();
  let after: string | null = null;
  for (const length of [5, 10, 15]) {
    const result: { data?: CommunesPage; error?: unknown } = await client.query<CommunesPage>(COMMUNES, {
      after,
    });
    if (!result.data) throw result.error;
    const { edges, pageInfo } = result.data.dataset.records;
    expect(edges[0]?.node.name).toBe('Paris');
    expect(new Set(edges.map(({ node }) => node.id)).size).toBe(length);
    after = pageInfo.endCursor;
  }
  graph.upstreamCalls();
  const first = await client.query<CommunesPage>(COMMUNES, { after: null });
  expect(first.data?.dataset.records.edges.length).toBeGreaterThanOrEqual(5);
  expect(graph.upstreamCalls()).toEqual([]);
});

test('a dataset is one object, and what a mutation makes old is asked again', async () => {
  const client = connect();
  const byId = gql`query UrqlDataset { dataset(datasetId: "earthquakes") { id title } }`;
  const { data } = await client.query(byId, {});
  await client.query(PAGE, { after: null });
  graph.upstreamCalls();
  // Both fields are of the object that the first query found.
  const again = gql`query UrqlNode($id: ID!) { node(id: $id) { id ... on Dataset { title } } }`;
  expect((await client.query(again, { id: data.dataset.id })).data.node.title).toBe(data.dataset.title);
  const push = gql`mutation UrqlPush($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }`;
  const input = {
    datasetId: 'realtime-sensors',
    resourceId: 'realtime',
    pushKey: 'demo-push-key',
    records: [{ sensor_id: 'urql', temperature: 1, measured: '2026-01-01T00:00:00+00:00' }],
  };
  expect((await client.mutation(push, { input })).data.pushRecords.accepted).toBe(1);
  graph.upstreamCalls();
  await client.query(PAGE, { after: null });
  expect(graph.upstreamCalls()).toHaveLength(1);
});

test('errors have their codes, and Graphcache found nothing to warn of', async () => {
  const { error } = await connect().query(gql`query UrqlWrong { node(id: "x") { id } }`, {});
  expect(error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' });
  expect(warnings.mock.calls).toEqual([]);
});
