/** One graph over both of its carriers, `node:http` and `fetch`: no client can tell them apart. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/execution/logger.ts';
import { createServer, type ServerOptions } from '../../src/index.ts';
import { startHttpServer } from '../../src/server/http-server.ts';
import { type KeyedPortal, startKeyedPortal } from '../portals/keyed-portal.ts';
import { carriedBy } from '../support/carrier.ts';
import { type Reply, type Sending, send } from '../support/send.ts';

const CARRIERS = ['node:http', 'fetch'] as const;
const DATASET = '{ dataset(datasetId: "d") { datasetId title } }';
const DEFERRED = '{ dataset(datasetId: "d") { datasetId ... @defer { title } } }';
const SUBSCRIPTION = 'subscription { recordsPushed(datasetId: "d") { at } }';
const MUTATION =
  'mutation { pushRecords(input: { datasetId: "d", resourceId: "r", pushKey: "k", records: [{}] }) { __typename } }';

const asked = (query: string, parameters: Record<string, string> = {}) =>
  `/graphql?${new URLSearchParams({ query, ...parameters })}`;
const accepting = (accept: string): Sending => ({ headers: { accept } });

let portal: KeyedPortal;
beforeAll(async () => {
  portal = await startKeyedPortal();
});
afterAll(() => portal.close());

/** What a client can see of an answer, except when it was and how long a call took. */
interface Seen {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** One graph, over each of its carriers. */
interface BothCarriers {
  /** The answers over each of them, once the graph knows what is asked. */
  answers(path: string, sending: Sending): Promise<Seen[]>;
  close(): Promise<void>;
}

async function startBoth(options: Partial<ServerOptions>): Promise<BothCarriers> {
  const graph = createServer({
    odsUrl: portal.url,
    logLevel: 'silent',
    explain: true,
    maxBodyMb: 1,
    ...options,
  });
  const servers = await Promise.all(
    CARRIERS.map((carrier) =>
      startHttpServer(carriedBy(carrier, graph), {
        port: 0,
        host: '127.0.0.1',
        logger: createLogger('silent'),
      }),
    ),
  );
  return {
    answers: async (path, sending) => {
      await send(`${servers[0]?.url}${path}`, sending);
      return Promise.all(servers.map(async ({ url }) => seen(await send(`${url}${path}`, sending))));
    },
    close: async () => {
      for (const server of servers) await server.close();
      await graph.close({ grace: 1 });
    },
  };
}

function seen({ status, headers, text, bytes }: Reply): Seen {
  const { date: _date, 'x-request-id': id, ...others } = headers;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const length = others['content-length'];
  if (length === String(bytes)) others['content-length'] = 'as it should be';
  const timing = others['server-timing'];
  if (typeof timing === 'string') others['server-timing'] = timing.replace(/dur=[\d.]+/g, 'dur=');
  return { status, headers: others, text: text.replace(/"milliseconds":[\d.]+/g, '"milliseconds":') };
}

describe.each<[string, Partial<ServerOptions>]>([
  ['to which any page may talk', {}],
  ['of a portal that knows the server', { odsApikey: 'of-the-server', corsOrigins: ['https://app.example'] }],
])('both carriers of a graph %s', (_, options) => {
  let both: BothCarriers;
  beforeAll(async () => {
    both = await startBoth(options);
  });
  afterAll(() => both.close());

  const POST = { json: { query: DATASET } };
  const withHeaders = (headers: Record<string, string>): Sending => ({ ...POST, headers });
  const json = { 'content-type': 'application/json' };

  test.each<[string, string, Sending, number]>([
    ['a POST', '/graphql', POST, 200],
    [
      'a POST with variables',
      '/graphql',
      {
        json: {
          query: 'query Q($id: ID!) { dataset(datasetId: $id) { title } }',
          variables: { id: 'd' },
          operationName: 'Q',
        },
      },
      200,
    ],
    ['a GET', asked(DATASET), {}, 200],
    ['a GET with an empty search', '/graphql?', {}, 400],
    ['the newer type of JSON', '/graphql', withHeaders({ accept: 'application/graphql-response+json' }), 200],
    [
      'several types',
      '/graphql',
      withHeaders({ accept: 'text/html;q=0.5, application/graphql-response+json' }),
      200,
    ],
    ['a caller with a key', '/graphql', withHeaders({ authorization: 'Apikey one' }), 200],
    ['a GET of a caller with a key', asked(DATASET), { headers: { authorization: 'Apikey one' } }, 200],
    ['a credential that is none', '/graphql', withHeaders({ authorization: 'Nonsense' }), 200],
    ['an explained POST', '/graphql', withHeaders({ 'x-explain': '1' }), 200],
    ['an explained GET', asked(DATASET, { explain: '' }), {}, 200],
    ['a page of another origin', '/graphql', withHeaders({ origin: 'https://app.example' }), 200],
    ['a page of an unknown origin', '/graphql', withHeaders({ origin: 'https://evil.example' }), 200],
    [
      'a page that may not ask',
      '/graphql',
      withHeaders({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }),
      403,
    ],
    [
      'a preflight',
      '/graphql',
      {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
      },
      204,
    ],
    ['an error of syntax', '/graphql', { json: { query: '{' } }, 200],
    [
      'an error of syntax in the newer type',
      '/graphql',
      { json: { query: '{' }, headers: { accept: 'application/graphql-response+json' } },
      400,
    ],
    ['an unknown field', '/graphql', { json: { query: '{ nothing }' } }, 200],
    [
      'a variable of another type',
      '/graphql',
      { json: { query: 'query ($id: ID!) { dataset(datasetId: $id) { title } }', variables: { id: {} } } },
      200,
    ],
    ['a GET of a mutation', asked(MUTATION), {}, 405],
    ['no operation', '/graphql', { json: {} }, 400],
    ['a list of operations', '/graphql', { json: [{ query: DATASET }] }, 400],
    ['a body that is no JSON', '/graphql', { body: '{', headers: json }, 400],
    ['an empty body', '/graphql', { method: 'POST', headers: json }, 400],
    ['a body of another type', '/graphql', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
    ['a compressed body', '/graphql', { body: '{}', headers: { ...json, 'content-encoding': 'gzip' } }, 415],
    ['a body that is too large', '/graphql', { json: { query: 'x'.repeat(1024 * 1024) } }, 413],
    [
      'a charset',
      '/graphql',
      {
        body: Buffer.from(JSON.stringify({ query: '{ __typename } # é' }), 'latin1'),
        headers: { 'content-type': 'application/json; charset=latin1' },
      },
      200,
    ],
    ['a text that is no UTF-8', '/graphql', { body: Buffer.from([0x22, 0xff]), headers: json }, 400],
    ['variables of an address that are none', asked(DATASET, { variables: '{' }), {}, 400],
    ['a document that nobody trusts', '/graphql?documentId=sha256:0123', {}, 400],
    ['HEAD', asked(DATASET), { method: 'HEAD' }, 405],
    ['PUT', '/graphql', { ...POST, method: 'PUT' }, 405],
    ['DELETE', '/graphql', { method: 'DELETE' }, 405],
    ['a client that takes none of it', asked(DATASET), accepting('image/png'), 406],
    ['events of a query', asked(DATASET), accepting('text/event-stream'), 200],
    [
      'an answer in parts that is not taken',
      '/graphql',
      { json: { query: DEFERRED }, headers: { accept: 'application/json' } },
      406,
    ],
    [
      'a subscription that is not taken',
      '/graphql',
      { json: { query: SUBSCRIPTION }, headers: { accept: 'application/json' } },
      406,
    ],
    ['what is not there', '/nothing', {}, 404],
  ])('answer the same to %s', async (_, path, sending, status) => {
    const [node, fetch] = await both.answers(path, sending);
    expect(node).toEqual(fetch);
    expect(node?.status).toBe(status);
  });

  test('answer 304 to a client that has the answer', async () => {
    const [first] = await both.answers(asked(DATASET), {});
    const etag = first?.headers.etag ?? '';
    const [node, fetch] = await both.answers(asked(DATASET), { headers: { 'if-none-match': etag } });
    expect(node).toEqual(fetch);
    expect(node).toMatchObject({ status: 304, text: '', headers: { etag } });
  });
});

test('both carriers answer the same to trusted documents', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-lane-'));
  const documentId = createHash('sha256').update(DATASET).digest('hex');
  const trustedDocuments = join(folder, 'documents.json');
  writeFileSync(trustedDocuments, JSON.stringify({ [documentId]: DATASET }));
  const both = await startBoth({ trustedDocuments });
  for (const [path, sending, expected] of [
    [`/graphql?documentId=${documentId}`, {}, 200],
    [`/graphql?documentId=sha256:${documentId}`, { json: {} }, 200],
    ['/graphql', { json: { documentId } }, 200],
    ['/graphql?documentId=unknown', {}, 404],
    [asked(DATASET), {}, 403],
  ] satisfies [string, Sending, number][]) {
    const [node, fetch] = await both.answers(path, sending);
    expect(node).toEqual(fetch);
    expect(node?.status).toBe(expected);
  }
  await both.close();
  rmSync(folder, { recursive: true });
});
