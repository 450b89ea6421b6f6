/** The cookie of a browser session: when it counts, and how it is set. */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Caller } from '../access.ts';
import { type Sessions, sessionSeconds } from '../sessions.ts';

const cookieName = 'sessionid';

const attributes = { httpOnly: true, sameSite: 'Lax', path: '/' } as const;

/** Ends the session that the browser has, and begins another one. */
export function beginSession(c: Context, sessions: Sessions, caller: Caller): void {
  forget(c, sessions);
  const isSecure = new URL(c.req.url).protocol === 'https:';
  const maxAge = sessionSeconds;
  setCookie(c, cookieName, sessions.begin(caller), { ...attributes, secure: isSecure, maxAge });
}

export function endSession(c: Context, sessions: Sessions): void {
  forget(c, sessions);
  setCookie(c, cookieName, '', { ...attributes, maxAge: 0 });
}

/** Who the browser's session says that the caller is; undefined if there is none that counts. */
export function sessionOf(c: Context, sessions: Sessions): Caller | undefined {
  const token = getCookie(c, cookieName);
  return token !== undefined && mayCount(c) ? sessions.find(token) : undefined;
}

/** Browsers say for what they ask. What does not say it is no browser, or an old one, which SameSite protects. */
function mayCount(c: Context): boolean {
  const site = c.req.header('Sec-Fetch-Site') ?? 'same-origin';
  return site === 'same-origin' || site === 'none' || c.req.header('Sec-Fetch-Dest') === 'document';
}

function forget(c: Context, sessions: Sessions): void {
  const token = getCookie(c, cookieName);
  if (token !== undefined) sessions.end(token);
}
