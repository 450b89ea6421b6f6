/** GraphQL over HTTP as its specification says: the audits of graphql-http, each a test over real HTTP. */
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

describe('GraphQL over HTTP', () => {
  // What a server may do it may leave; what it must or should do is asked for.
  const audits = serverAudits({ url: () => `${graph.url}/graphql` }).filter(
    ({ name }) => !name.startsWith('MAY'),
  );

  test('there are audits of both strengths', () => {
    expect(new Set(audits.map(({ name }) => name.split(' ')[0]))).toEqual(new Set(['MUST', 'SHOULD']));
  });

  test.each(audits.map((audit) => ({ name: audit.name, audit })))('$name', async ({ audit }) => {
    const result = await audit.fn();
    expect(result.status, result.status === 'ok' ? undefined : result.reason).toBe('ok');
  });

  test('a mutation by GET is refused with 405, and the method that it needs is named', async () => {
    const query =
      'mutation { deletePushedRecord(input: { datasetId: "a", resourceId: "b", recordId: "c" }) { deleted } }';
    const response = await fetch(`${graph.url}/graphql?${new URLSearchParams({ query })}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(graph.upstreamCalls()).toEqual([]);
  });
});
