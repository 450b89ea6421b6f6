/**
 * `/login/` and `/logout/`: a browser session, whose cookie makes the browser's calls those of its user.
 *
 * Nothing that changes data takes the cookie (a push has a key), so no other site can change anything with it. What
 * another site could do is read: by a script with a callback, from a page of the same site (another port of this host).
 * So the cookie counts only for the portal's own pages, and for addresses that are opened as a page.
 */
import type { Hono } from 'hono';
import type { Access, Caller } from '../access.ts';
import { ApiError } from '../errors.ts';
import { Parameters } from '../parameters.ts';
import type { Sessions } from '../sessions.ts';
import { type ApiContext, type ApiEnv, addressOf } from './admission.ts';
import { readForm } from './form.ts';
import { beginSession, endSession } from './session-cookie.ts';

/** A user and a password need no more. */
const largestForm = 10_000;

export interface SessionOptions {
  access: Access;
  sessions: Sessions;
}

export function registerSessions(app: Hono<ApiEnv>, { access, sessions }: SessionOptions): void {
  app.post('/login', async (c) => {
    c.header('Cache-Control', 'no-store');
    requireOwnPage(c);
    const form = new Parameters(await readForm(c.req.raw, largestForm));
    const caller = logIn(addressOf(c), form, { access, sessions });
    beginSession(c, sessions, caller);
    return c.json({ user: caller.name });
  });
  app.on(['GET', 'POST'], '/logout', (c) => {
    c.header('Cache-Control', 'no-store');
    // A HEAD changes nothing.
    if (c.req.raw.method === 'HEAD') return c.body(null, 204);
    requireOwnPage(c);
    endSession(c, sessions);
    return c.json({ user: null });
  });
  for (const [path, allowed] of [
    ['/login', 'POST'],
    ['/logout', 'GET, POST'],
  ] as const) {
    app.all(path, () => {
      throw new ApiError(
        405,
        `This address answers ${allowed.replace(', ', ' and ')}.`,
        {},
        { Allow: allowed },
      );
    });
  }
}

/** Throws an ApiError if the login is unknown, or if the address has tried too often. */
function logIn(address: string, form: Parameters, { access, sessions }: SessionOptions): Caller {
  if (!sessions.mayTry(address)) {
    throw new ApiError(
      429,
      'Too many attempts to log in: try again in a minute.',
      {},
      { 'Retry-After': '60' },
    );
  }
  try {
    return access.logIn(form.one('user') ?? form.one('username') ?? '', form.one('password') ?? '');
  } catch (error) {
    sessions.noteFailure(address);
    throw error;
  }
}

/** Another site must not log its visitors in as somebody else, or out. */
function requireOwnPage(c: ApiContext): void {
  const site = c.req.header('Sec-Fetch-Site');
  const origin = c.req.header('Origin');
  const isOwn =
    site === undefined
      ? origin === undefined || isOwnOrigin(origin, c)
      : site === 'same-origin' || site === 'none';
  if (!isOwn) throw new ApiError(403, 'A session begins and ends on a page of this portal only.');
}

const isOwnOrigin = (origin: string, c: ApiContext): boolean =>
  URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host;
