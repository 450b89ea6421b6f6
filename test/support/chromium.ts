/** A real browser, headless, and what its pages said and asked for. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = (process.env.PATH ?? '').split(delimiter);
const executable =
  process.env.CHROMIUM_PATH ??
  NAMES.flatMap((name) => FOLDERS.map((folder) => join(folder, name))).find((file) => existsSync(file));

/** A page, and what a user would not see of it. */
export interface WatchedPage {
  page: Page;
  /** Errors and warnings on the console, errors that nobody caught, requests that failed. */
  complaints: string[];
  /** Addresses of requests to any other host. */
  foreign: string[];
  /** Methods and paths of what this host has answered. */
  answered: string[];
}

/** False where tests in a browser must be left out, which is said; never in CI, where they fail instead. */
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
    // Chromium has no sandbox for root, as in a container. Pages are our own.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** A new page in a profile of its own: nothing is stored yet. */
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
    // The page ended it itself: a subscription that is over.
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
  // In the background, nothing would be drawn.
  await page.bringToFront();
  await page.setViewport({ width, height });
  await page.goto(url);
  return watched;
}
