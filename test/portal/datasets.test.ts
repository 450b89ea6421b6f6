import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startFixtures } from './client.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures());
});
afterAll(() => close());

const path = '/api/datasets/1.0/search/';

/** The ids of the datasets found, in their order. */
async function found(parameters: Record<string, string | string[]> = {}, by = client): Promise<string> {
  return (await by.datasets(parameters)).datasets.map((dataset) => dataset.datasetid).join(' ');
}

describe('a dataset looked up', () => {
  test('is the dataset, without an envelope', async () => {
    const { status, text } = await client.call('/api/datasets/1.0/museums/');
    expect(status).toBe(200);
    const dataset = JSON.parse(text);
    expect(dataset).toMatchObject({
      datasetid: 'museums',
      metas: {
        domain: 'ods-graphql',
        title: 'Museums',
        publisher: 'City of Paris',
        theme: ['Culture, Heritage', 'Tourism'],
        modified: '2024-03-10T12:00:00+00:00',
        data_processed: '2024-03-10T12:00:00+00:00',
        metadata_processed: '2024-03-10T12:00:00+00:00',
        records_count: 6,
        visibility: 'domain',
        territory: ['France'],
        custom_score: 7,
        geometry_types: ['Point', 'Polygon'],
      },
      has_records: true,
      data_visible: true,
      features: ['geo', 'analyze', 'timeserie', 'image'],
      attachments: [
        {
          id: 'readme_md',
          title: 'Read me',
          url: 'odsfile://readme.md',
          mimetype: 'text/markdown',
          description: 'All',
        },
      ],
      alternative_exports: [],
    });
    expect(dataset.metas.bbox.coordinates[0]).toEqual([
      [-3.6921, 40.4138],
      [4.8181, 40.4138],
      [4.8181, 48.862],
      [-3.6921, 48.862],
      [-3.6921, 40.4138],
    ]);
    expect(dataset.fields[2]).toEqual({
      name: 'place',
      label: 'Place',
      type: 'text',
      annotations: [{ name: 'facet' }, { name: 'hierarchical', args: ['/'] }],
    });
    expect(dataset).not.toHaveProperty('interop_metas');
    expect(dataset).not.toHaveProperty('extra_metas');
    expect((await client.call('/api/datasets/1.0/museums')).text).toBe(text);
  });

  test('has more metadata on demand', async () => {
    const { text } = await client.call('/api/datasets/1.0/museums/?interopmetas=true&extrametas=true');
    expect(JSON.parse(text)).toMatchObject({
      interop_metas: { dcat: { created: '2019-05-01T00:00:00+00:00', creator: 'A. Curator' } },
      extra_metas: { explore: {}, visualization: {} },
    });
    const { datasets } = await client.datasets({ interopmetas: 'true', q: 'datasetid:nasty' });
    expect(datasets[0]?.interop_metas).toEqual({});
    expect(datasets[0]).not.toHaveProperty('extra_metas');
  });

  test('without records says so, and lacks what comes from records', async () => {
    const dataset = JSON.parse((await client.call('/api/datasets/1.0/empty/')).text);
    expect(dataset).toMatchObject({
      has_records: false,
      features: [],
      fields: [],
      metas: { records_count: 0 },
    });
    for (const name of ['bbox', 'data_processed', 'territory', 'geometry_types']) {
      expect(dataset.metas).not.toHaveProperty(name);
    }
  });

  test('that does not exist is a 404', async () => {
    expect(await client.fail('/api/datasets/1.0/nope/')).toEqual({
      status: 404,
      error: 'Unknown dataset: nope',
    });
    expect((await client.fail('/api/datasets/1.0/museums@other/')).status).toBe(404);
    expect((await client.fail('/api/datasets/1.0/%ff%zz/')).status).toBe(404);
  });
});

