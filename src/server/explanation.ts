import type { Plugin } from 'graphql-yoga';
import type { UpstreamRequest } from '../execution/explained-transport.ts';

/** Of the header: all of them together may have 16 KiB on the way, and proxies take less. */
const MAX_LENGTH = 4000;

const explanations = new WeakMap<Request, UpstreamRequest[]>();

/** Where an operation's upstream requests are noted, for a request that asks for it; null for all others. */
export function explanationOf(request: Request): UpstreamRequest[] | null {
  const known = explanations.get(request);
  if (known) return known;
  if (request.headers.get('x-explain') !== '1' && !new URL(request.url).searchParams.has('explain'))
    return null;
  const requests: UpstreamRequest[] = [];
  explanations.set(request, requests);
  return requests;
}

/** Tells the same in the `Server-Timing` header, which a browser's developer tools show. */
export function useServerTiming(): Plugin {
  return {
    onResponse({ request, response }) {
      const timings = explanations.get(request)?.map(timing) ?? [];
      if (timings.length > 0) response.headers.set('Server-Timing', bounded(timings));
    },
  };
}

/** As many as fit into the header, and at its end how many are left out. */
function bounded(timings: readonly string[]): string {
  let value = '';
  for (const [index, one] of timings.entries()) {
    if (value.length + one.length > MAX_LENGTH) return `${value}, more;desc="${timings.length - index} more"`;
    value += index === 0 ? one : `, ${one}`;
  }
  return value;
}

function timing(
  { api, datasetId, answeredBy, status, milliseconds }: UpstreamRequest,
  index: number,
): string {
  // A dataset's id may be as long as a portal likes.
  const words = [api, datasetId, answeredBy, status].filter((word) => word !== null).join(' ');
  // A quoted string of a header: ASCII without quotes and backslashes.
  const description = words.slice(0, 200).replace(/[^ !#-[\]-~]/g, '?');
  return `upstream-${index};desc="${description}";dur=${milliseconds}`;
}
