/** Files of records, attachments and alternative exports: links of the graph, fetched as a browser fetches them. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const KEY = { authorization: 'Apikey demo-key' };

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
beforeEach(() => void graph.upstreamCalls());
afterAll(() => graph.close());

const Flag = graphql(`
  query MediaFlag($code: JSON!, $size: PositiveInt!) {
    dataset(datasetId: "country-flags") {
      records(filter: { where: { equals: { field: "code", value: $code } } }) {
        nodes {
          files { field file { id filename mediaType width height url thumbnailUrl(size: $size) } }
        }
      }
    }
  }
`);
const MediaDocuments = graphql(`
  query MediaDocuments {
    dataset(datasetId: "country-flags") {
      attachments { id title mediaType url }
      alternativeExports { id mediaType url }
    }
  }
`);

async function flag(size = 300, headers: Record<string, string> = {}) {
  const { data, errors } = await graph.ask(Flag, { code: 'FR', size }, headers);
  expect(errors).toEqual([]);
  const [value] = data?.dataset?.records?.nodes[0]?.files ?? [];
  if (!value) throw new Error('There is no flag.');
  return value;
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

/** A PNG says its size in its first bytes. */
function sizeOf(png: Buffer): [width: number, height: number] {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

describe('the files of a record', () => {
  test('are told with their fields, for the price of the search', async () => {
    const { field, file } = await flag();
    expect(field).toBe('flag');
    expect(file).toMatchObject({ filename: 'fr.png', mediaType: 'image/png', width: 250 });
    expect(graph.upstreamCalls().map(({ parameters }) => parameters.get('fields'))).toEqual([null, 'flag']);
  });

  test('come as the portal has them', async () => {
    const { file } = await flag();
    const response = await fetch(String(file.url));
    const bytes = await bytesOf(response);
    const own = await fetch(`${inject('portalUrl')}/api/datasets/1.0/country-flags/files/${file.id}/`);
    expect(bytes.equals(await bytesOf(own))).toBe(true);
    expect(sizeOf(bytes)).toEqual([file.width, file.height]);
    for (const name of [
      'content-type',
      'content-length',
      'etag',
      'last-modified',
      'accept-ranges',
      'cache-control',
    ]) {
      expect([name, response.headers.get(name)]).toEqual([name, own.headers.get(name)]);
    }
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  });

  test('come as thumbnails of the size asked', async () => {
    const { file } = await flag(64);
    const [width, height] = sizeOf(await bytesOf(await fetch(String(file.thumbnailUrl))));
    expect(Math.max(width, height)).toBe(64);
  });

  test('come in parts, and not again where they have not changed', async () => {
    const url = String((await flag()).file.url);
    const whole = await fetch(url);
    const bytes = await bytesOf(whole);
    const etag = whole.headers.get('etag') ?? '';
    const part = await fetch(url, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`]);
    expect((await bytesOf(part)).equals(bytes.subarray(10, 20))).toBe(true);
    const beyond = await fetch(url, { headers: { range: `bytes=${bytes.length}-` } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
    const known = await fetch(url, { headers: { 'if-none-match': etag }, cache: 'no-store' });
    expect([known.status, (await bytesOf(known)).length]).toEqual([304, 0]);
    const since = await fetch(url, {
      headers: { 'if-modified-since': whole.headers.get('last-modified') ?? '' },
    });
    expect(since.status).toBe(304);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  });

  test('of a caller with a credential carry a ticket, and are kept by no shared cache', async () => {
    const { file } = await flag(64, KEY);
    for (const url of [file.url, file.thumbnailUrl].map(String)) {
      expect(url).toContain('ticket=');
      expect(url).not.toMatch(/demo-key|apikey/i);
      graph.upstreamCalls();
      const { status, headers } = await fetch(url);
      expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
      expect(graph.upstreamCalls().map(({ authorization }) => authorization)).toEqual(['Apikey demo-key']);
    }
    const moved = String(file.url).replace(file.id, 'f'.repeat(32));
    const larger = String(file.thumbnailUrl).replace('/64?', '/65?');
    for (const url of [moved, larger]) expect((await fetch(url)).status).toBe(401);
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('have no thumbnail beyond what a portal makes', async () => {
    const { errors } = await graph.ask(Flag, { code: 'FR', size: 1001 });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'size' });
  });
});

test('attachments and alternative exports come with their names', async () => {
  const { data } = await graph.ask(MediaDocuments, {});
  const { attachments = [], alternativeExports = [] } = data?.dataset ?? {};
  expect(attachments.length + alternativeExports.length).toBe(2);
  for (const { id, mediaType, url } of [...attachments, ...alternativeExports]) {
    expect(String(url)).toContain(id);
    const response = await fetch(String(url));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(mediaType);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=/);
    expect((await bytesOf(response)).length).toBeGreaterThan(100);
  }
});

test.each([
  ['/media/country-flags/files/unknown', 404],
  ['/media/nowhere/files/unknown', 404],
  ['/media/country-flags/files/..%2F..', 400],
  ['/media/country-flags/files/%2E%2E', 404],
  ['/media/..%2F..%2Fpush/files/a', 400],
  ['/media/country-flags/files/http:%2F%2Fexample.org', 400],
  ['/media/country-flags/files/abc/0', 400],
  ['/media/country-flags/files/abc/99999', 400],
  ['/media/country-flags/files/abc/x', 400],
  ['/media/country-flags/secrets/abc', 404],
])('%s is %i, and nothing but the portal is reached', async (path, status) => {
  const response = await fetch(`${graph.url}${path}`);
  expect(response.status).toBe(status);
  expect((await response.json()).errors).toHaveLength(1);
  const [call] = graph.upstreamCalls();
  if (status === 400) expect(call).toBeUndefined();
  else if (call) expect(call.path).toMatch(/^\/api\/datasets\/1\.0\/[\w-]+\/files\/\w+\/$/);
});
