/** What a page of another site can make a browser send without asking first runs nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { head, openSocket } from '../support/raw-socket.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const QUERY = '{ datasets { totalCount } }';
const MUTATION =
  'mutation { deletePushedRecord(input: { datasetId: "a", resourceId: "b", recordId: "c" }) { deleted } }';

async function post(body: BodyInit, headers: Record<string, string> = {}) {
  const response = await fetch(`${graph.url}/graphql`, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text() };
}

function form(query: string): FormData {
  const data = new FormData();
  data.set('operations', JSON.stringify({ query }));
  data.set('map', '{}');
  return data;
}

describe.each([QUERY, MUTATION])('a POST of %s', (query) => {
  const json = JSON.stringify({ query });

  test.each<[string, BodyInit, Record<string, string>]>([
    ['as a form', new URLSearchParams({ query }), {}],
    ['as a form with files', form(query), {}],
    ['as plain text', json, { 'content-type': 'text/plain' }],
    ['as plain text that looks like JSON', json, { 'content-type': 'text/plain;application/json' }],
    ['as two types', json, { 'content-type': 'text/plain, application/json' }],
    ['of no type', new Blob([json]), {}],
    ['as its bare text', query, { 'content-type': 'application/graphql' }],
    ['compressed', json, { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('%s is refused with 415', async (_, body, headers) => {
    graph.upstreamCalls();
    const { status, text } = await post(body, headers);
    expect(status).toBe(415);
    expect(JSON.parse(text).errors[0]).toMatchObject({
      message: expect.stringMatching(/^Content-/),
      extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
    });
    expect(graph.upstreamCalls()).toEqual([]);
  });
});

test.each([
  'application/json',
  'Application/JSON; Charset="UTF-8"',
  'application/graphql+json;charset=utf-8',
])('a POST as %s is answered', async (type) => {
  const { status, text } = await post(JSON.stringify({ query: QUERY }), { 'content-type': type });
  expect([status, JSON.parse(text).errors]).toEqual([200, undefined]);
});

describe('a GET', () => {
  beforeEach(() => void graph.upstreamCalls());

  /** As a browser asks: `fetch` would say something else of itself. */
  async function get(query: string, headers: Record<string, string>, url = graph.url) {
    const client = await openSocket(url);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const path = `/graphql?${new URLSearchParams({ query })}`;
    client.write(head(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines));
    const text = await client.closed();
    return { status: Number(text.split(' ')[1]), text };
  }

  test('runs no mutation', async () => {
    expect((await get(MUTATION, {})).status).toBe(405);
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test.each(['cross-site', 'same-site'])('of an image or script on a %s page is refused', async (site) => {
    const response = await get(QUERY, { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' });
    expect(response.status).toBe(403);
    expect(response.text).toContain('"code":"FORBIDDEN"');
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test.each([
    ['of nobody who is a browser', {}],
    [
      'of a script that may read it',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', origin: 'https://a.example' },
    ],
    ['of an own page', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'no-cors' }],
    ['of a link', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('%s is answered', async (_, headers) => {
    expect((await get(QUERY, headers)).status).toBe(200);
  });

  test('of a script that may not read it is refused', async () => {
    const closed = await startGraph(inject('portalUrl'), { corsOrigins: ['https://app.example.org'] });
    const ask = (origin: string) =>
      get(QUERY, { origin, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }, closed.url);
    expect((await ask('https://evil.example')).status).toBe(403);
    expect((await ask('https://app.example.org')).status).toBe(200);
    await closed.close();
  });
});
