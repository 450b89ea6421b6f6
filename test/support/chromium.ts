/** A real headless browser, and what its pages logged and requested. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = (process.env.PATH ?? '').split(delimiter);
const executable =
  process.env.CHROMIUM_PATH ??
  NAMES.flatMap((name) => FOLDERS.map((folder) => join(folder, name))).find((file) => existsSync(file));

/** A page, and facts about it that a user does not see. */
export interface WatchedPage {
  page: Page;
  /** Errors and warnings on the console, uncaught errors, and failed requests. */
  complaints: string[];
  /** Addresses of requests to any other host. */
  foreign: string[];
  /** Methods and paths of the requests that this host answered. */
  answered: string[];
}

/** False if tests in a browser are skipped, which a line says. In CI they are never skipped, but fail. */
export function hasChromium(): boolean {
  if (executable !== undefined) return true;
  process.stderr.write(
    '\nNo Chromium on the PATH: the tests in a browser are LEFT OUT. Install it: apt-get install chromium, or set CHROMIUM_PATH.\n\n',
  );
  return process.env.CI === 'true';
}

export async function startBrowser(): Promise<Browser> {
  if (executable === undefined) throw new Error('No Chromium on the PATH: apt-get install chromium.');
  return puppeteer.launch({
    executablePath: executable,
    // Chromium has no sandbox for root, as in a container. Only our own pages are opened.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** A new page in its own profile, in which nothing is stored yet. */
export async function openPage(
  browser: Browser,
  url: string,
  width = 1280,
  height = 800,
): Promise<WatchedPage> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const watched: WatchedPage = { page, complaints: [], foreign: [], answered: [] };
  const { host } = new URL(url);
  page.on('console', (message) => {
    if (['error', 'warn', 'assert'].includes(message.type())) watched.complaints.push(message.text());
  });
  page.on('pageerror', (error) => watched.complaints.push(String(error)));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The page ended the subscription itself.
    if (reason !== 'net::ERR_ABORTED') watched.complaints.push(`${request.url()}: ${reason}`);
  });
  page.on('request', (request) => {
    const { protocol, host: asked } = new URL(request.url());
    if (/^(?:https?|wss?):$/.test(protocol) && asked !== host) watched.foreign.push(request.url());
  });
  page.on('response', (response) => {
    const { host: asked, pathname } = new URL(response.url());
    if (asked === host) watched.answered.push(`${response.request().method()} ${pathname}`);
  });
  // A page in the background draws nothing.
  await page.bringToFront();
  await page.setViewport({ width, height });
  await page.goto(url);
  return watched;
}
