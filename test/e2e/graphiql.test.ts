/** GraphiQL as a newcomer uses it: in a real browser. */
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { Browser, ElementHandle, HTTPRequest, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { builtPage } from '../../examples/build.ts';
import { hasChromium, openPage, startBrowser, type WatchedPage } from '../support/chromium.ts';
import { EMBEDDED_TYPES, readExamples, readTypedExamples } from '../support/examples.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const EXAMPLES = readExamples().map(({ query }) => operationOf(parse(query)));
const TYPED_EXAMPLES = readTypedExamples().map(({ query }) => operationOf(parse(query)));

/** How long the page may take on a busy machine. */
const LONG = { timeout: 30_000 };
const RESTRICTED = '{ dataset(datasetId: "earthquakes-significant") { title } }';

function operationOf({ definitions }: DocumentNode): OperationDefinitionNode & { title: string } {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation?.name) throw new Error('An example has no operation with a name.');
  return { ...operation, title: operation.name.value };
}

describe.skipIf(!hasChromium())('GraphiQL', () => {
  let browser: Browser;
  let graph: Graph;
  let typed: Graph;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    // Built before anybody opens it: who comes earlier is shown that it is being built.
    const folder = await builtPage('graphiql');
    const graphiql = Promise.resolve(folder);
    graph = await startGraph(inject('portalUrl'), { graphiql });
    typed = await startGraph(inject('portalUrl'), { graphiql, types: EMBEDDED_TYPES });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await graph?.close();
    await typed?.close();
  });
  afterEach(() => expect([watched.complaints, watched.foreign]).toEqual([[], []]));

  const close = () => page.browserContext().close();

  async function open(path: string, { url } = graph) {
    watched = await openPage(browser, url + path);
    page = watched.page;
    // The schema is there, and so are suggestions and documentation; the editor has its operation.
    await vi.waitUntil(() => watched.answered.includes('POST /graphql'), LONG);
    await page.waitForSelector('.graphiql-query-editor .view-line span span');
  }

  const tabs = () =>
    page.$$eval('[role=tab] .graphiql-tab-button', (all) => all.map((tab) => tab.textContent));
  const activeTab = () => page.$eval('.graphiql-tab-active .graphiql-tab-button', (tab) => tab.textContent);
  const listed = () => page.$$eval('.examples button', (all) => all.map((button) => button.textContent));
  const textOf = (selector: string) =>
    // Spaces in the editors are no-break ones, and long lines are broken.
    page.$eval(selector, (element) => (element.textContent ?? '').replace(/\s+/g, ' '));
  const result = () => textOf('.result-window');
  const editor = () => textOf('.graphiql-query-editor .view-lines');

  async function choose(title: string) {
    // Those that are no tab yet are in the list.
    if (!(await tabs()).includes(title)) {
      if (!(await page.$('.examples'))) await page.click('[aria-label="Show Examples"]');
      await page.waitForSelector('.examples');
      await page.$$eval(
        '.examples button',
        (buttons, name) => {
          const button = buttons.find(({ textContent }) => textContent === name);
          if (button instanceof HTMLElement) button.click();
        },
        title,
      );
      await vi.waitUntil(async () => (await tabs()).includes(title), LONG);
    }
    const all = await page.$$('[role=tab] .graphiql-tab-button');
    const titles = await tabs();
    await all[titles.indexOf(title)]?.evaluate((tab) => tab instanceof HTMLElement && tab.click());
    await vi.waitUntil(async () => (await activeTab()) === title && (await editor()).includes(title), LONG);
  }

  /** Presses the button until an operation leaves: just after a change of tab, GraphiQL does not hear it. */
  async function run(): Promise<void> {
    let left = false;
    const onRequest = (request: HTTPRequest) => {
      left ||= new URL(request.url()).pathname === '/graphql';
    };
    page.on('request', onRequest);
    await vi.waitUntil(async () => {
      if (!left) await page.click('.graphiql-execute-button');
      return vi.waitUntil(() => left, { timeout: 1000 }).catch(() => false);
    }, LONG);
    page.off('request', onRequest);
  }

  async function write(into: ElementHandle | null, text: string) {
    await into?.click();
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.press('Backspace');
    // As pasted: the editor closes no brackets that are closed already.
    await page.keyboard.sendCharacter(text);
  }

  async function newTab() {
    await page.click('[aria-label="New tab"]');
    await vi.waitUntil(async () => (await activeTab()) === '<untitled>', LONG);
  }

  const until = (words: string) =>
    vi
      .waitUntil(async () => (await result()).includes(words), LONG)
      .catch(async () => {
        expect(await result()).toContain(words);
      });

  async function runs(example: (typeof EXAMPLES)[number]): Promise<void> {
    await choose(example.title);
    // The answer to the example before is gone.
    await vi.waitUntil(async () => (await result()).trim() === '', LONG);
    await run();
    const [field] = example.selectionSet.selections;
    if (field?.kind !== Kind.FIELD) throw new Error('An example begins with no field.');
    await until(`"${field.alias?.value ?? field.name.value}": `);
    expect(await result()).not.toMatch(/"errors"|: null,? +"extensions"/);
  }

  describe('the examples, in one page', () => {
    beforeAll(() => open('/graphql'));
    afterAll(close);

    test('shows the first examples as tabs, and all in a list', async () => {
      const titles = EXAMPLES.map(({ title }) => title);
      expect(await tabs()).toEqual(titles.slice(0, 5));
      await page.click('[aria-label="Show Examples"]');
      await page.waitForSelector('.examples');
      expect(await listed()).toEqual(titles);
    });

    test.each(EXAMPLES.filter(({ title }) => title !== 'RecordsPushed'))('runs $title', runs);

    test('runs a subscription: what another tab pushes is shown as it comes', async () => {
      await choose('RecordsPushed');
      await run();
      await vi.waitUntil(async () => {
        const pushed = await graph.ask(
          'mutation PushSeen($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }',
          {
            input: {
              datasetId: 'realtime-sensors',
              resourceId: 'realtime',
              pushKey: 'demo-push-key',
              records: [{ sensor_id: 'graphiql', name: 'Seen in GraphiQL', temperature: 1 }],
            },
          },
        );
        expect(pushed.errors).toEqual([]);
        return (await result()).includes('Seen in GraphiQL');
      }, LONG);
    });
  });

  describe('the examples, of a graph that has the types of the embedded portal', () => {
    beforeAll(() => open('/graphql', typed));
    afterAll(close);

    test('shows those that ask for its types first', async () => {
      await page.click('[aria-label="Show Examples"]');
      await page.waitForSelector('.examples');
      const titles = [...TYPED_EXAMPLES, ...EXAMPLES].map(({ title }) => title);
      await vi.waitUntil(async () => (await listed()).length >= titles.length, LONG);
      expect(await listed()).toEqual(titles);
    });

    test.each(TYPED_EXAMPLES)('runs $title', runs);
  });

  describe('what a newcomer does', () => {
    beforeEach(() => open('/graphql'));
    afterEach(close);

    test('completes fields and shows what they mean', async () => {
      await newTab();
      await write(await page.$('.graphiql-query-editor .monaco-editor'), '{ dataset(datasetId: "d") { attri');
      await page.keyboard.down('Control');
      await page.keyboard.press('Space');
      await page.keyboard.up('Control');
      await page.locator('.suggest-widget.visible .monaco-list-row').wait();
      expect(await textOf('.suggest-widget .monaco-list-row')).toContain('attributions');
    });

    test('shows the documentation', async () => {
      await page.click('[aria-label="Show Documentation Explorer"]');
      await page.locator('.graphiql-plugin a.graphiql-doc-explorer-type-name').click();
      await vi.waitUntil(async () => (await textOf('.graphiql-plugin')).includes('datasetsById'), LONG);
      expect(await textOf('.graphiql-plugin')).toContain('quota');
    });

    test('passes an Authorization header, and keeps none', async () => {
      await newTab();
      await write(await page.$('.graphiql-query-editor .monaco-editor'), RESTRICTED);
      await run();
      await until('"dataset": null');
      // Variables are shown before headers.
      await page.locator('.graphiql-editor-tools button ::-p-text(Headers)').click();
      for (const tool of await page.$$('.graphiql-editor-tool .monaco-editor')) {
        if (await tool.isVisible()) await write(tool, '{"Authorization": "Apikey demo-key"}');
      }
      await run();
      await until('"title": "Earthquakes of magnitude 5 and above');
      expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
        'demo-key',
      );
    });

    test('opens the operation that the address holds, for a newcomer and for who was here before', async () => {
      const there = `/graphql?query=${encodeURIComponent('query FromALink { quota { limit } }')}`;
      await page.goto(graph.url + there);
      await vi.waitUntil(async () => (await editor()).includes('FromALink'), LONG);
      expect(await activeTab()).toBe('FromALink');
      await page.browserContext().close();
      await open(there);
      expect([await activeTab(), (await tabs()).slice(0, 2)]).toEqual([
        'FromALink',
        ['FromALink', 'FirstQuery'],
      ]);
    });
  });
});
