/** A request of the fetch API as the executor is told of it. */
import type { GraphRequest } from '../execution/graph-request.ts';

/** What a request says that wants no kept answers. */
const NO_CACHE = /(?:^|,)\s*no-cache\s*(?:,|$)/i;

/** Tells who asks, and how; `address` is the caller's network address. */
export function graphRequestOf({ headers, url, method, signal }: Request, address: string): GraphRequest {
  const { protocol, host: ownHost, searchParams } = new URL(url);
  const host = (headers.get('host') ?? ownHost).toLowerCase();
  return {
    authorization: headers.get('authorization'),
    priorityToken: headers.get('x-priority-token'),
    noCache: NO_CACHE.test(headers.get('cache-control') ?? ''),
    explain: headers.get('x-explain') === '1' || searchParams.has('explain'),
    address,
    origin: `${protocol}//${host}`,
    isReadOnly: method !== 'POST',
    signal,
  };
}
