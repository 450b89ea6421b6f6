/** Real programs that nobody wrote for this portal: a browser's scripts and parsers, a CSV reader, Python's urllib. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { parse } from 'csv-parse';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { hasChromium, openPage, startBrowser } from '../support/chromium.ts';

const url = inject('portalUrl');

describe.runIf(hasChromium())('a browser', () => {
  let browser: Browser;
  let portal: Portal;

  beforeAll(async () => {
    browser = await startBrowser();
    portal = await startPortal({
      definitions: new URL('./fixtures/clients.ts', import.meta.url).href,
      databaseFile: ':memory:',
    });
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
  });

  test('runs plain scripts with a callback, from another site', async () => {
    // The page is of another origin, and has nothing but its scripts.
    const site = createServer((_, response) => {
      const script = (path: string) => `<script src="${url}${path}"></script>`;
      response.setHeader('Content-Type', 'text/html').end(
        `<!doctype html><link rel="icon" href="data:,"><script>got = []; take = { it: (body) => got.push(body) };</script>
         ${script('/api/records/1.0/search/?dataset=earthquakes&amp;rows=3&amp;callback=take.it')}
         ${script('/api/records/1.0/analyze/?dataset=earthquakes&amp;x=net&amp;y.n.func=COUNT&amp;callback=take.it')}
         ${script('/api/records/1.0/download/?dataset=earthquakes&amp;rows=2&amp;callback=take.it')}
         ${script('/api/datasets/1.0/earthquakes/?callback=take.it')}`,
      );
    });
    await once(site.listen(0, '127.0.0.1'), 'listening');
    const address = site.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { page, complaints } = await openPage(browser, `http://127.0.0.1:${port}/`);
    const got = await page.evaluate(`got`);
    expect(got).toMatchObject([
      { nhits: 1707, records: [{}, {}, {}], parameters: { format: 'jsonp' } },
      expect.arrayContaining([{ x: 'us', n: expect.any(Number) }]),
      [{ datasetid: 'earthquakes' }, { datasetid: 'earthquakes' }],
      { datasetid: 'earthquakes' },
    ]);
    expect(complaints).toEqual([]);
    await page.browserContext().close();
    site.close();
  });

  test('reads the feeds as XML', async () => {
    const { page } = await openPage(browser, `${portal.url}/api/datasets/1.0/search/`);
    const read = (path: string) =>
      page.evaluate(
        `fetch(${JSON.stringify(path)}).then((answer) => answer.text()).then((text) => {
          const xml = new DOMParser().parseFromString(text, 'application/xml');
          const texts = (name) => [...xml.querySelectorAll(name)].map((element) => element.textContent);
          return { root: xml.documentElement.nodeName, errors: texts('parsererror'),
            titles: [...texts('item > title'), ...texts('entry > title')],
            about: [...texts('item > description'), ...texts('entry > summary')] };
        })`,
      );
    for (const [format, root] of [
      ['rss', 'rss'],
      ['atom', 'feed'],
    ]) {
      expect(await read(`/api/datasets/1.0/search/?format=${format}&sort=title`)).toMatchObject({
        root,
        errors: [],
        titles: ['Many', 'Things & more'],
      });
      expect(
        await read(`/api/records/1.0/search/?dataset=things&format=${format}&fields=name&sort=name`),
      ).toMatchObject({
        root,
        errors: [],
        titles: expect.arrayContaining(['q\u0303uux <b>&amp; "Ñ" </b>', 'न्यूयॉर्क', 'control  and ']),
      });
    }
    await page.browserContext().close();
  });

  test('keeps a session, which its scripts do not see, until it logs out', async () => {
    const { page } = await openPage(browser, `${url}/api/datasets/1.0/earthquakes/`);
    const status = (path: string) =>
      page.evaluate(`fetch(${JSON.stringify(path)}).then(({ status }) => status)`);
    const secret = '/api/datasets/1.0/earthquakes-significant/';
    expect(await status(secret)).toBe(404);
    const login = await page.evaluate(`fetch('/login/', { method: 'POST',
      body: new URLSearchParams({ user: 'demo-user', password: 'demo-password' }) }).then((answer) => answer.json())`);
    expect(login).toEqual({ user: 'demo-user' });
    expect(await page.evaluate(`document.cookie`)).toBe('');
    expect(await status(secret)).toBe(200);
    // A page of another port is of the same site, but it is not the portal's.
    const site = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html').end(
        `<!doctype html><link rel="icon" href="data:,"><script>got = []; take = (body) => got.push(body);</script>
         <script src="${url}/api/datasets/1.0/earthquakes/?callback=take"></script>
         <script src="${url}${secret}?callback=take"></script>`,
      );
    });
    await once(site.listen(0, '127.0.0.1'), 'listening');
    const address = site.address();
    await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
    expect(await page.evaluate(`got.map(({ datasetid }) => datasetid)`)).toEqual(['earthquakes']);
    site.close();
    await page.goto(`${url}/logout/`);
    await page.goto(`${url}/api/datasets/1.0/earthquakes/`);
    expect(await status(secret)).toBe(404);
    await page.browserContext().close();
  });
});

test('a CSV reader takes a download as it streams', async () => {
  const response = await fetch(
    `${url}/api/records/1.0/download/?dataset=geonames-cities-1000&fields=geonameid,name,population`,
  );
  if (response.body === null) throw new Error('There is no body.');
  const rows = Readable.from(response.body).pipe(parse({ delimiter: ';', columns: true }));
  let count = 0;
  let population = 0;
  for await (const row of rows) {
    count++;
    population += Number(row.population);
    expect(Object.keys(row)).toEqual(['geonameid', 'name', 'population']);
  }
  const sum = `${url}/api/records/1.0/analyze/?dataset=geonames-cities-1000&y.n.func=SUM&y.n.expr=population`;
  const [{ n }] = await (await fetch(sum)).json();
  expect([count, population]).toEqual([135_233, n]);
});

test('a client pages to the last of 10,000 records, each of them once', async () => {
  const seen = new Set<string>();
  const page = async (start: number) =>
    fetch(`${url}/api/records/1.0/search/?dataset=french-communes&rows=1000&start=${start}&fields=code`);
  for (let start = 0; start < 10_000; start += 1_000) {
    const { records } = await (await page(start)).json();
    for (const { recordid } of records) seen.add(recordid);
  }
  expect(seen.size).toBe(10_000);
  expect((await page(9_001)).status).toBe(400);
});

const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import urllib.request, json, csv']);
    return true;
  } catch {
    return false;
  }
})();

// Without Python there is nothing to run, and nothing that was left out.
if (hasPython) {
  describe('urllib of Python', () => {
    const python = async (code: string): Promise<unknown> => {
      const { stdout } = await promisify(execFile)('python3', ['-c', code, url]);
      return JSON.parse(stdout);
    };

    test('searches, posts a form, authenticates and meets an error', async () => {
      const told = await python(`
import json, sys, urllib.error, urllib.parse, urllib.request
url = sys.argv[1]
query = urllib.parse.urlencode([('dataset', 'earthquakes'), ('q', 'mag>5.5'), ('rows', 2), ('facet', 'net'), ('facet', 'type')])
got = json.load(urllib.request.urlopen(url + '/api/records/1.0/search/?' + query))
posted = json.load(urllib.request.urlopen(url + '/api/records/1.0/search/', query.encode()))
manager = urllib.request.HTTPPasswordMgrWithPriorAuth()
manager.add_password(None, url, 'demo-user', 'demo-password', is_authenticated=True)
opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(manager))
secret = json.load(opener.open(url + '/api/datasets/1.0/earthquakes-significant/'))
try:
    urllib.request.urlopen(url + '/api/datasets/1.0/nope/')
except urllib.error.HTTPError as error:
    failed = [error.code, json.load(error), 'X-RateLimit-Remaining' in error.headers]
print(json.dumps([got == posted, got['nhits'], secret['datasetid'], failed]))
`);
      expect(told).toEqual([
        true,
        expect.any(Number),
        'earthquakes-significant',
        [404, { error: 'Unknown dataset: nope' }, true],
      ]);
    });

    test('reads a download line by line', async () => {
      const told = await python(`
import csv, io, json, sys, urllib.request
answer = urllib.request.urlopen(sys.argv[1] + '/api/records/1.0/download/?dataset=bird-strikes')
rows = list(csv.DictReader(io.TextIOWrapper(answer, 'utf-8', newline=''), delimiter=';'))
print(json.dumps([len(rows), len({len(row) for row in rows}), None in rows[0]]))
`);
      expect(told).toEqual([10_000, 1, false]);
    });
  });
}
