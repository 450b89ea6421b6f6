/** Operations by their hashes: learned as they come, or only those that were known at the start. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readTrustedDocuments } from '../../src/execution/trusted-documents.ts';
import { schema } from '../../src/schema/schema.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const QUERY = 'query ($id: ID!) { dataset(datasetId: $id) { datasetId } }';
const HASH = sha256(QUERY);
const VARIABLES = { id: 'earthquakes' };
const DATA = { dataset: { datasetId: 'earthquakes' } };

const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-documents-'));
let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function post(url: string, body: object) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify(body),
  });
  const { data, errors } = await response.json();
  return { status: response.status, cache: response.headers.get('cache-control'), data, errors };
}

function persisted(hash: string, version = 1) {
  return { extensions: { persistedQuery: { version, sha256Hash: hash } }, variables: VARIABLES };
}

describe('an automatic persisted query', () => {
  test('is asked for, learned, and then known by its hash, by POST and GET', async () => {
    const unknown = await post(graph.url, persisted(HASH));
    expect(unknown).toMatchObject({
      status: 404,
      cache: 'no-store',
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(await post(graph.url, { query: QUERY, ...persisted(HASH) })).toMatchObject({
      status: 200,
      data: DATA,
    });
    expect(await post(graph.url, persisted(HASH))).toMatchObject({ status: 200, data: DATA });
    const address = new URL(`${graph.url}/graphql`);
    address.searchParams.set('variables', JSON.stringify(VARIABLES));
    address.searchParams.set('extensions', JSON.stringify(persisted(HASH).extensions));
    expect(await (await fetch(address)).json()).toMatchObject({ data: DATA });
  });

  test('is not learned under a hash that is not its own', async () => {
    const other = sha256('{ portal { name } }');
    expect(await post(graph.url, { query: QUERY, ...persisted(other) })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'PERSISTED_QUERY_MISMATCH' } }],
    });
    expect(await post(graph.url, persisted(other))).toMatchObject({ status: 404 });
  });

  test.each([
    persisted(HASH, 2),
    { extensions: { persistedQuery: { version: 1 } } },
    { extensions: { persistedQuery: 'x' } },
  ])('of another form is refused: %j', async (body) => {
    expect(await post(graph.url, { query: QUERY, ...body })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
    });
  });
});

describe('trusted documents', () => {
  const file = join(folder, 'documents.json');
  let trusting: Graph;
  beforeAll(async () => {
    writeFileSync(file, JSON.stringify({ [HASH]: QUERY }));
    trusting = await startGraph(inject('portalUrl'), { trustedDocuments: file });
  });
  afterAll(() => trusting.close());

  test.each([
    { documentId: HASH },
    { documentId: `sha256:${HASH}` },
    { extensions: persisted(HASH).extensions },
  ])('are run by %j', async (body) => {
    expect(await post(trusting.url, { ...body, variables: VARIABLES })).toMatchObject({
      status: 200,
      data: DATA,
    });
  });

  test('are run by GET', async () => {
    const query = new URLSearchParams({ documentId: HASH, variables: JSON.stringify(VARIABLES) });
    expect(await (await fetch(`${trusting.url}/graphql?${query}`)).json()).toMatchObject({ data: DATA });
  });

  test.each([
    ['a query', { query: QUERY }, 403, 'PERSISTED_QUERY_ONLY'],
    [
      'a trusted hash with another query',
      { query: '{ portal { name } }', ...persisted(HASH) },
      403,
      'PERSISTED_QUERY_ONLY',
    ],
    ['introspection', { query: '{ __schema { queryType { name } } }' }, 403, 'PERSISTED_QUERY_ONLY'],
    ['another hash', { documentId: sha256('{ portal { name } }') }, 404, 'PERSISTED_QUERY_NOT_IN_LIST'],
    [
      'the name of a property of every object',
      { documentId: '__proto__' },
      404,
      'PERSISTED_QUERY_NOT_IN_LIST',
    ],
    ['nothing', {}, 400, 'PERSISTED_QUERY_ID_REQUIRED'],
  ])('are all that is run, and not %s', async (_, body, status, code) => {
    trusting.upstreamCalls();
    expect(await post(trusting.url, body)).toMatchObject({ status, errors: [{ extensions: { code } }] });
    expect(trusting.upstreamCalls()).toEqual([]);
  });

  test('leave nothing to try in GraphiQL, which is not served', async () => {
    const response = await fetch(`${trusting.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(response.status).not.toBe(200);
    expect(await response.text()).not.toContain('graphiql');
  });

  test('are read as Apollo writes them', () => {
    const operations = [{ id: HASH, name: 'Q', type: 'query', body: QUERY }];
    writeFileSync(
      file,
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
    );
    expect(readTrustedDocuments(file, schema)).toEqual(new Map([[HASH, QUERY]]));
  });

  test.each([
    ['{', /^is no JSON: /],
    ['[]', /^has no documents: it must be/],
    ['{}', /^has no documents: it must be/],
    [
      JSON.stringify({ abc: '{ nope }' }),
      /^has a document abc that is not of this schema: Cannot query field "nope"/,
    ],
    [JSON.stringify({ abc: '{' }), /^has a document abc that is not of this schema: Syntax Error/],
    [JSON.stringify({ operations: [{ id: 'abc' }] }), /^has a document abc that is not of this schema: /],
  ])('of a file %s are refused with a sentence', (text, message) => {
    writeFileSync(file, text);
    expect(() => readTrustedDocuments(file, schema)).toThrow(message);
    expect(() => readTrustedDocuments(join(folder, 'none.json'), schema)).toThrow(/^cannot be read: ENOENT/);
  });
});
