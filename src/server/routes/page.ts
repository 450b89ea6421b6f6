/** `/`: the page that shows the portal, as it was built. */
import type { Hono } from 'hono';
import { StaticFiles } from '../static-files.ts';

/** The page has no script or style but its own files, and it asks its own host only. */
const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // No text ever becomes HTML or a script: the browser refuses it. The page's one rule lets a library make an empty
    // drawing to see whether the browser can (examples/page/src/trusted.ts).
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
};

/** Serves the built page from its folder, which may still be in the making: only its own requests wait for that. */
export function routePage(app: Hono, folder: Promise<string>): void {
  const files = folder.then((path) => new StaticFiles(path));
  // A failure is told to the requests that wait; until one does, it needs no handler.
  files.catch(() => {});
  app.get('/', async (c) => {
    const headers = { ...HEADERS, 'Cache-Control': 'no-cache' };
    return (await (await files).answer(c.req.raw, 'index.html', headers)) ?? c.notFound();
  });
  app.get('/assets/:name', async (c) => {
    // These files are named after their content, so no other file can ever have their name.
    const headers = { ...HEADERS, 'Cache-Control': 'public, max-age=31536000, immutable' };
    return (await (await files).answer(c.req.raw, `assets/${c.req.param('name')}`, headers)) ?? c.notFound();
  });
}
