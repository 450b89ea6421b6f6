/** Exports: links of the graph, fetched as a browser fetches them. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

const KEY = { authorization: 'Apikey demo-key' };
const RESTRICTED = 'earthquakes-significant';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { pushTokens: ['push-token'] });
});
afterAll(() => graph.close());

interface Exported {
  dataset: { export: { url: string; filename: string; mediaType: string } } | null;
}

async function ask(datasetId: string, args: string, headers?: Record<string, string>, on = graph) {
  const answer = await on.ask<Exported, object>(
    `query($id: ID!) { dataset(datasetId: $id) { export${args} { url filename mediaType } } }`,
    { id: datasetId },
    headers,
  );
  graph.upstreamCalls();
  return answer;
}

async function linkOf(
  datasetId: string,
  args = '',
  headers?: Record<string, string>,
  on = graph,
): Promise<string> {
  const { data, errors } = await ask(datasetId, args, headers, on);
  expect(errors).toEqual([]);
  return data?.dataset?.export.url ?? '';
}

async function errorOf(response: Response): Promise<[status: number, code: string, message: string]> {
  const { errors } = await response.json();
  return [response.status, errors[0].extensions.code, errors[0].message];
}

describe('an export', () => {
  test.each([
    ['CSV', 'csv', 'text/csv'],
    ['JSON', 'json', 'application/json'],
    ['GEOJSON', 'geojson', 'application/geo+json'],
  ])('as %s is what the portal answers, byte for byte', async (format, extension, mediaType) => {
    const { data } = await ask('world-countries', `(format: ${format})`);
    const { url = '', ...told } = data?.dataset?.export ?? {};
    expect(told).toEqual({ filename: `world-countries.${extension}`, mediaType });
    const response = await fetch(url);
    const own = await fetch(
      `${inject('portalUrl')}/api/records/1.0/download/?dataset=world-countries&format=${extension}${extension === 'csv' ? '&csv_separator=,' : ''}`,
    );
    expect(await response.text()).toBe(await own.text());
    expect(response.headers.get('content-type')).toContain(mediaType);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="world-countries.${extension}"`,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('takes filter, fields, separator and time zone along, and is one call', async () => {
    const url = await linkOf(
      'earthquakes',
      `(filter: { where: { atLeast: { field: "mag", value: 5.5 } }, refine: [{ facet: "mag_type", values: ["mww"] }] },
        fields: ["time", "mag"], csvSeparator: ",", timezone: "Asia/Tokyo")`,
    );
    const [header = '', ...lines] = (await (await fetch(url)).text()).trim().split('\r\n');
    expect(header.split(',').sort()).toEqual(['mag', 'time']);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/\+09:00/);
    const calls = graph.upstreamCalls();
    expect(calls.map(({ path }) => path)).toEqual(['/api/records/1.0/download/']);
    expect([...(calls[0]?.parameters.keys() ?? [])].sort()).toEqual(
      ['csv_separator', 'dataset', 'fields', 'format', 'q', 'refine.mag_type', 'timezone'].sort(),
    );
  });

  test('as CSV is separated by commas, or as one asks', async () => {
    const headerOf = async (args: string) => {
      const text = await (await fetch(await linkOf('earthquakes', args))).text();
      return text.split('\r\n')[0];
    };
    expect(await headerOf('(fields: ["mag", "time"])')).toContain(',');
    expect(await headerOf('(fields: ["mag", "time"], csvSeparator: ";")')).toContain(';');
  });

  test('as GeoJSON has geometries whatever fields are named', async () => {
    const features = async (dataset: string, fields: string) => {
      const response = await fetch(await linkOf(dataset, `(format: GEOJSON, fields: [${fields}])`));
      const { features: all } = await response.json();
      return all;
    };
    const [country] = await features('world-countries', '"name"');
    expect(country.geometry.type).toMatch(/Polygon/);
    expect(Object.keys(country.properties)).toContain('name');
    const [quake] = await features('earthquakes', '"mag"');
    expect(quake.geometry.type).toBe('Point');
    expect(graph.upstreamCalls().map(({ parameters }) => parameters.get('fields'))).toEqual([
      'mag,geo_point_2d',
    ]);
  });

  test('has every record, past the window of a search', async () => {
    const response = await fetch(await linkOf('geonames-cities-1000', '(fields: ["geonameid"])'));
    const lines = (await response.text()).trim().split('\r\n');
    expect(lines).toHaveLength(135_234);
  });

  test('answers HEAD with the head alone', async () => {
    const response = await fetch(await linkOf('world-countries'), { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('content-disposition')).toContain('world-countries.csv');
  });

  test.each([
    ['(format: JSON, csvSeparator: ",")', 'csvSeparator'],
    ['(csvSeparator: ";;")', 'csvSeparator'],
    ['(fields: ["nowhere"])', 'fields[0]'],
    ['(fields: [])', 'fields'],
    ['(filter: { refine: [{ facet: "nowhere", values: ["x"] }] })', 'filter.refine[0].facet'],
    ['(format: GEOJSON)', 'format'],
  ])('%s is refused by its argument, and nothing is asked', async (args, argument) => {
    const { errors } = await ask('bird-strikes', args);
    expect(errors.map(({ extensions }) => [extensions?.code, extensions?.argument])).toEqual([
      ['BAD_USER_INPUT', argument],
    ]);
  });

  test('that no link could hold is refused, and says what to do', async () => {
    const { errors } = await ask('bird-strikes', `(filter: { search: "${'word '.repeat(3000)}" })`);
    expect(errors[0]?.message).toContain('Subscription.downloadRecords');
  });
});

describe('the link', () => {
  test('of a caller with a credential opens for whoever has it, and shows nothing of the credential', async () => {
    const url = await linkOf(RESTRICTED, '(fields: ["mag"])', KEY);
    expect(url).not.toMatch(/demo-key|apikey/i);
    const response = await fetch(url);
    expect((await response.text()).trim().split('\r\n')).toHaveLength(40);
    expect(response.headers.get('cache-control')).toContain('private');
    expect(graph.upstreamCalls().map(({ authorization }) => authorization)).toEqual(['Apikey demo-key']);
  });

  test('without its ticket opens nothing that its caller alone may see; a header does', async () => {
    const url = new URL(await linkOf(RESTRICTED, '', KEY));
    url.searchParams.delete('ticket');
    expect(await errorOf(await fetch(url))).toEqual([404, 'NOT_FOUND', expect.any(String)]);
    expect((await fetch(url, { headers: KEY })).status).toBe(200);
  });

  test('of an anonymous caller, or one with a push token, has no ticket, and the portal hears of no token', async () => {
    for (const headers of [{}, { authorization: 'Bearer push-token' }]) {
      const url = await linkOf('world-countries', '', headers);
      expect(url).toBe(`${graph.url}/export/world-countries.csv?csv_separator=%2C`);
      expect((await fetch(url, { headers })).status).toBe(200);
      expect(graph.upstreamCalls().map(({ authorization }) => authorization)).toEqual([undefined]);
    }
  });

  test.each([
    ['moved to another dataset', (url: string) => url.replace(RESTRICTED, 'earthquakes')],
    ['moved to another format', (url: string) => url.replace('.csv', '.json')],
    ['with another parameter', (url: string) => `${url}&fields=mag`],
    ['with an altered ticket', (url: string) => `${url}x`],
    ['with an empty ticket', (url: string) => url.replace(/ticket=.*/, 'ticket=')],
  ])('%s is refused, and nothing is asked', async (_, change) => {
    const url = change(await linkOf(RESTRICTED, '', KEY));
    expect((await errorOf(await fetch(url))).slice(0, 2)).toEqual([401, 'UNAUTHENTICATED']);
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('whose time is over is refused', async () => {
    let now = Date.now();
    const late = await startGraph(inject('portalUrl'), { now: () => now, ticketTtl: 60 });
    const url = await linkOf(RESTRICTED, '', KEY, late);
    expect((await fetch(url)).status).toBe(200);
    now += 61_000;
    expect((await errorOf(await fetch(url)))[2]).toContain('expired');
    await late.close();
  });

  test('begins with PUBLIC_URL where that is set', async () => {
    const publicUrl = new URL('https://graph.example.org/open/');
    const behind = await startGraph(inject('portalUrl'), { publicUrl });
    const url = new URL(await linkOf(RESTRICTED, '', KEY, behind));
    expect(url.href).toMatch(
      /^https:\/\/graph\.example\.org\/open\/export\/earthquakes-significant\.csv\?csv_separator=%2C&ticket=/,
    );
    const here = `${behind.url}${url.pathname.replace('/open', '')}${url.search}`;
    expect((await fetch(here)).status).toBe(200);
    await behind.close();
  });

  test('of a server with a credential of its own needs no ticket', async () => {
    const own = await startGraph(inject('portalUrl'), { odsApikey: 'demo-key' });
    const url = await linkOf(RESTRICTED, '', {}, own);
    expect(url).toBe(`${own.url}/export/${RESTRICTED}.csv?csv_separator=%2C`);
    expect((await fetch(url)).status).toBe(200);
    await own.close();
  });
});

