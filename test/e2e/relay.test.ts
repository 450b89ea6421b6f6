/** Relay's two specifications: global object identification, and cursor connections walked both ways. */
import fc from 'fast-check';
import { getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());
beforeEach(() => void graph.upstreamCalls());

interface Page {
  totalCount: number;
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

type Arguments = { first?: number; after?: string | null; last?: number; before?: string | null };

/** A page of the countries, by name. */
async function page(args: Arguments): Promise<Page> {
  const { data, errors } = await graph.ask<{ dataset: { records: Page } }, Arguments>(
    `query ($first: Int, $after: String, $last: Int, $before: String) {
      dataset(datasetId: "world-countries") {
        records(first: $first, after: $after, last: $last, before: $before, orderBy: [{ field: "name" }]) {
          totalCount
          edges { cursor node { id } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }`,
    args,
  );
  expect(errors).toEqual([]);
  if (!data) throw new Error('no data');
  return data.dataset.records;
}

const idsOf = ({ edges }: Page) => edges.map(({ node }) => node.id);

describe('objects', () => {
  test('are found again by their ids, those of one kind at once', async () => {
    const { data } = await graph.ask<
      { dataset: { id: string; records: { nodes: { id: string }[] } } },
      never
    >('{ dataset(datasetId: "earthquakes") { id records(first: 3) { nodes { id } } } }');
    const ids = [data?.dataset.id ?? '', ...(data?.dataset.records.nodes.map(({ id }) => id) ?? [])];
    expect(new Set(ids).size).toBe(4);
    const { data: again } = await graph.ask<{ nodes: object[] }, { ids: string[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
      { ids },
    );
    expect(again?.nodes).toEqual(
      ids.map((id, index) => ({ __typename: index === 0 ? 'Dataset' : 'Record', id })),
    );
    for (const id of ids) {
      const { data: one } = await graph.ask<{ node: object }, { id: string }>(
        'query ($id: ID!) { node(id: $id) { id } }',
        { id },
      );
      expect(one?.node).toEqual({ id });
    }
  });

  test('that are gone are null, and what is no id is an error of its place', async () => {
    const gone = Buffer.from('Dataset:gone').toString('base64url');
    const { data, errors } = await graph.ask(
      `{ gone: node(id: "${gone}") { id } wrong: node(id: "x") { id } }`,
    );
    expect(data).toEqual({ gone: null, wrong: null });
    expect(errors).toMatchObject([
      { path: ['wrong'], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
    ]);
  });

  test('are of the types that implement Node, and of no other', () => {
    const node = apiSchema.getType('Node');
    if (!isInterfaceType(node)) throw new Error('Node is no interface.');
    expect(String(node.getFields().id?.type)).toBe('ID!');
    expect(apiSchema.getPossibleTypes(node).map(({ name }) => name)).toEqual(['Dataset', 'Record']);
  });
});

test('every connection has the shape of the specification, and every field of one its arguments', () => {
  const types = Object.values(apiSchema.getTypeMap()).filter(isObjectType);
  const connections = types.filter(({ name }) => name.endsWith('Connection'));
  expect(connections.map(({ name }) => name).sort()).toEqual([
    'DatasetConnection',
    'FieldValueConnection',
    'RecordConnection',
  ]);
  for (const connection of connections) {
    const { edges, pageInfo } = connection.getFields();
    expect(String(edges?.type)).toMatch(/^\[\w+Edge!\]!$/);
    expect(String(pageInfo?.type)).toBe('PageInfo!');
    const edge = apiSchema.getType(connection.name.replace('Connection', 'Edge'));
    if (!isObjectType(edge)) throw new Error(`${connection.name} has no edges.`);
    expect(String(edge.getFields().cursor?.type)).toBe('String!');
    expect(edge.getFields().node).toBeDefined();
    const fields = types
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => getNamedType(type) === connection);
    expect(fields.length).toBeGreaterThan(0);
    // The values of a field are paged forwards only.
    const backwards = connection.name === 'FieldValueConnection' ? [] : ['last', 'before'];
    for (const { args } of fields)
      expect(args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after', ...backwards]));
  }
});

describe('pages', () => {
  test('of any size, walked either way, show everything once and in order', async () => {
    const { edges, totalCount } = await page({ first: 1000 });
    const all = edges.map(({ node }) => node.id);
    expect(all).toHaveLength(totalCount);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 40, max: 300 }), async (size) => {
        const forward: string[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const shown: Page = await page({ first: size, after });
          forward.push(...idsOf(shown));
          expect(shown.pageInfo.hasPreviousPage).toBe(after !== null);
          expect(shown.pageInfo.startCursor).toBe(shown.edges[0]?.cursor);
          after = shown.pageInfo.endCursor;
          more = shown.pageInfo.hasNextPage;
        }
        const backward: string[] = [];
        for (let before: string | null = null, more = true; more; ) {
          const shown: Page = await page({ last: size, before });
          backward.unshift(...idsOf(shown));
          expect(shown.pageInfo.hasNextPage).toBe(before !== null);
          expect(shown.pageInfo.endCursor).toBe(shown.edges.at(-1)?.cursor);
          before = shown.pageInfo.startCursor;
          more = shown.pageInfo.hasPreviousPage;
        }
        expect(forward).toEqual(all);
        expect(backward).toEqual(all);
      }),
      { numRuns: 5 },
    );
  });

  test('of any part are what the whole has there', async () => {
    const whole = await page({ first: 1000 });
    const { edges } = whole;
    const offset = fc.option(fc.integer({ min: 0, max: edges.length - 1 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        offset,
        offset,
        fc.integer({ min: 0, max: 60 }),
        fc.boolean(),
        async (a, b, size, isLast) => {
          const args = {
            ...(a !== undefined && { after: edges[a]?.cursor ?? '' }),
            ...(b !== undefined && { before: edges[b]?.cursor ?? '' }),
            ...(isLast ? { last: size } : { first: size }),
          };
          // EdgesToReturn, as the specification writes it.
          const between = edges.slice(a === undefined ? 0 : a + 1, b ?? edges.length);
          const expected = size === 0 ? [] : isLast ? between.slice(-size) : between.slice(0, size);
          expect((await page(args)).edges).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('before a cursor are one call, the last of all two, and none is asked for what is wrong', async () => {
    const { pageInfo } = await page({ first: 20 });
    graph.upstreamCalls();
    await page({ last: 5, before: pageInfo.endCursor });
    // The dataset and the page with its total.
    expect(graph.upstreamCalls()).toHaveLength(2);
    await page({ last: 5 });
    expect(graph.upstreamCalls()).toHaveLength(3);
    const ask = (args: string) =>
      graph.ask(`{ dataset(datasetId: "geonames-cities-1000") { records(${args}) { nodes { id } } } }`);
    const both = await ask('first: 1, last: 1');
    expect(both.errors[0]?.message).toMatch(/^last: goes with before, and first goes with after/);
    expect((await ask('last: 1')).errors[0]?.message).toMatch(
      /^last: a search shows its first 10000 results only/,
    );
    expect((await ask('before: "x"')).errors[0]?.message).toMatch(/^before: is not a cursor/);
    const { extensions } = await graph.ask('{ datasets(last: 2) { nodes { id } } }');
    expect(extensions.upstream).toMatchObject({ calls: 2, estimated: 2 });
  });
});
