/** What a request is addressed to: checked, since links and rules may depend on it. */
import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** The limit is more than any client sends; all headers together are bounded by their bytes. */
const MAX_HEADERS = 200;
/** A name or an address, with or without a port. */
const HOST = /^(?:[a-z0-9._-]{1,255}|\[[0-9a-f:.]{1,45}\])(?::\d{1,5})?$/i;

/** The path and query that a request asks for; a request that is addressed in two ways, or in none, is refused. */
export function targetOf({ rawHeaders, headers: { host = '' }, url = '/' }: IncomingMessage): string {
  if (rawHeaders.length / 2 > MAX_HEADERS) {
    throw refusal(431, `A request may have at most ${MAX_HEADERS} headers.`);
  }
  if (countOf('host', rawHeaders) > 1) throw refusal(400, 'There are two Host headers: send one.');
  if (host !== '' && !HOST.test(host)) {
    throw refusal(400, 'The Host header must be a name or an address, with or without a port.');
  }
  if (url.includes('\\') && url.split('?', 1)[0]?.includes('\\')) {
    throw refusal(400, 'The path has a backslash in it: write it as %5C.');
  }
  return url.startsWith('/') ? url : pathOf(url, host);
}

/** Of an address with a scheme and a host, as a proxy is sent it. The host is the one of the header, or there is none. */
function pathOf(url: string, host: string): string {
  const address = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url) : null;
  if (!address)
    throw refusal(400, 'The request is addressed to no path: its target must begin with a slash.');
  const named = `${address.protocol}//${host || address.host}`;
  if (!URL.canParse(named) || new URL(named).host !== address.host) {
    throw refusal(400, 'The request is addressed to another host than its Host header names.');
  }
  return `${address.pathname}${address.search}`;
}

/** How many headers have a name; each name stands before its value. */
function countOf(name: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const each = rawHeaders[index] ?? '';
    if (each.length === name.length && each.toLowerCase() === name) count += 1;
  }
  return count;
}

function refusal(status: number, message: string): HttpError {
  return new HttpError(status, message, { code: 'BAD_REQUEST', headers: { Connection: 'close' } });
}
