/** The app of a newcomer (`examples/app`) in a real browser: it pages, filters, sorts, charts, maps, downloads, pushes and subscribes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { RecordFilter } from '../../examples/app/src/graphql/graphql.ts';
import { hasChromium, openPage, startBrowser, type WatchedPage } from '../support/chromium.ts';
import { type Refuse, recordUpstream, type Upstream } from '../support/upstream.ts';
import { type AppSite, startAppSite } from './app-site.ts';
import { Earthquakes } from './earthquakes.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isPossible = hasChromium();
const PATIENTLY = { timeout: 30_000, interval: 50 };

let door: Upstream;
let refuse: Refuse = () => null;
let site: AppSite;
let earthquakes: Earthquakes;
let browser: Browser;

beforeAll(async () => {
  if (!isPossible) return;
  door = await recordUpstream(inject('portalUrl'), (call) => refuse(call));
  site = await startAppSite(door.url);
  earthquakes = new Earthquakes(site.graph);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await door?.close();
});

const textsOf = (page: Page, selector: string) =>
  page.$$eval(selector, (elements) => elements.map(({ textContent }) => textContent?.trim() ?? ''));
const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, PATIENTLY);

async function shows(page: Page, selector: string, text: RegExp): Promise<void> {
  await eventually(async () => expect((await textsOf(page, selector)).join('\n')).toMatch(text));
}

/** What the line above the table says. */
const counts = (page: Page, text: RegExp) => shows(page, '.count:has(+ .scroll)', text);

/** Waits until nothing is loading, and all is drawn. */
async function isSettled(page: Page): Promise<void> {
  await eventually(async () => {
    expect(await page.$$('[aria-busy="true"]')).toEqual([]);
    expect((await page.$$('path.country')).length).toBeGreaterThan(100);
    expect((await page.$$('.cluster')).length).toBeGreaterThan(0);
  });
}

/** Tries again what failed, more than once if need be: the graph spares a portal that has failed, and may refuse one panel and not another. */
async function allComes(page: Page): Promise<void> {
  const again = () =>
    page.$$eval('.failure button, [aria-busy="true"]', (all) => {
      for (const one of all) if (one instanceof HTMLButtonElement) one.click();
      return all.length;
    });
  await vi.waitFor(async () => expect(await again()).toBe(0), { timeout: 40_000, interval: 500 });
}

/** Finds by role and name, as people do who hear the page. */
const named = (page: Page, name: string, role: string) =>
  page.locator(`::-p-aria([name="${name}"][role="${role}"])`);
const press = (page: Page, name: string) => named(page, name, 'button').click();

const placesOf = (page: Page) => textsOf(page, '.scroll tbody td:nth-child(2)');
const magnitudesOf = async (page: Page) => (await textsOf(page, '.scroll tbody td:nth-child(3)')).map(Number);

/** What most tests filter by, of which each part leaves some out: in the form, and for the graph in another form than the app's. */
async function filterNevada(page: Page): Promise<void> {
  await named(page, 'Words', 'searchbox').fill('nevada');
  await named(page, 'Magnitude from', 'spinbutton').fill('1.2');
  await page.select('select[name=kind]', 'earthquake');
  await press(page, 'Show');
}
const NEVADA: RecordFilter = {
  search: 'nevada',
  where: {
    all: [{ atLeast: { field: 'mag', value: 1.2 } }, { equals: { field: 'type', value: 'earthquake' } }],
  },
};

