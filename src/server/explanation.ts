import type { Plugin } from 'graphql-yoga';
import type { UpstreamRequest } from '../execution/explained-transport.ts';

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
      if (timings.length > 0) response.headers.set('Server-Timing', timings.join(', '));
    },
  };
}

function timing(
  { api, datasetId, answeredBy, status, milliseconds }: UpstreamRequest,
  index: number,
): string {
  const words = [api, datasetId, answeredBy, status].filter((word) => word !== null).join(' ');
  // A quoted string of a header: ASCII without quotes and backslashes.
  const description = words.replace(/[^ !#-[\]-~]/g, '?');
  return `upstream-${index};desc="${description}";dur=${milliseconds}`;
}
