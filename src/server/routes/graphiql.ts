/** GraphiQL: for browsers that open `/graphql`, a small page, and its files below `/graphiql/`. */
import type { Hono } from 'hono';
import { prefersHtml } from '../accept.ts';
import { StaticFiles } from '../static-files.ts';

/**
 * The page holds nothing of the request: its script reads `query` and `variables` of the address itself. Scripts,
 * styles, workers and fonts are files of this server, and it asks this server only. What is inline and allowed are
 * `style` attributes: the editor places each line of its text with one.
 */
const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    // The digest of an empty sheet, whose rules a script may write.
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "style-src-attr 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
};

/** Shown instead while a fresh clone of the project builds GraphiQL; it asks again by itself. */
const BUILDING = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="refresh" content="1">
    <link rel="icon" href="data:,">
    <title>GraphiQL is being built</title>
  </head>
  <body>
    <p>GraphiQL is being built, once. This takes some seconds; then it is shown here.</p>
  </body>
</html>
`;

/** Serves GraphiQL from its folder, which may still be in the making: the graph answers all others meanwhile. */
export function routeGraphiQL(app: Hono, folder: Promise<string>): void {
  let files: StaticFiles | undefined;
  const ready = folder.then((path) => {
    files = new StaticFiles(path);
    return files;
  });
  // A failure is told to the requests that wait; until one does, it needs no handler.
  ready.catch(() => {});
  app.get('/graphql', async (c, next) => {
    if (!prefersHtml(c.req.header('accept'))) return next();
    // The build is not waited for: only its failure is noticed here.
    await Promise.race([ready, Promise.resolve()]);
    const headers = { ...HEADERS, 'Cache-Control': 'no-cache', Vary: 'Accept' };
    if (files) return (await files.answer(c.req.raw, 'index.html', headers)) ?? c.notFound();
    return c.html(BUILDING, 503, { ...headers, 'Cache-Control': 'no-store', 'Retry-After': '1' });
  });
  app.get('/graphiql/:name', async (c) => {
    // These files are named after their content, so no other file can ever have their name.
    const headers = { ...HEADERS, 'Cache-Control': 'public, max-age=31536000, immutable' };
    return (
      (await (await ready).answer(c.req.raw, `graphiql/${c.req.param('name')}`, headers)) ?? c.notFound()
    );
  });
}
