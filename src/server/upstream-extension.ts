import type { Plugin } from 'graphql-yoga';
import { meterOf } from './context.ts';

/** Adds `extensions.upstream` to every answer: what the operation spent at the portal, also where it failed. */
export function useUpstreamExtension(): Plugin {
  return {
    onResultProcess({ request, result, setResult }) {
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      setResult({ ...result, extensions: { ...result.extensions, upstream: meterOf(request).spent } });
    },
  };
}
