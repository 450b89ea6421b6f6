/** The page at `/` as a newcomer sees it: in a real browser, on a phone, by keyboard, and by who cannot see it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { builtPage } from '../../examples/build.ts';
import { hasChromium, openPage, startBrowser, type WatchedPage } from '../support/chromium.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { type Refuse, recordUpstream, type Upstream } from '../support/upstream.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isPossible = hasChromium();

let door: Upstream;
let refuse: Refuse = () => null;
let graph: Graph;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  door = await recordUpstream(inject('portalUrl'), (call) => refuse(call));
  graph = await startGraph(door.url, { page: builtPage('page'), graphiql: builtPage('graphiql') });
  if (isPossible) browser = await startBrowser();
});
afterEach(async () => {
  refuse = () => null;
  for (const page of pages.splice(0)) await page.browserContext().close();
});
afterAll(async () => {
  await browser?.close();
  await graph.close();
  await door.close();
});

async function open(path = '/', width = 1280, height = 900): Promise<WatchedPage> {
  const watched = await openPage(browser, `${graph.url}${path}`, width, height);
  pages.push(watched.page);
  return watched;
}

const textsOf = (page: Page, selector: string) =>
  page.$$eval(selector, (elements) => elements.map(({ textContent }) => textContent?.trim() ?? ''));

/** Waits until the page shows this text there. */
async function shows(page: Page, selector: string, text: RegExp | string): Promise<void> {
  await vi.waitFor(async () => expect((await textsOf(page, selector)).join('\n')).toMatch(text), {
    timeout: 15_000,
    interval: 50,
  });
}

/** Waits until nothing is loading, and all is drawn. */
async function isSettled(page: Page): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await textsOf(page, 'h1')).not.toEqual([]);
      expect(await page.$$('[aria-busy="true"]')).toEqual([]);
      expect(await page.$$('.drawing:empty')).toEqual([]);
    },
    { timeout: 15_000, interval: 50 },
  );
}

