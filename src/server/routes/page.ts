/** `/`: the page that shows the portal, as it was built. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Context, Hono } from 'hono';

/** The page asks its own host, and draws with styles of its own. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface File {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
}

/** Serves the built page from its folder, which may still be in the making: only its own requests wait for that. */
export function routePage(app: Hono, folder: Promise<string>): void {
  const files = folder.then(readFiles);
  // Whoever asks hears of it; until then nobody has to.
  files.catch(() => {});
  app.get('/', async (c) => answer(c, (await files).get('index.html'), 'no-cache'));
  // Named after their content, so that no other can ever have their name.
  app.get('/assets/:name', async (c) =>
    answer(c, (await files).get(`assets/${c.req.param('name')}`), 'public, max-age=31536000, immutable'),
  );
}

/** All of them, in memory: they are few, and no path of a request ever reaches the disk. */
function readFiles(folder: string): ReadonlyMap<string, File> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const body = new Uint8Array(readFileSync(path));
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      return [relative(folder, path).split(sep).join('/'), { body, type, etag }];
    }),
  );
}

function answer(c: Context, file: File | undefined, cacheControl: string): Response | Promise<Response> {
  if (!file) return c.notFound();
  const headers = {
    'Content-Type': file.type,
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': cacheControl,
    ETag: file.etag,
  };
  const isKnown = c.req
    .header('if-none-match')
    ?.split(',')
    .some((tag) => tag.trim() === file.etag);
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(file.body, { headers });
}