describe('the route', () => {
  test.each([
    ['/export/nowhere.csv', 404, 'NOT_FOUND'],
    ['/export/world-countries.xml', 404, 'NOT_FOUND'],
    ['/export/world-countries', 404, 'NOT_FOUND'],
    ['/export/..%2F..%2Fpush.csv', 404, 'NOT_FOUND'],
    ['/export/world-countries.csv?apikey=x', 400, 'BAD_USER_INPUT'],
    ['/export/world-countries.csv?dataset=earthquakes', 400, 'BAD_USER_INPUT'],
    ['/export/world-countries.csv?format=json', 400, 'BAD_USER_INPUT'],
    ['/export/world-countries.csv?q=%22', 400, 'BAD_USER_INPUT'],
  ])('%s is %i', async (path, status, code) => {
    expect((await errorOf(await fetch(`${graph.url}${path}`))).slice(0, 2)).toEqual([status, code]);
  });

  test('with a credential of no form, or one that the portal does not know, is 401', async () => {
    for (const authorization of ['nonsense', 'Apikey unknown']) {
      const response = await fetch(`${graph.url}/export/world-countries.csv`, { headers: { authorization } });
      expect((await errorOf(response)).slice(0, 2)).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  test('may be read by the script of any page', async () => {
    const { headers } = await fetch(`${graph.url}/export/world-countries.csv`, { method: 'HEAD' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toContain('Content-Disposition');
  });
});
