/**
 * What the official widgets sent from 63 pages in a browser, sent again as they did and as a form. Each answer has what
 * the widget reads from it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { Client } from './client.ts';

interface Page {
  page: string;
  requests: string[];
}

interface Request {
  path: string;
  parameters: [name: string, value: string][];
}

const pages: Page[] = JSON.parse(
  readFileSync(new URL('../recorded/widget-requests.json', import.meta.url), 'utf8'),
);
const recorded = [...new Set(pages.flatMap(({ requests }) => requests))];
const client = new Client(inject('portalUrl'));

/** The recording is decoded for reading; a `+` is a space. */
function readRequest(text: string): Request {
  const [path = '', ...rest] = text.split('?');
  const pairs = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '');
  return {
    path,
    parameters: pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=').replaceAll('+', ' ')];
    }),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the tests say what is in it.
type Body = any;

const anything = {
  number: expect.any(Number),
  text: expect.any(String),
  object: expect.any(Object),
};

function values({ parameters }: Request, name: string): string[] {
  return parameters.flatMap(([own, value]) => (own === name && value !== '' ? [value] : []));
}

const value = (request: Request, name: string): string | undefined => values(request, name)[0];

/** The names of the series, with their functions and subsets. */
function seriesOf({ parameters }: Request): { name: string; func: string; subsets: string | undefined }[] {
  return parameters.flatMap(([key, func]) => {
    const name = key.startsWith('y.') && key.endsWith('.func') ? key.slice(2, -5) : undefined;
    if (name === undefined) return [];
    return [{ name, func, subsets: parameters.find(([own]) => own === `y.${name}.subsets`)?.[1] }];
  });
}

const reads: [address: RegExp, read: (body: Body, request: Request) => void][] = [
  [/^\/api\/datasets\/1\.0\/search\/$/, readCatalog],
  [/^\/api\/datasets\/1\.0\/[\w-]+\/$/, readDataset],
  [/^\/api\/records\/1\.0\/search\/$/, readRecords],
  [/^\/api\/records\/1\.0\/analyze\/$/, readAnalysis],
  [/^\/api\/records\/1\.0\/boundingbox\/$/, readBox],
  [/^\/api\/records\/1\.0\/geocluster\/$/, readClusters],
  [/^\/api\/records\/1\.0\/geopolygon\/$/, readShapes],
  [/^\/api\/records\/1\.0\/download\/$/, readDownload],
];

function readDataset(body: Body, { path }: Request): void {
  expect(body).toMatchObject({
    datasetid: path.split('/').at(-2),
    has_records: true,
    metas: { title: anything.text, records_count: anything.number, modified: anything.text },
    features: expect.arrayContaining(['analyze']),
    fields: expect.any(Array),
    interop_metas: anything.object,
    extra_metas: {
      visualization: { map_tooltip_disabled: false },
      explore: { download_count: anything.number, popularity_score: anything.number },
      asset_content_configuration: { facets: expect.any(Array) },
    },
  });
  for (const field of body.fields) {
    expect(field).toMatchObject({ name: anything.text, label: anything.text, type: anything.text });
  }
  // The facets that `<ods-facets>` shows without children.
  const names = body.fields.map(({ name }: Body) => name);
  const { facets } = body.extra_metas.asset_content_configuration;
  expect(facets.length).toBeGreaterThan(0);
  for (const { field_name: name } of facets) expect(names).toContain(name);
}

function readCatalog(body: Body, request: Request): void {
  const rows = Number(value(request, 'rows') ?? 10);
  expect(body.nhits).toBeGreaterThan(5);
  expect(body.datasets).toHaveLength(Math.min(rows, body.nhits));
  for (const dataset of body.datasets) {
    expect(dataset).toMatchObject({ datasetid: anything.text, metas: { title: anything.text } });
    if (value(request, 'extrametas') === 'true') {
      expect(dataset.extra_metas.explore).toMatchObject({
        download_count: anything.number,
        popularity_score: anything.number,
      });
    }
  }
  readFacets(body, values(request, 'facet'));
}

function readRecords(body: Body, request: Request): void {
  const [rows, start] = [Number(value(request, 'rows') ?? 10), Number(value(request, 'start') ?? 0)];
  expect(body.nhits).toEqual(anything.number);
  expect(body.parameters).toMatchObject({ rows, start, timezone: 'UTC', format: 'json' });
  expect(body.records).toHaveLength(Math.max(0, Math.min(rows, body.nhits - start)));
  const fields = value(request, 'fields')?.split(',');
  const dataset = value(request, 'dataset');
  for (const record of body.records) {
    expect(record).toMatchObject({ datasetid: dataset, recordid: expect.stringMatching(/^[0-9a-f]{40}$/) });
    const names = Object.keys(record.fields).filter((name) => name !== 'dist');
    if (fields !== undefined) expect(fields).toEqual(expect.arrayContaining(names));
  }
  const refined = request.parameters.flatMap(([name]) => (name.startsWith('refine.') ? [name.slice(7)] : []));
  readFacets(body, [...values(request, 'facet'), ...refined]);
}

function readFacets(body: Body, names: string[]): void {
  const groups = new Map<string, Body>(body.facet_groups?.map((group: Body) => [group.name, group.facets]));
  expect([...groups.keys()].sort()).toEqual([...new Set(names)].sort());
  for (const facets of groups.values()) {
    expect(facets.length).toBeGreaterThan(0);
    for (const facet of facets) {
      expect(facet).toMatchObject({
        name: anything.text,
        path: anything.text,
        count: anything.number,
        state: expect.stringMatching(/^(displayed|refined|excluded)$/),
      });
    }
  }
}

