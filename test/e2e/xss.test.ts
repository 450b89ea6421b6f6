/**
 * No text of an address, of a caller or of the portal becomes a script or an element: a corpus of them through every
 * entrance, in a real browser. Even a script that the policy would stop counts as one that ran.
 */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { builtPage } from '../../examples/build.ts';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { hasChromium, openPage, startBrowser, type WatchedPage } from '../support/chromium.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { SCRIPT_PAYLOADS } from '../support/script-payloads.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const LONG = { timeout: 30_000, interval: 50 };
const ALL = SCRIPT_PAYLOADS.join('\n');

let graph: Graph;
/** A graph over a portal of scripts. */
let hostile: Graph;
let hostilePortal: Portal;
let browser: Browser;

beforeAll(async () => {
  const pages = {
    page: Promise.resolve(await builtPage('page')),
    graphiql: Promise.resolve(await builtPage('graphiql')),
  };
  hostilePortal = await startPortal({
    databaseFile: ':memory:',
    definitions: new URL('../portals/script-datasets.ts', import.meta.url).href,
  });
  graph = await startGraph(inject('portalUrl'), pages);
  hostile = await startGraph(hostilePortal.url, pages);
  if (hasChromium()) browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await graph.close();
  await hostile.close();
  await hostilePortal.close();
});