describe('the files', () => {
  test('come with a policy, a tag and how long they are good for', async () => {
    const response = await fetch(graph.url);
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
    expect((await fetch(graph.url, { headers })).status).toBe(304);
    const [, script = ''] = /src="\.\/(assets\/[^"]+\.js)"/.exec(html) ?? [];
    const asset = await fetch(`${graph.url}/${script}`);
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${graph.url}/${script}`, { method: 'HEAD' })).status).toBe(200);
  });

  test.each(['/assets/..%2findex.html', '/assets/%2e%2e%2fpackage.json', '/assets/none.js', '/index.html'])(
    'are all there is: %s',
    async (path) => {
      expect((await fetch(`${graph.url}${path}`)).status).toBe(404);
    },
  );

  test('leave the graph where it was', async () => {
    expect(await (await fetch(`${graph.url}/health`)).json()).toEqual({ status: 'ok' });
    expect((await graph.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe.skipIf(!isPossible)('the page', () => {
  test('shows the datasets, asks no other host and complains of nothing', async () => {
    const { page, complaints, foreign } = await open();
    await shows(page, '.count', /^\d+ datasets$/);
    expect((await textsOf(page, '.cards h3')).length).toBeGreaterThan(5);
    await shows(page, '.quota', /^1 call to the portal so far[\d,]+ of [\d,]+ left$/);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  test('finds datasets by words and by facets, and goes back', async () => {
    const { page, complaints } = await open();
    await shows(page, '.count', /^\d+ datasets$/);
    const [all = ''] = await textsOf(page, '.count');
    await page.type('input[type=search]', 'earthquakes');
    await shows(page, '.cards h3', /^Earthquakes/);
    expect(await textsOf(page, '.count')).not.toEqual([all]);
    expect(page.url()).toContain('search=earthquakes');
    await page.goBack();
    await shows(page, '.count', all);
    await page.click('.facets fieldset:nth-child(2) input');
    await shows(page, '.count', /^\d+ datasets$/);
    await vi.waitFor(async () => expect(await textsOf(page, '.count')).not.toEqual([all]));
    expect(page.url()).toContain('refine=');
    await page.reload();
    await vi.waitFor(async () => expect((await page.$$('.facets input:checked')).length).toBe(1));
    expect(complaints).toEqual([]);
  });

  test('shows a dataset: its records page by page, a chart, a map, and what it cost', async () => {
    const { page, complaints, foreign } = await open();
    await page.waitForSelector('.cards a[href*="dataset=earthquakes"]');
    await page.click('.cards a[href$="dataset=earthquakes"]');
    await shows(page, 'h1', /^Earthquakes/);
    await isSettled(page);
    await shows(page, '.count', /1,707 records, 1 to 10 shown/);
    expect((await page.$$('tbody tr')).length).toBeGreaterThanOrEqual(10);
    expect((await page.$$('.drawing svg rect')).length).toBeGreaterThan(3);
    expect((await page.$$('.drawing svg circle')).length).toBeGreaterThan(20);
    // Countries, not only the sea.
    expect((await page.$$('.drawing svg path')).length).toBeGreaterThan(100);
    const [first] = await textsOf(page, '.scroll tbody tr');
    await page.click('.pages button:last-child');
    await shows(page, '.count', /11 to 20 shown/);
    expect((await textsOf(page, '.scroll tbody tr'))[0]).not.toBe(first);
    await page.click('.columns .facets input');
    await shows(page, '.count', /1 to 10 shown/);
    await page.type('input[type=search]', 'Alaska');
    await shows(page, '.count', /[\d,]+ records, 1 to 10 shown/);
    await page.goBack();
    await page.goBack();
    await isSettled(page);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  test('leads to GraphiQL with an example in one click, and to what a panel asked, where it runs', async () => {
    const { page } = await open();
    await page.waitForSelector('.action');
    await page.click('.action');
    await page.waitForSelector('.graphiql-execute-button');
    await shows(page, '.graphiql-query-editor', /Newcomer/);
    await page.click('.graphiql-execute-button');
    await shows(page, '.result-window', /totalCount/);
    const { page: other } = await open('/?dataset=earthquakes');
    await isSettled(other);
    await other.click('section:has(#panel-chart) header a');
    await other.waitForSelector('.graphiql-execute-button');
    await shows(other, '.graphiql-query-editor', /PageChart/);
    await other.click('.graphiql-execute-button');
    await shows(other, '.result-window', /points/);
    expect((await textsOf(other, '.result-window')).join()).not.toContain('errors');
  });

  test.each(['/', '/?dataset=geonames-cities-1000'])('fits a phone: %s', async (path) => {
    const { page, complaints } = await open(path, 360, 740);
    await isSettled(page);
    expect(await page.$eval('html', ({ scrollWidth }) => scrollWidth)).toBe(360);
    expect(complaints).toEqual([]);
  });

  test('works by keyboard alone', async () => {
    const { page } = await open();
    await isSettled(page);
    const focused = () => page.$eval(':focus', (element) => element.textContent || element.tagName);
    const tabTo = async (text: RegExp) => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press('Tab');
        if (text.test(await focused())) return;
      }
      throw new Error(`Nothing with ${text} takes the focus.`);
    };
    await tabTo(/^Earthquakes of a week/);
    await page.keyboard.press('Enter');
    await shows(page, 'h1', /^Earthquakes/);
    await isSettled(page);
    // Who reads from there hears the title of what came.
    expect(await focused()).toMatch(/^Earthquakes/);
    await tabTo(/^Next$/);
    await page.keyboard.press('Enter');
    await shows(page, '.count', /11 to 20 shown/);
  });

  test.each([
    ['/', 'light'],
    ['/', 'dark'],
    ['/?dataset=earthquakes', 'light'],
    ['/?dataset=earthquakes', 'dark'],
  ])('has nothing that axe would mend: %s in %s colours', async (path, scheme) => {
    const { page } = await open();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    // The page's policy lets no text be run, so the tests do without it.
    await page.setBypassCSP(true);
    await page.goto(`${graph.url}${path}`);
    await isSettled(page);
    await page.evaluate(AXE);
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
    );
    expect(violations).toEqual([]);
  });

  test('says in words what went wrong, and tries again', async () => {
    refuse = () => 500;
    const { page } = await open();
    await shows(page, '.error', /portal/i);
    refuse = () => null;
    await page.click('.error button');
    await shows(page, '.count', /^\d+ datasets$/);
    expect(await page.$$('.error')).toEqual([]);
    const { page: none } = await open('/?dataset=no-such-dataset');
    await shows(none, 'h1', 'No such dataset');
  });
});
