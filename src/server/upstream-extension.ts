import type { Plugin } from 'graphql-yoga';
import { type ContextOptions, credentialOf, meterOf } from './context.ts';
import { explanationOf } from './explanation.ts';

/** Adds `extensions.upstream` to every answer: what the operation spent at the portal, also where it failed. */
export function useUpstreamExtension({
  transport,
  explain = false,
  ...server
}: Pick<ContextOptions, 'transport' | 'credential' | 'pushKeys' | 'explain'>): Plugin {
  return {
    async onResultProcess({ request, result, setResult }) {
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      const { spent } = meterOf(request);
      const requests = explain ? explanationOf(request) : null;
      const upstream = {
        ...spent,
        quotaRemaining: await remaining(request),
        ...(requests && { requests }),
      };
      setResult({ ...result, extensions: { ...result.extensions, upstream } });
    },
  };

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