describe.skipIf(!isPossible)('the app of a newcomer', () => {
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    watched = await openPage(browser, site.url, 1280, 900);
    page = watched.page;
  });
  /** Each test begins with all earthquakes, the latest first. */
  beforeEach(async () => {
    await press(page, 'Clear');
    await counts(page, /^\d+ of 1,707 earthquakes$/);
    await isSettled(page);
  });

  test('pages: each click adds the next ones', async () => {
    for (const length of [40, 60]) {
      await press(page, 'Show more');
      await counts(page, new RegExp(`^${length} of 1,707`));
    }
    const { places } = await earthquakes.records({}, 'time', 'DESC', 60);
    expect(await placesOf(page)).toEqual(places);
  });

  test('filters, and shows what it found to the last', async () => {
    await filterNevada(page);
    const { totalCount, places } = await earthquakes.records(NEVADA, 'time', 'DESC', 100);
    expect(totalCount).toBeGreaterThan(20);
    await counts(page, new RegExp(`^20 of ${totalCount} `));
    for (let length = 20; length < totalCount; length += 20) {
      await press(page, 'Show more');
      await counts(page, new RegExp(`^${Math.min(length + 20, totalCount)} of ${totalCount} `));
    }
    await eventually(async () => expect(await page.$$('.scroll + button')).toEqual([]));
    expect(await placesOf(page)).toEqual(places);
    expect(Math.min(...(await magnitudesOf(page)))).toBeGreaterThanOrEqual(1.2);
  });

  test('sorts by a header, by mouse and by keyboard', async () => {
    await press(page, 'Magnitude');
    const strongest = await earthquakes.records({}, 'mag', 'DESC', 20);
    await eventually(async () => expect(await placesOf(page)).toEqual(strongest.places));
    expect(await magnitudesOf(page)).toEqual(strongest.magnitudes);
    expect(await textsOf(page, '[aria-sort="descending"] button')).toEqual(['Magnitude ▼']);
    await page.focus('[aria-sort="descending"] button');
    await page.keyboard.press('Enter');
    const weakest = await earthquakes.records({}, 'mag', 'ASC', 20);
    await eventually(async () => expect(await placesOf(page)).toEqual(weakest.places));
    expect(await textsOf(page, '[aria-sort="ascending"] button')).toEqual(['Magnitude ▲']);
    await press(page, 'Time (UTC)');
  });

  test('draws a chart of what is filtered', async () => {
    await filterNevada(page);
    const days = await earthquakes.days(NEVADA);
    expect(days.length).toBeGreaterThan(4);
    const rows = days.map(({ label, count, strongest }) => `${label}${count}${strongest}`);
    await eventually(async () => expect(await textsOf(page, '.chart tbody tr')).toEqual(rows));
    const highest = Math.max(...days.map(({ count }) => count));
    const widths = await page.$$eval('.chart rect', (bars) => bars.map((bar) => bar.getAttribute('width')));
    expect(widths).toEqual(days.map(({ count }) => `${(count / highest) * 100}%`));
  });

  test('shows a map of clusters, which a click and a key bring closer', async () => {
    const shown = async () =>
      (await textsOf(page, '.cluster'))
        .map((text) => (text === '' ? 1 : Number(text.replace(',', ''))))
        .sort((a, b) => b - a);
    const world = await earthquakes.clusters({}, 1);
    await eventually(async () => expect(await shown()).toEqual(world));
    await shows(page, '.count', /^1,707 earthquakes here, in \d+ clusters$/m);
    await filterNevada(page);
    const nevada = await earthquakes.clusters(NEVADA, 1);
    await eventually(async () => expect(await shown()).toEqual(nevada));
    await press(page, 'Clear');
    await eventually(async () => expect(await shown()).toEqual(world));
    const [most = 0] = world;
    const titles = await page.$$eval('.cluster', (all) => all.map((one) => one.getAttribute('title') ?? ''));
    const largest = titles.find((title) => title.startsWith(`${most.toLocaleString('en')} earthquakes, `));
    await press(page, largest ?? 'the largest');
    // Closer by two: its earthquakes are in several clusters now.
    await eventually(async () => expect((await shown())[0]).toBeLessThan(most));
    await isSettled(page);
    const closer = await shown();
    await page.focus(`.cluster[title^="${closer[0]} "]`);
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await shown()).not.toEqual(closer));
    expect(await page.$eval(':focus', ({ ariaLabel }) => ariaLabel)).toBe('Map of the earthquakes');
  });

  test('shows the largest cities in sight, with the countries and flags of other datasets', async () => {
    const largest = async () => (await textsOf(page, '.cities li'))[0];
    const shanghai = 'Shanghai, China: 22,315,474';
    const zoom = (direction: 'in' | 'out', isEnough: () => Promise<void>) =>
      eventually(async () => {
        await page.click(`.leaflet-control-zoom-${direction}`);
        await isEnough();
      });
    await zoom('in', async () => expect(await largest()).not.toBe(shanghai));
    await zoom('out', async () =>
      expect(await page.$('.leaflet-control-zoom-out.leaflet-disabled')).not.toBeNull(),
    );
    await eventually(async () => expect(await largest()).toBe(shanghai));
    await shows(page, '.count', /^\d+,\d+ cities, of [\d,]+ people$/m);
    await eventually(async () =>
      expect(
        await page.$$eval('.cities img', (all) =>
          all.every((one) => one instanceof HTMLImageElement && one.naturalWidth > 0),
        ),
      ).toBe(true),
    );
    expect((await page.$$('.cities img')).length).toBe(5);
  });

  test('downloads what is filtered as a file', async () => {
    await filterNevada(page);
    const { totalCount } = await earthquakes.records(NEVADA, 'time', 'DESC', 0);
    await counts(page, new RegExp(` of ${totalCount} `));
    await isSettled(page);
    const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-saved-'));
    const session = await browser.target().createCDPSession();
    const browserContextId = page.browserContext().id ?? '';
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      browserContextId,
      downloadPath: folder,
    });
    await named(page, 'earthquakes.csv', 'link').click();
    await named(page, 'earthquakes.geojson', 'link').click();
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    await eventually(() => {
      expect(read('earthquakes.csv').trim().split('\n')).toHaveLength(totalCount + 1);
      expect(JSON.parse(read('earthquakes.geojson')).features).toHaveLength(totalCount);
    });
    rmSync(folder, { recursive: true, force: true });
  });

  test('pushes what its form says, and hears of it, as of what others push', async () => {
    await eventually(() => expect(site.graph.subscribers).toBe(1));
    await named(page, 'Sensor', 'textbox').fill('newcomer');
    await named(page, 'Temperature (°C)', 'spinbutton').fill('-4.5');
    await named(page, 'Push key', 'textbox').fill('demo-push-key');
    await press(page, 'Send');
    await shows(page, '[role=status]', /The portal has accepted it/);
    await shows(page, '.live li', /^newcomer: -4\.5 °C at /);
    const { data } = await site.graph.ask(
      `{ dataset(datasetId: "realtime-sensors") {
        records(filter: { where: { equals: { field: "sensor_id", value: "newcomer" } } }) {
          nodes { value(field: "temperature") }
        }
      } }`,
    );
    expect(data).toEqual({ dataset: { records: { nodes: [{ value: -4.5 }] } } });
    await site.graph.ask(
      `mutation { pushRecords(input: {
        datasetId: "realtime-sensors", resourceId: "realtime", pushKey: "demo-push-key"
        records: [{ sensor_id: "neighbour", temperature: 30 }]
      }) { accepted } }`,
    );
    // The latest comes first.
    await shows(page, '.live li', /^neighbour: 30 °C at .*\nnewcomer: /);
  });

  test('fits a phone', async () => {
    await page.setViewport({ width: 360, height: 740 });
    await eventually(async () =>
      expect(await page.$eval('html', ({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(360),
    );
    await page.setViewport({ width: 1280, height: 900 });
  });

  test('has asked its own host and the graph, and complained of nothing', () => {
    expect(watched.complaints).toEqual([]);
    const hosts = watched.foreign.map((url) => new URL(url).host);
    expect(new Set(hosts)).toEqual(new Set([new URL(site.graph.url).host]));
  });

  test('says what is wrong with a push, by its code', async () => {
    await named(page, 'Push key', 'textbox').fill('wrong');
    await press(page, 'Send');
    await shows(page, '.failure[data-code="UNAUTHENTICATED"]', /Is the push key right\?$/);
  });

  test('has nothing that axe would mend, in light and in dark colours', async () => {
    await named(page, 'Push key', 'textbox').fill('wrong');
    await press(page, 'Send');
    await page.waitForSelector('.failure');
    await page.evaluate(AXE);
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
      );
      expect([value, violations]).toEqual([value, []]);
    }
  });
});

