/** Apollo Client as a frontend sets it up: pages, a normalised cache, mutations, errors, a credential, persisted queries. */
import { createHash } from 'node:crypto';
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
} from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { type CommunesPage, documented, documentedOperation } from './documented.ts';

const SENSORS = 'realtime-sensors';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());
beforeEach(() => void graph.upstreamCalls());

function connect(before: ApolloLink): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from(
      [before, new HttpLink({ uri: `${graph.url}/graphql` })].filter((link) => link !== NONE),
    ),
    cache: documentedCache(),
  });
}
const NONE = ApolloLink.empty();

function documentedCache(): InMemoryCache {
  const cache = documented('new InMemoryCache({', { InMemoryCache, relayStylePagination });
  if (cache instanceof InMemoryCache) return cache;
  throw new Error('docs/clients.md shows no cache.');
}

interface Page {
  datasets: {
    edges: { node: { id: string; title: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
const PAGE = gql`
  query ApolloPage($after: String) {
    datasets(first: 3, after: $after) {
      edges { cursor node { id title } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

test('pages are put together, in order, until the last', async () => {
  const client = connect(NONE);
  const query = client.watchQuery<Page>({ query: PAGE });
  const subscription = query.subscribe(() => {});
  await vi.waitUntil(() => query.getCurrentResult().dataState === 'complete');
  const shown = () => (query.getCurrentResult().data as Page).datasets;
  while (shown().pageInfo.hasNextPage) {
    const { edges, pageInfo } = shown();
    await query.fetchMore({ variables: { after: pageInfo.endCursor } });
    await vi.waitUntil(() => shown().edges.length > edges.length);
  }
  const datasets = shown();
  const { data } = await graph.ask<{ datasets: { nodes: { id: string }[] } }, never>(
    '{ datasets(first: 100) { nodes { id } } }',
  );
  expect(datasets.edges.map(({ node }) => node.id)).toEqual(data?.datasets.nodes.map(({ id }) => id));
  expect(datasets.edges.length).toBeGreaterThan(6);
  subscription.unsubscribe();
});

test('pages of records are put together by the operation and the cache that the docs show', async () => {
  const client = connect(NONE);
  const query = client.watchQuery<CommunesPage>({ query: gql(documentedOperation('Communes')) });
  const subscription = query.subscribe(() => {});
  await vi.waitUntil(() => query.getCurrentResult().dataState === 'complete');
  const shown = () => (query.getCurrentResult().data as CommunesPage).dataset.records;
  for (const length of [10, 15]) {
    await query.fetchMore({ variables: { after: shown().pageInfo.endCursor } });
    await vi.waitUntil(() => shown().edges.length === length);
  }
  const names = shown().edges.map(({ node }) => node.name);
  expect(names[0]).toBe('Paris');
  expect(new Set(names).size).toBe(15);
  subscription.unsubscribe();
  graph.upstreamCalls();
  const { data } = await client.query<CommunesPage>({ query: gql(documentedOperation('Communes')) });
  expect(data?.dataset.records.edges.map(({ node }) => node.name)).toEqual(names);
  expect(graph.upstreamCalls()).toEqual([]);
});

test('a record is one object with one value, whichever search has found it', async () => {
  const client = connect(NONE);
  const found = (filter: string, timezone: string) =>
    client.query<{ dataset: { records: { edges: { distance: number; node: object }[] } } }>({
      query: gql(`query ApolloNear { dataset(datasetId: "earthquakes") { id
        records(first: 1, filter: ${filter}, orderBy: { field: "mag", direction: DESC }, timezone: "${timezone}") {
          edges { cursor distance node { id time: value(field: "time") } }
          pageInfo { endCursor hasNextPage }
        } } }`),
    });
  const near = (longitude: number) => `{ near: { latitude: 0, longitude: ${longitude}, meters: 2e7 } }`;
  const one = (await found(near(0), 'UTC')).data?.dataset.records.edges[0];
  const other = (await found(near(90), 'Asia/Tokyo')).data?.dataset.records.edges[0];
  expect(other?.node).toEqual(one?.node);
  expect(other?.distance).not.toBe(one?.distance);
  graph.upstreamCalls();
  const again = (await found(near(0), 'UTC')).data?.dataset.records.edges[0];
  expect(again).toEqual(one);
  expect(graph.upstreamCalls()).toEqual([]);
});

test('a dataset is one object, however it was asked', async () => {
  const client = connect(NONE);
  const byId = gql`query ApolloDataset { dataset(datasetId: "earthquakes") { id title publisher } }`;
  const { data } = await client.query<{ dataset: { id: string; title: string } }>({ query: byId });
  const id = data?.dataset.id ?? '';
  const byNode = gql`query ApolloNode($id: ID!) { node(id: $id) { id ... on Dataset { title recordsCount } } }`;
  await client.query({ query: byNode, variables: { id } });
  const cached = client.cache.extract() as Record<string, Record<string, unknown>>;
  expect(Object.keys(cached).filter((key) => key.startsWith('Dataset:'))).toEqual([`Dataset:${id}`]);
  expect(cached[`Dataset:${id}`]).toMatchObject({ publisher: expect.any(String), recordsCount: 1707 });
  graph.upstreamCalls();
  await client.query({ query: byId });
  expect(graph.upstreamCalls()).toEqual([]);
});

test('a mutation, an error with its code, and the credential of a link', async () => {
  const client = connect(new SetContextLink(() => ({ headers: { authorization: 'Apikey demo-key' } })));
  const push = gql`mutation ApolloPush($input: PushRecordsInput!) { pushRecords(input: $input) { accepted failures { code } } }`;
  const input = {
    datasetId: SENSORS,
    resourceId: 'realtime',
    pushKey: 'demo-push-key',
    records: [{ sensor_id: 'apollo', temperature: 1, measured: '2026-01-01T00:00:00+00:00' }],
  };
  const { data } = await client.mutate({ mutation: push, variables: { input } });
  expect(data).toMatchObject({ pushRecords: { accepted: 1, failures: [] } });
  const restricted = gql`query ApolloRestricted { dataset(datasetId: "earthquakes-significant") { id title } }`;
  expect((await client.query({ query: restricted })).data).toMatchObject({
    dataset: { title: expect.any(String) },
  });
  expect(graph.upstreamCalls().at(-1)?.authorization).toBe('Apikey demo-key');
  const wrong = gql`query ApolloWrong { node(id: "x") { id } }`;
  const error: unknown = await client.query({ query: wrong }).catch((reason: unknown) => reason);
  if (!CombinedGraphQLErrors.is(error)) throw new Error('no error of the graph');
  expect(error.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' });
});

test('persisted queries are sent by their hashes once they are known', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  const client = connect(
    new PersistedQueryLink({
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      useGETForHashedQueries: true,
    }),
  );
  const query = gql`query ApolloPersisted { dataset(datasetId: "bird-strikes") { id title } }`;
  await client.query({ query, fetchPolicy: 'network-only' });
  fetched.mockClear();
  const { data } = await client.query({ query, fetchPolicy: 'network-only' });
  expect(data).toMatchObject({ dataset: { title: expect.any(String) } });
  expect(fetched.mock.calls.map(([url, init]) => [init?.method, String(url).includes('query=')])).toEqual([
    ['GET', false],
  ]);
  fetched.mockRestore();
});