describe('dataset search', () => {
  test('finds all, in an envelope', async () => {
    const body = await client.datasets();
    expect(Object.keys(body)).toEqual(['nhits', 'parameters', 'datasets']);
    expect(body.nhits).toBe(4);
    expect(body.parameters).toEqual({ rows: 10, start: 0, format: 'json', timezone: 'UTC' });
    const { text } = await client.call('/api/datasets/1.0/museums/');
    expect(body.datasets[0]).toEqual(JSON.parse(text));
  });

  test('q, on words and on metadata', async () => {
    expect(await found({ q: 'museum' })).toBe('museums');
    expect(await found({ q: 'datasetid:"nasty" OR datasetid:"museums"' })).toBe('museums nasty');
    expect(await found({ q: 'records_count>5', sort: '-records_count' })).toBe('museums nasty numbers');
    expect(await found({ q: 'title:numb' })).toBe('numbers');
    expect(await found({ q: 'modified:[2022 TO 2023]', sort: 'modified' })).toBe('numbers nasty');
    expect(await found({ q: 'museums OR nasty', 'geofilter.bbox': '45,4,46,5' })).toBe('museums');
    expect(await found({ 'geofilter.bbox': '10,100,20,110' })).toBe('');
    expect((await client.fail(path, { q: '((' })).status).toBe(400);
  });

  test('refine and exclude', async () => {
    expect(await found({ 'refine.datasetid': 'nasty' })).toBe('nasty');
    expect(await found({ 'refine.theme': 'Tourism' })).toBe('museums');
    expect(await found({ 'refine.theme': 'Culture, Heritage' })).toBe('museums nasty');
    expect(await found({ 'refine.modified': '2022/07' })).toBe('nasty');
    expect(await found({ 'refine.created': '2019' })).toBe('museums');
    expect(await found({ 'refine.features': 'geo' })).toBe('museums');
    expect(await found({ 'exclude.publisher': 'Fuzzers', 'exclude.theme': 'Science' })).toBe('museums empty');
    expect(await found({ 'refine.nope': 'x' })).toBe('museums nasty numbers empty');
    const publishers = { 'refine.publisher': ['Fuzzers', 'City of Paris'] };
    expect(await found(publishers)).toBe('');
    expect(await found({ ...publishers, 'disjunctive.publisher': 'true' })).toBe('museums nasty');
  });

  test('facets', async () => {
    expect(await client.facet('', 'theme', { facet: 'theme' })).toEqual([
      'Culture, Heritage 2 displayed',
      'Science 1 displayed',
      'Tourism 1 displayed',
    ]);
    expect(
      await client.facet('', 'publisher', { facet: 'publisher', 'exclude.publisher': 'Fuzzers' }),
    ).toEqual(['Tests & Co 2 displayed', 'City of Paris 1 displayed', 'Fuzzers 1 excluded']);
    expect(
      await client.facet('', 'modified', { facet: 'modified', 'facetsort.modified': 'alphanum' }),
    ).toEqual(['2022 1 displayed', '2023 1 displayed', '2024 2 displayed']);
    expect(await client.facet('', 'modified', { 'refine.modified': '2023/01/01' })).toEqual([
      '2023 1 displayed',
      '2023/01 1 displayed',
      '2023/01/01 1 refined',
    ]);
  });

  test('sort and pages', async () => {
    expect(await found({ sort: 'title' })).toBe('empty museums nasty numbers');
    expect(await found({ sort: '-title' })).toBe('numbers nasty museums empty');
    expect(await found({ sort: 'records_count' })).toBe('numbers nasty museums empty');
    expect(await found({ sort: '-records_count', rows: '2', start: '1' })).toBe('museums nasty');
    expect(await found({ sort: 'modified', rows: '2' })).toBe('museums empty');
    expect(await found({ sort: 'custom_score', rows: '1' })).toBe('museums');
    expect(await found({ rows: '0' })).toBe('');
    expect(await found({ rows: '-1' })).toBe('museums nasty numbers empty');
    expect((await client.fail(path, { rows: '10001' })).status).toBe(400);
    expect((await client.fail(path, { start: '9995' })).status).toBe(400);
  });

  test('csv', async () => {
    const { headers, text } = await client.call(`${path}?format=csv&rows=1`);
    expect(headers.get('Content-Type')).toContain('text/csv');
    const [head, first] = text.split('\r\n');
    expect(head).toMatch(/^datasetid;title;description;theme;/);
    expect(first).toMatch(/^museums;Museums;<p>Museums<\/p>;Culture, Heritage,Tourism;/);
  });

  test('rss', async () => {
    const { headers, text } = await client.call(`${path}?format=rss&rows=1`);
    expect(headers.get('Content-Type')).toContain('application/rss+xml');
    expect(text).toContain('<title><![CDATA[Museums]]></title>');
    expect(text).toContain('<description><![CDATA[<p>Museums</p>]]></description>');
    expect(text).toContain('<pubDate>Sun, 10 Mar 2024 12:00:00 GMT</pubDate>');
  });

  test('an unknown format is refused', async () => {
    expect((await client.fail(path, { format: 'geojson' })).status).toBe(400);
    expect((await client.fail('/api/datasets/1.0/museums/', { format: 'csv' })).status).toBe(400);
  });
});

describe('a restricted dataset', () => {
  const keyed = () => client.with({ Authorization: 'Apikey demo-key' });

  test('does not exist for anonymous callers', async () => {
    expect(await client.fail('/api/datasets/1.0/secret/')).toEqual({
      status: 404,
      error: 'Unknown dataset: secret',
    });
    expect((await client.fail('/api/records/1.0/search/', { dataset: 'secret' })).status).toBe(404);
    expect((await client.fail('/api/datasets/1.0/secret/records/')).status).toBe(404);
    expect(await found({ q: 'secret' })).toBe('');
    expect(await found({ 'refine.datasetid': 'secret' })).toBe('');
    const facets = await client.facet('', 'publisher', {
      facet: 'publisher',
      'refine.theme': 'Secrets',
      'disjunctive.theme': 'true',
    });
    expect(facets).toEqual([]);
    const hidden = { facet: 'theme', 'refine.theme': 'Science', 'disjunctive.theme': 'true' };
    expect(await client.facet('', 'theme', hidden)).not.toContain('Secrets 1 displayed');
  });

  test('is one like any other with a key', async () => {
    expect(await found({ q: 'secret' }, keyed())).toBe('secret');
    expect((await keyed().records('secret')).records[0]?.fields).toEqual({ word: 'xyzzy' });
    expect((await keyed().call('/api/datasets/1.0/secret/')).status).toBe(200);
    expect(await keyed().facet('', 'publisher', { facet: 'publisher' })).toContain('Nobody 1 displayed');
  });
});
