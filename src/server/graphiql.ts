import type { GraphiQLOptions, Plugin } from 'graphql-yoga';
import { readExamples } from './examples.ts';

/** The page is one file with all it needs in it: scripts, workers and fonts. It may ask this server and nobody else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'font-src data:',
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GraphiQL's settings: the examples as tabs, and before them the `query` of the page's address, with its `variables`. */
export function createGraphiQLOptions(): (request: Request) => GraphiQLOptions {
  const examples = readExamples().map(({ query }) => query);
  return ({ url }) => {
    const { searchParams } = new URL(url);
    const query = searchParams.get('query');
    const variables = searchParams.get('variables');
    const queries = query === null ? examples : [query, ...examples.filter((example) => example !== query)];
    return {
      title: 'ods-graphql',
      defaultTabs: queries.map((one) =>
        one === query && variables !== null ? { query: one, variables } : { query: one },
      ),
      ...(query !== null && variables !== null && { variables }),
      headers: '{}',
      // A header may be a credential: it is gone with the page.
      shouldPersistHeaders: false,
    };
  };
}

/** Keeps the page, and whatever was made of it, from asking any other host. */
export function usePagePolicy(): Plugin {
  return {
    onResponse({ response }) {
      if (!response.headers.get('content-type')?.startsWith('text/html')) return;
      response.headers.set('Content-Security-Policy', POLICY);
      response.headers.set('X-Content-Type-Options', 'nosniff');
      response.headers.set('Referrer-Policy', 'no-referrer');
    },
  };
}