function readAnalysis(body: Body, request: Request): void {
  const most = Number(value(request, 'maxpoints') ?? 0) || Number.POSITIVE_INFINITY;
  expect(body.length).toBeGreaterThan(0);
  expect(body.length).toBeLessThanOrEqual(most);
  const axes = values(request, 'x');
  for (const row of body) {
    expect('x' in row).toBe(axes.length > 0);
    const [axis, ...others] = axes.map((name) => name.split('.'));
    if (others.length > 0) {
      for (const [name = '', part] of [axis ?? [], ...others]) {
        expect(row.x[name]).toEqual(part === undefined ? anything.text : { [part]: anything.number });
      }
    } else if (axis?.[1] !== undefined) expect(row.x).toEqual({ [axis[1]]: anything.number });
    else if (axis !== undefined) expect(row.x).toEqual(anything.text);
    for (const { name, func, subsets } of seriesOf(request)) {
      if (func === 'QUANTILES') expect(row[name]).toEqual({ [`${subsets}.0`]: anything.number });
      else expect([anything.number, null]).toContainEqual(row[name]);
    }
  }
}

function readBox(body: Body): void {
  expect(body).toEqual({
    count: anything.number,
    bbox: [anything.number, anything.number, anything.number, anything.number],
    geometries: anything.object,
  });
  const [west, south, east, north] = body.bbox;
  expect(west).toBeLessThanOrEqual(east);
  expect(south).toBeLessThanOrEqual(north);
}

function readEnvelope(body: Body, request: Request): void {
  expect(body.clusters.length).toBeGreaterThan(0);
  expect(body.count).toEqual({ min: anything.number, max: anything.number });
  expect(body.clusterprecision).toBe(Number(value(request, 'clusterprecision')));
  for (const { name } of seriesOf(request)) {
    expect(body.series[name]).toEqual({ min: anything.number, max: anything.number });
  }
  for (const cluster of body.clusters) {
    expect(cluster.count).toBeGreaterThan(0);
    for (const { name } of seriesOf(request)) expect(cluster.series).toHaveProperty([name]);
  }
}

function readClusters(body: Body, request: Request): void {
  readEnvelope(body, request);
  for (const cluster of body.clusters) {
    expect(cluster.cluster_center).toEqual([anything.number, anything.number]);
    if (value(request, 'return_polygons') !== 'true') continue;
    expect(cluster.cluster).toMatchObject({
      type: expect.stringMatching(/^(Point|LineString|Polygon)$/),
      coordinates: expect.any(Array),
    });
  }
}

function readShapes(body: Body, request: Request): void {
  readEnvelope(body, request);
  for (const shape of body.clusters) {
    expect(shape).toMatchObject({
      cluster: { type: expect.stringMatching(/^(Multi)?Polygon$/), coordinates: expect.any(Array) },
      geo_digest: anything.text,
    });
  }
}

function readDownload(body: Body, request: Request): void {
  expect(body.length).toBeGreaterThan(0);
  expect(body.length).toBeLessThanOrEqual(1_000);
  const fields = value(request, 'fields')?.split(',') ?? [];
  for (const record of body) {
    expect(record.recordid).toEqual(anything.text);
    expect(fields).toEqual(expect.arrayContaining(Object.keys(record.fields)));
  }
}

/** Counters go on while others ask. */
const withoutCounts = (text: string): string => text.replaceAll(/"explore":\{[^}]*\}/g, '');

async function send({ path, parameters }: Request, method: 'GET' | 'POST') {
  const query = new URLSearchParams(parameters);
  const headers = { Origin: 'https://example.org', 'ODS-Widgets-Version': '2.1.2' };
  return method === 'GET'
    ? client.call(`${path}?${query}`, { headers })
    : client.call(path, { method, body: query, headers });
}

const isOfV1 = (text: string) => !/^\/api\/(explore\/v2|reuses)/.test(text);

describe('answered as the widget reads it', () => {
  const requests = recorded.filter((text) => isOfV1(text) && text.startsWith('/api/'));
  test.each(requests)('%s', async (text) => {
    const request = readRequest(text);
    const { status, headers, text: got } = await send(request, 'GET');
    expect([status, headers.get('Content-Type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(headers.has('X-RateLimit-Remaining')).toBe(true);
    // With this header, the widgets call an analysis untrustworthy and draw nothing.
    expect(headers.has('ODS-Analyze-Truncated')).toBe(false);
    const posted = await send(request, 'POST');
    expect([posted.status, withoutCounts(posted.text)]).toEqual([200, withoutCounts(got)]);
    const read = reads.find(([address]) => address.test(request.path))?.[1];
    if (read === undefined) throw new Error(`Nothing reads ${request.path}`);
    read(JSON.parse(got), request);
  });
});

test('the images come as images', async () => {
  const images = recorded.filter((text) => text.startsWith('/explore/'));
  expect(images.length).toBeGreaterThan(50);
  for (const path of images) {
    for (const method of ['GET', 'POST']) {
      const { status, headers } = await client.open(path, {}, method);
      expect([path, status, headers.get('Content-Type')]).toEqual([path, 200, 'image/png']);
    }
  }
});

test('what is of no API of v1 is a 404 in JSON', async () => {
  const others = recorded.filter((text) => !isOfV1(text));
  expect(others).toHaveLength(2);
  for (const text of others) {
    const answer = await send(readRequest(text), 'GET');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([404, { error: expect.any(String) }]);
  }
});
