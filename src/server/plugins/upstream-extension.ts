import type { ExecutionResult } from 'graphql';
import { mapAsyncIterator, type Plugin } from 'graphql-yoga';
import { type ContextOptions, credentialOf, meterOf } from '../context.ts';
import { explanationOf } from '../explanation.ts';

/** Adds `extensions.upstream` to every answer: what the operation spent at the portal, also where it failed. */
export function useUpstreamExtension({
  transport,
  explain = false,
  ...server
}: Pick<ContextOptions, 'transport' | 'credential' | 'pushKeys' | 'explain'>): Plugin {
  return {
    async onResultProcess({ request, result, setResult }) {
      if (Array.isArray(result)) return;
      if (Symbol.asyncIterator in result) {
        // Of an answer in parts the last one tells, when all is spent; the events of a subscription do not.
        const isLast = (part: { hasNext?: boolean }) => part.hasNext === false;
        setResult(mapAsyncIterator(result, (part) => (isLast(part) ? withUpstream(part, request) : part)));
        return;
      }
      setResult(await withUpstream(result, request));
    },
  };

  async function withUpstream<Result extends ExecutionResult>(
    result: Result,
    request: Request,
  ): Promise<Result> {
    const { usage } = meterOf(request);
    const requests = explain ? explanationOf(request) : null;
    const upstream = {
      ...usage,
      quotaRemaining: await remaining(request),
      ...(requests && { requests }),
    };
    return { ...result, extensions: { ...result.extensions, upstream } };
  }

  async function remaining(request: Request): Promise<number | null> {
    try {
      const quota = await transport.quotaOf(credentialOf(request.headers.get('authorization'), server));
      return quota?.remaining ?? null;
    } catch {
      // A header of no form belongs to no caller.
      return null;
    }
  }
}