describe('every HTML answer', () => {
  const paths = ['/', '/graphql', '/graphql?query={__typename}', '/nope', '/graphiql/nope', '/assets/nope'];
  const places = (payload: string) => {
    const text = encodeURIComponent(payload.toWellFormed());
    return [
      `/graphql?query=${text}`,
      `/graphql?variables=${text}`,
      `/graphql?headers=${text}`,
      `/graphql?operationName=${text}`,
      `/graphql/${text}`,
      `/graphiql/${text}`,
      `/assets/${text}`,
      `/${text}`,
      `/export/${text}`,
      `/media/${text}/attachments/${text}`,
      `/?search=${text}`,
      `/?dataset=${text}`,
    ];
  };

  test('runs no inline script, and says nothing of what it was asked', async () => {
    let count = 0;
    for (const path of [...paths, ...SCRIPT_PAYLOADS.flatMap(places)]) {
      const response = await fetch(graph.url + path, { headers: HTML, redirect: 'manual' });
      const body = await response.text();
      expect(response.headers.get('location') ?? '', path).toMatch(/^(\/[\w/]*)?$/);
      if (!response.headers.get('content-type')?.includes('html')) continue;
      count += 1;
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(/script-src ([^;]*)/.exec(policy)?.[1], path).toBe("'self'");
      expect(body, path).not.toMatch(/data-injected|top\.ran/);
    }
    expect(count).toBeGreaterThan(6 * SCRIPT_PAYLOADS.length);
  }, 120_000);

  test.each(['page', 'drawing', 'script'])('a file of the portal runs nothing: %s', async (id) => {
    const response = await fetch(`${hostile.url}/media/scripts-0/attachments/${id}`, { headers: HTML });
    expect(await response.text()).toContain('top.ran');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe.skipIf(!hasChromium())('in a browser', () => {
  const opened: { watched: WatchedPage; dialogs: string[] }[] = [];

  afterEach(async () => {
    for (const { watched } of opened.splice(0)) await watched.page.browserContext().close();
  });

  async function open(address: string): Promise<Page> {
    const watched = await openPage(browser, address);
    const dialogs: string[] = [];
    watched.page.on('dialog', (dialog) => {
      // The editor's own: it asks what to do with U+2028.
      if (!dialog.message().startsWith('Detected unusual line terminators')) dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    opened.push({ watched, dialogs });
    return watched.page;
  }

  /** Fails if a script of the corpus ran, would have run, or left an element in the page. */
  async function expectNothingRan(page: Page, about: string): Promise<void> {
    const one = opened.find(({ watched }) => watched.page === page);
    if (!one) throw new Error('This page was not opened here.');
    for (const frame of page.frames()) {
      const seen = await frame.evaluate(() => ({
        ran: 'ran' in self,
        injected: document.querySelectorAll('[data-injected]').length,
        links: [...document.querySelectorAll('a[href], iframe, object, embed')]
          .map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '')
          .filter((link) => /^\W*(java\s*script|data):/i.test(link)),
      }));
      expect(seen, about).toEqual({ ran: false, injected: 0, links: [] });
    }
    const stopped = one.watched.complaints.filter((text) => /Security Policy|Trusted/.test(text));
    expect([stopped, one.watched.foreign, one.dialogs], about).toEqual([[], [], []]);
    expect(new URL(page.url()).host, about).toBe(new URL(one.watched.page.url()).host);
  }

  const textOf = (page: Page, selector: string) =>
    page.$$eval(selector, (all) => all.map((element) => element.textContent ?? '').join('\n'));

  /** Waits until the page has asked all that it wants to know. */
  const isSettled = (page: Page) =>
    vi.waitFor(async () => expect(await page.$$('[aria-busy="true"]')).toEqual([]), LONG);

  async function editorsAreThere(page: Page): Promise<void> {
    await page.waitForSelector('.graphiql-query-editor .view-line span span', LONG);
    await page.waitForSelector('.graphiql-execute-button', LONG);
  }

  test('the corpus runs, if a page lets it', async () => {
    const page = await open(`${graph.url}/health`);
    let ran = 0;
    for (const payload of SCRIPT_PAYLOADS.filter((text) => !text.includes('other.example'))) {
      const bait = `<!doctype html><meta charset="utf-8"><title>bait</title><div>${payload}</div>`;
      await page.goto(`data:text/html,${encodeURIComponent(bait)}`, { waitUntil: 'domcontentloaded' });
      const seen = await page.evaluate(
        () => 'ran' in self || document.querySelector('[data-injected]') !== null,
      );
      if (seen) ran += 1;
    }
    expect(ran).toBeGreaterThan(25);
  });

  test.each(['query', 'variables', 'headers', 'operationName'])(
    "GraphiQL shows the address's %s as a text, or not at all",
    async (name) => {
      // Without a query, variables are nobody's.
      const parameters = new URLSearchParams({ query: 'query Linked { __typename }', [name]: ALL });
      const page = await open(`${graph.url}/graphql?${parameters}#${encodeURIComponent(ALL)}`);
      await editorsAreThere(page);
      await vi.waitFor(
        async () =>
          expect(await textOf(page, '.graphiql-editors .view-lines')).toMatch(
            name === 'query' ? /script/ : /Linked/,
          ),
        LONG,
      );
      await vi.waitFor(
        async () => {
          // Again if need be: a question of the editor may have been before the button.
          await page.click('.graphiql-execute-button');
          await vi.waitFor(
            async () => expect(await textOf(page, '.result-window .view-lines')).toMatch(/data|rror/),
            { timeout: 5000, interval: 50 },
          );
        },
        { timeout: 60_000, interval: 50 },
      );
      await expectNothingRan(page, name);
    },
    90_000,
  );

  test('GraphiQL opens a link of each script, one by one', async () => {
    const page = await open(`${graph.url}/graphql`);
    await editorsAreThere(page);
    for (const payload of SCRIPT_PAYLOADS.slice(0, 6)) {
      const parameters = new URLSearchParams({ query: payload, variables: payload });
      await page.goto(`${graph.url}/graphql?${parameters}`);
      await page.waitForSelector('.graphiql-query-editor .view-line', LONG);
      await expectNothingRan(page, payload);
    }
  }, 180_000);

  test('GraphiQL shows answers and errors as texts', async () => {
    const query =
      '{ datasets(first: 12) { nodes { title description publisher keywords attributions fields { name label description } records(first: 100) { nodes { fields } } } } }';
    const page = await open(`${hostile.url}/graphql?${new URLSearchParams({ query })}`);
    await editorsAreThere(page);
    await page.click('.graphiql-execute-button');
    await vi.waitFor(
      async () => expect(await textOf(page, '.result-window .view-lines')).toContain('script'),
      LONG,
    );
    await expectNothingRan(page, 'answer');
    const wrong = `{ dataset(datasetId: ${JSON.stringify(ALL)}) { ${'x'.repeat(10)} } }`;
    await page.goto(`${hostile.url}/graphql?${new URLSearchParams({ query: wrong })}`);
    await editorsAreThere(page);
    await page.click('.graphiql-execute-button');
    await vi.waitFor(
      async () => expect(await textOf(page, '.result-window .view-lines')).toContain('errors'),
      LONG,
    );
    await expectNothingRan(page, 'errors');
  }, 120_000);

  test("the page's address is a text", async () => {
    const page = await open(graph.url);
    await page.waitForSelector('h1', LONG);
    for (const payload of SCRIPT_PAYLOADS) {
      const text = encodeURIComponent(payload.toWellFormed());
      await page.goto(`${graph.url}/?search=${text}&refine=${text}&first=${text}#${text}`);
      await page.waitForSelector('h1', LONG);
      await isSettled(page);
      await expectNothingRan(page, payload);
      for (const search of [
        `?dataset=${text}`,
        `?dataset=earthquakes&search=${text}&refine=${text}&refine=type:${text}&sort=${text}&after=${text}&axis=${text}&sum=${text}&zoom=${text}`,
      ]) {
        await page.evaluate((next) => {
          history.pushState(null, '', next);
          dispatchEvent(new PopStateEvent('popstate'));
        }, search);
        await isSettled(page);
        await expectNothingRan(page, search);
      }
    }
  }, 400_000);

  test("what is typed into the page's search box is a text", async () => {
    const page = await open(graph.url);
    await page.waitForSelector('input[type=search]', LONG);
    for (const payload of SCRIPT_PAYLOADS) {
      const line = payload.replaceAll('\n', ' ').replaceAll('\0', ' ');
      await page.click('input[type=search]', { count: 3 });
      await page.keyboard.sendCharacter(line);
      await page.keyboard.press('Enter');
      await vi.waitFor(
        async () => expect(new URL(page.url()).searchParams.get('search')).toBe(line.toWellFormed()),
        LONG,
      );
      await expectNothingRan(page, payload);
    }
  }, 180_000);

  test('the page shows what the portal says as texts', async () => {
    const page = await open(hostile.url);
    await vi.waitFor(async () => expect(await textOf(page, '.cards h2')).toContain('script'), LONG);
    await expectNothingRan(page, 'catalog');
    for (let index = 0; index < 12; index += 1) {
      await page.goto(`${hostile.url}/?dataset=scripts-${index}`);
      await page.waitForSelector('.map .cluster', LONG);
      await isSettled(page);
      expect(await textOf(page, '.scroll tbody')).toContain('top.ran');
      await expectNothingRan(page, `dataset ${index}`);
    }
  }, 180_000);

  test.each(['page', 'drawing'])("the portal's own file runs nothing when it is opened: %s", async (id) => {
    const page = await open(`${hostile.url}/media/scripts-0/attachments/${id}`).catch(() => null);
    for (const frame of page?.frames() ?? [])
      expect(await frame.evaluate(() => 'ran' in self).catch(() => false)).toBe(false);
  });
});
