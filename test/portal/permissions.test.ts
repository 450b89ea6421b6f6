/** Records that a permission hides: nothing that the portal answers may tell of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkPermissions, viewerOf } from '../../src/portal/permissions.ts';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { layOut } from '../../src/portal/store/layout.ts';
import { Client, encode } from './client.ts';
import { datasets, fileIdOf } from './fixtures/permitted.ts';

const definitions = new URL('./fixtures/permitted.ts', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-permissions-'));
const failures: Error[] = [];

const start = (access: object): Promise<Portal> => {
  const accessFile = join(folder, `access-${crypto.randomUUID()}.json`);
  writeFileSync(accessFile, JSON.stringify(access));
  return startPortal({
    definitions,
    databaseFile: ':memory:',
    pushFile: ':memory:',
    accessFile,
    onFailure: (error) => failures.push(error),
  });
};

const north = { filter: 'region==north' };
const granted = { whole: north, part: {}, open: { filter: 'size<50' }, live: north };

let portal: Portal;
/** Sees the north of `whole`, and all of `part`. */
let northern: Client;
let all: Client;
let nobody: Client;

beforeAll(async () => {
  portal = await start({
    apikeys: {
      'north-key': { name: 'north', datasets: granted },
      'all-key': { name: 'all' },
      'may-key': { name: 'may', datasets: { whole: { filter: 'seen>=2024-05-01' } } },
      'now-key': { name: 'now', datasets: { whole: { filter: 'seen>#now(years=100) OR region:north' } } },
    },
    logins: { ann: { password: 'secret', datasets: granted } },
    tokens: { 'north-token': { name: 'application', datasets: granted } },
    pushkeys: { 'live/realtime': 'push' },
  });
  nobody = new Client(portal.url);
  northern = nobody.with({ Authorization: 'Apikey north-key' });
  all = nobody.with({ Authorization: 'Apikey all-key' });
});
afterEach(() => expect(failures).toEqual([]));
afterAll(async () => {
  await portal.close();
  rmSync(folder, { recursive: true, force: true });
});

const polygon = '(30,-10),(30,60),(60,60),(60,-10)';
const series = { 'y.n.func': 'COUNT', 'y.sum.func': 'SUM', 'y.sum.expr': 'size' };

/** Requests about one dataset: the address, with `{id}` for its id, and the parameters. */
const requests: [path: string, parameters: Record<string, string | string[]>][] = [
  ['/api/datasets/1.0/{id}/', { interopmetas: 'true', extrametas: 'true' }],
  ['/api/datasets/1.0/search/', { 'refine.datasetid': '{id}', facet: ['records_count', 'features'] }],
  ['/api/datasets/1.0/search/', { q: 'datasetid:{id} AND records_count>20' }],
  ['/api/datasets/1.0/search/', { q: 'records_count=20', 'refine.datasetid': '{id}' }],
  ['/api/datasets/1.0/search/', { 'geofilter.bbox': '0,50,1,60', 'refine.datasetid': '{id}' }],
  ['/api/datasets/1.0/search/', { 'refine.datasetid': '{id}', format: 'csv' }],
  ...[
    {},
    { rows: '-1' },
    { start: '15', rows: '50' },
    { q: 'south' },
    { q: 'NOT north' },
    { q: 'NOT region==north' },
    { q: 'north OR south', sort: 'code' },
    { q: '#search(*, "tag")', sort: '-code' },
    { q: ['shared', 'size>=1000'], sort: 'code' },
    { q: 'recordid:x OR NOT recordid:y' },
    { facet: ['region', 'tags', 'place', 'size', 'day', 'seen'], rows: '0' },
    { facet: 'seen', timezone: 'Asia/Tokyo', rows: '0' },
    { 'refine.region': 'south', facet: 'region' },
    { 'refine.region': ['south', 'north'], 'disjunctive.region': 'true', facet: ['region', 'tags'] },
    { 'exclude.region': 'north', facet: 'region' },
    { 'exclude.region': 'south', facet: 'region' },
    { 'exclude.tags': 'shared', facet: ['tags', 'region'] },
    { 'refine.place': 'south', facet: 'place' },
    { 'refine.day': '2031' },
    { 'geofilter.distance': '41,21,5000000', sort: 'dist' },
    { 'geofilter.polygon': polygon, sort: 'code' },
    { 'geofilter.bbox': '-90,-180,90,180', sort: 'code' },
    { sort: '-size', rows: '1' },
    { sort: 'size', rows: '1' },
    { format: 'csv', sort: 'size' },
    { format: 'geojson', sort: 'size' },
  ].map((parameters): [string, Record<string, string | string[]>] => [
    '/api/records/1.0/search/',
    { dataset: '{id}', ...parameters },
  ]),
  ['/api/datasets/1.0/{id}/records/', { q: 'NOT region:north' }],
  ...[
    series,
    { x: 'region', ...series },
    { x: 'tags', ...series },
    { x: ['place', 'tags'], ...series },
    { x: 'day', precision: 'year', ...series },
    { x: 'seen', periodic: 'hour', timezone: 'America/Lima', ...series },
    { 'y.q.func': 'QUANTILES', 'y.q.expr': 'size', 'y.q.subsets': '0,50,100' },
    { q: 'NOT region==north', x: 'region', ...series },
    { 'y.most.func': 'MAX', 'y.most.expr': 'size', 'refine.region': 'south' },
  ].map((parameters): [string, Record<string, string | string[]>] => [
    '/api/records/1.0/analyze/',
    { dataset: '{id}', ...parameters },
  ]),
  ['/api/datasets/1.0/{id}/records/analyze/', { x: 'region', ...series }],
  [
    '/api/records/1.0/geocluster/',
    { dataset: '{id}', clusterprecision: '3', clusterdistance: '50', ...series },
  ],
  ['/api/records/1.0/geocluster/', { dataset: '{id}', clusterprecision: '20', clusterdistance: '1' }],
  [
    '/api/datasets/1.0/{id}/records/geocluster/',
    { clusterprecision: '0', clusterdistance: '500', ...series },
  ],
  ['/api/records/1.0/boundingbox/', { dataset: '{id}' }],
  ['/api/records/1.0/boundingbox/', { dataset: '{id}', q: 'NOT region==north' }],
  ['/api/datasets/1.0/{id}/records/boundingbox/', {}],
  ['/api/records/1.0/download/', { dataset: '{id}' }],
  ['/api/records/1.0/download/', { dataset: '{id}', format: 'json', q: 'NOT region==north' }],
  ['/api/records/1.0/download/', { dataset: '{id}', format: 'geojson', sort: 'size', rows: '5' }],
  ['/api/datasets/1.0/{id}/records/download/', { format: 'json', 'geofilter.polygon': polygon }],
  ['/explore/dataset/{id}/download/', { format: 'json' }],
];

