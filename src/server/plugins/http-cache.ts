/** What caches between here and the caller may keep: `Cache-Control`, `ETag`, `Vary` and the answer 304. */
import type { Plugin } from 'graphql-yoga';
import type { Execution } from '../../execution/executor.ts';
import { isIterable, type Part } from '../../execution/results.ts';
import type { Freshness } from '../../schema/annotations.ts';
import { etagOf, isKnown } from '../etag.ts';
import { executionOf } from './executor.ts';

/** Seconds for which an answer of each kind counts as new. */
export type Lifetimes = Readonly<Record<Exclude<Freshness, 'caller'>, number>>;

/** What an answer depends on beside its address. */
const VARY = 'Accept, Authorization, X-Explain';

interface Caching {
  cacheControl: string;
  etag?: string;
}

/**
 * Says of every answer how long it may be kept. Shared caches may keep what a caller without a credential asked: the
 * server's own credential is the same for all of them. Errors, stale answers, links and the quota are kept by nobody.
 */
export function useHttpCache(lifetimes: Lifetimes): Plugin {
  return {
    onResponse({ request, response, setResponse }) {
      const { headers } = response;
      headers.append('Vary', VARY);
      const execution = executionOf(request);
      const caching = execution && cachingOf(request, execution, lifetimes);
      if (!headers.has('Cache-Control')) headers.set('Cache-Control', caching?.cacheControl ?? 'no-store');
      if (!caching?.etag || response.status !== 200) return;
      headers.set('ETag', caching.etag);
      if (!isKnown(request.headers.get('if-none-match'), caching.etag)) return;
      headers.delete('Content-Type');
      headers.delete('Content-Length');
      setResponse(new Response(null, { status: 304, headers }));
    },
  };
}

/** Seconds for which an answer is the same for whoever asks. */
function lifetimeOf(
  { operation, meter, explanation }: Execution,
  { data, errors }: Part,
  lifetimes: Lifetimes,
): number {
  if (operation?.kind !== 'query' || !data || errors?.length || explanation || meter.usage.stale > 0)
    return 0;
  // An answer about the schema alone may be kept as long as one about datasets.
  const parts = [...operation.freshness].map((kind) => (kind === 'caller' ? 0 : lifetimes[kind]));
  return Math.min(lifetimes.dataset, ...parts);
}

function cachingOf(request: Request, execution: Execution, lifetimes: Lifetimes): Caching {
  const { results } = execution;
  const lifetime = isIterable(results) ? 0 : lifetimeOf(execution, results, lifetimes);
  if (isIterable(results) || lifetime === 0) return { cacheControl: 'no-store' };
  const isPrivate = request.headers.has('authorization');
  const cacheControl = isPrivate ? 'private, no-cache' : `public, max-age=${lifetime}`;
  // What an answer cost differs from time to time, so the tag is made of the data only, and is weak.
  return request.method === 'GET' || request.method === 'HEAD'
    ? { cacheControl, etag: `W/${etagOf(JSON.stringify(results.data))}` }
    : { cacheControl };
}
