/** What caches between here and the caller may keep of an answer that Yoga wrote: nothing, unless the answer says otherwise. */
import type { Plugin } from 'graphql-yoga';
import { VARY } from '../http-answer.ts';

/** Says so of errors that come before an operation, and of answers in parts. */
export function useHttpCache(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      if (!headers.has('Vary')) headers.set('Vary', VARY);
      if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
    },
  };
}