describe.skipIf(!isPossible)('the app of a newcomer, of a portal that fails', () => {
  test('draws the clusters if the outlines of the countries fail, and asks for those again', async () => {
    refuse = ({ path, parameters }) => (`${path}?${parameters}`.includes('world-countries') ? 503 : null);
    const { page } = await openPage(browser, site.url);
    const failed = '.failure[data-code="UPSTREAM_UNAVAILABLE"]';
    await page.waitForSelector(`section:has(> ${failed}) .cluster`);
    expect(await page.$$('path.country')).toEqual([]);
    refuse = () => null;
    await allComes(page);
    await isSettled(page);
    await page.close();
  }, 180_000);

  test('says that it is loading, and what failed, and tries again', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    refuse = () => promise;
    const { page, complaints } = await openPage(browser, site.url);
    // Links cost no call to the portal: they are there as soon as the browser has a connection to ask for them.
    const loading = async () =>
      (await textsOf(page, '[aria-busy="true"]')).filter((text) => !text.startsWith('Download'));
    await eventually(async () =>
      expect(await loading()).toEqual(
        ['Table', 'Per day', 'Map', 'Largest cities in sight'].map((title) =>
          expect.stringMatching(`^${title}Loading…`),
        ),
      ),
    );
    expect(await page.$$('.failure')).toEqual([]);
    resolve(500);
    const failed = '.failure[data-code="UPSTREAM_UNAVAILABLE"]';
    await eventually(async () => expect((await page.$$(`section:has(${failed})`)).length).toBe(5));
    await shows(page, failed, /Please try again in a moment/);
    refuse = () => null;
    await allComes(page);
    await counts(page, /^20 of 1,707/);
    await isSettled(page);
    expect(await page.$$('.failure')).toEqual([]);
    // A page that does not come leaves those that are there.
    await page.setOfflineMode(true);
    await press(page, 'Show more');
    await shows(page, '.failure', /cannot be reached/);
    expect((await placesOf(page)).length).toBe(20);
    await page.setOfflineMode(false);
    await press(page, 'Try again');
    await counts(page, /^40 of 1,707/);
    // What the browser says of requests that failed, and no error of the app's own.
    expect(
      complaints.filter((text) => !/Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(text)),
    ).toEqual([]);
  }, 180_000);
});