async function answerOf(client: Client, [path, parameters]: (typeof requests)[number], dataset: string) {
  const named = Object.entries(parameters).map(([name, values]): [string, string[]] => [
    name,
    [values].flat().map((value) => value.replaceAll('{id}', dataset)),
  ]);
  const { status, text } = await client.call(
    `${path.replace('{id}', dataset)}?${encode(Object.fromEntries(named))}`,
  );
  return { status, text: text.replaceAll(dataset, '{id}') };
}

describe('a filter shows the records that match, as if there were no others', () => {
  test.each(
    requests.map((request): [string, typeof request] => [
      `${request[0]} ${JSON.stringify(request[1])}`,
      request,
    ]),
  )('%s', async (_, request) => {
    const answer = await answerOf(northern, request, 'whole');
    expect(answer.status).toBe(200);
    expect(answer).toEqual(await answerOf(northern, request, 'part'));
  });

  test('the same requests tell something else without the filter', async () => {
    const told = await Promise.all(
      requests.map(async (request) => {
        const [limited, whole] = await Promise.all([
          answerOf(northern, request, 'whole'),
          answerOf(all, request, 'whole'),
        ]);
        return limited.text !== whole.text;
      }),
    );
    // Some ask for what is in the north only.
    expect(told.filter((differs) => differs).length).toBeGreaterThan(requests.length * 0.8);
  });
});

describe('a record that is hidden', () => {
  const recordOf = async (region: string) => {
    const { records } = await all.records('whole', { 'refine.region': region, rows: '1' });
    return records[0]?.recordid ?? '';
  };

  test('is unknown to a lookup, in the words of any unknown record', async () => {
    const [shown, hidden] = [await recordOf('north'), await recordOf('south')];
    const lookup = (id: string) => northern.call(`/api/datasets/1.0/whole/records/${id}/`);
    expect((await lookup(shown)).status).toBe(200);
    const { status, text } = await lookup(hidden);
    expect([status, text]).toEqual([404, `{"error":"Unknown record: ${hidden}"}`]);
    expect((await lookup('0'.repeat(40))).status).toBe(404);
    expect((await northern.records('whole', { q: `recordid:${hidden}` })).nhits).toBe(0);
    expect((await northern.records('whole', { 'refine.recordid': hidden })).nhits).toBe(0);
  });

  test.each([
    '/api/datasets/1.0/whole/files/*/',
    '/api/datasets/1.0/whole/files/*/50/',
    '/api/datasets/1.0/whole/images/*/',
    '/explore/dataset/whole/files/*/download/',
    '/explore/dataset/whole/files/*/50/',
  ])('keeps its file: %s', async (path) => {
    // The owner of all records asks first, so that a thumbnail is kept.
    for (const index of [0, 1]) {
      const { status, headers } = await all.call(path.replace('*', fileIdOf(index)));
      expect(status).toBe(200);
      expect(headers.get('Cache-Control')).toBe('private, no-cache');
    }
    expect((await northern.call(path.replace('*', fileIdOf(0)))).status).toBe(200);
    expect((await northern.call(path.replace('*', fileIdOf(1)))).status).toBe(404);
  });

  test('is in no alternative export', async () => {
    const path = '/api/datasets/1.0/whole/alternative_exports/all/';
    expect((await all.call(path)).status).toBe(200);
    expect((await northern.call(path)).status).toBe(404);
  });

  test('keeps its file in a cache too if the dataset is for everybody', async () => {
    const path = `/api/datasets/1.0/open/files/${fileIdOf(0)}/`;
    expect((await nobody.call(path)).headers.get('Cache-Control')).toBe('public, max-age=3600');
    expect((await northern.call(path)).headers.get('Cache-Control')).toBe('private, no-cache');
  });
});

