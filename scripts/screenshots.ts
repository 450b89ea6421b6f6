/** `npm run screenshots`: the pictures of the documentation, taken of a server that runs: `npm start`, or the address given. */
import { mkdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { openPage, startBrowser } from '../test/support/chromium.ts';

const FOLDER = new URL('../docs/', import.meta.url);
const url = process.argv[2] ?? 'http://localhost:4000';

await mkdir(FOLDER, { recursive: true });
const browser = await startBrowser();
const { page, answered } = await openPage(browser, `${url}/graphql`);
await page.waitForSelector('.graphiql-query-editor .view-line span span');
await page.click('[aria-label="Hide editor tools"]');
while (!answered.includes('POST /graphql')) await setTimeout(50);
await page.click('.graphiql-execute-button');
// Not `waitForFunction`: the page's policy lets nobody evaluate a text.
while (!(await page.$eval('.result-window', ({ textContent }) => textContent?.includes('totalCount')))) {
  await setTimeout(50);
}
await page.screenshot({ path: new URL('graphiql.png', FOLDER).pathname });
const { page: shown } = await openPage(browser, `${url}/?dataset=earthquakes`, 1280, 1000);
while ((await shown.$$('.drawing svg')).length < 2) await setTimeout(50);
await shown.screenshot({ path: new URL('page.png', FOLDER).pathname });
await browser.close();