describe('whoever has it', () => {
  const counted = async (client: Client, dataset = 'whole') => (await client.records(dataset)).nhits;

  test('a key, a login and a token may have one', async () => {
    const login = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
    for (const credential of ['Apikey north-key', login, 'Bearer north-token']) {
      expect(await counted(nobody.with({ Authorization: credential }))).toBe(20);
    }
    expect(await counted(all)).toBe(60);
  });

  test('sees what everybody sees, and what it names, but no other restricted dataset', async () => {
    const names = async (client: Client) =>
      (await client.datasets()).datasets.map(({ datasetid }) => datasetid).sort();
    expect(await names(northern)).toEqual(['live', 'open', 'part', 'whole']);
    expect(await names(nobody)).toEqual(['open']);
    expect(await names(all)).toEqual(['hidden', 'live', 'open', 'part', 'whole']);
    expect(await northern.fail('/api/datasets/1.0/hidden/')).toEqual({
      status: 404,
      error: 'Unknown dataset: hidden',
    });
    expect((await northern.fail('/api/records/1.0/search/', { dataset: 'hidden' })).status).toBe(404);
    expect([await counted(northern, 'open'), await counted(nobody, 'open')]).toEqual([17, 60]);
  });

  test('cannot move its limits by a time zone', async () => {
    const may = nobody.with({ Authorization: 'Apikey may-key' });
    for (const timezone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Niue']) {
      expect((await may.records('whole', { timezone })).nhits).toBe(48);
    }
  });

  test('may have limits that move with the time', async () => {
    const now = nobody.with({ Authorization: 'Apikey now-key' });
    expect(await counted(now)).toBe(20);
    expect((await now.datasets({ 'refine.datasetid': 'whole' })).datasets[0]?.metas.records_count).toBe(20);
  });

  test('sees of what is pushed what matches, and counts that alone', async () => {
    const push = (code: string, region: string) =>
      nobody.call('/api/push/1.0/live/realtime/push/?pushkey=push', {
        method: 'POST',
        body: JSON.stringify({ code, region }),
      });
    const told = async (client: Client) => {
      const { datasets } = await client.datasets({ 'refine.datasetid': 'live' });
      return [await counted(client, 'live'), datasets[0]?.metas.records_count];
    };
    expect(await told(northern)).toEqual([0, 0]);
    for (const region of ['south', 'north', 'south']) {
      expect((await push(crypto.randomUUID(), region)).status).toBe(200);
    }
    expect([await told(northern), await told(all)]).toEqual([
      [1, 1],
      [3, 3],
    ]);
    await push('later', 'north');
    expect(await told(northern)).toEqual([2, 2]);
  });
});

describe('a permission that cannot be kept', () => {
  test('stops the start, without a word of the key', async () => {
    const access = {
      apikeys: { 'my-secret': { name: 'a', datasets: { whole: { filter: 'NOT regoin==north' } } } },
    };
    const failure = await start(access).catch((error: unknown) => String(error));
    expect(failure).toMatch(/access\S* .*"whole" names the field "regoin"/);
    expect(failure).not.toContain('my-secret');
  });

  const tooMany = Array.from({ length: 200 }, (_, n) => `w${n}`).join(' ');
  test.each([
    ['nope', 'region==north', /no dataset "nope"/],
    ['whole', '#search(code, regoin, "x")', /names the field "regoin"/],
    ['whole', '#distance(regoin, "1,1", 1)', /names the field "regoin"/],
    ['whole', '(region', /"whole" cannot be read: Syntax error/],
    ['whole', '  ', /"whole" is blank/],
    ['whole', tooMany, /"whole" cannot be used: .*too many words/],
  ])('is named: %s, %s', (datasetid, filter, message) => {
    const known = new Map(
      datasets.map((definition, index) => [
        definition.datasetid,
        { table: layOut(index + 1, definition.fields) },
      ]),
    );
    expect(() => checkPermissions([viewerOf({ [datasetid]: { filter } })], known)).toThrow(message);
  });
});
