/** Automatic persisted queries: an operation is sent once with its hash, and by its hash from then on. */
import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/** Characters of operations that are kept, thousands of the usual size: those used last. */
const MAX_LENGTH = 16 * 1024 * 1024;

interface PersistedQuery {
  version?: unknown;
  sha256Hash?: unknown;
}

/** Keeps operations by the SHA-256 of their text, as clients of Apollo and others send them (`extensions.persistedQuery`). */
export function useAutomaticPersistedQueries(): Plugin {
  const queries = new LRUCache<string, string>({
    maxSize: MAX_LENGTH,
    sizeCalculation: ({ length }) => Math.max(1, length),
  });
  return {
    onParams({ params, setParams }) {
      const asked: PersistedQuery | null | undefined = params.extensions?.persistedQuery;
      if (!asked) return;
      if (asked.version !== 1 || typeof asked.sha256Hash !== 'string')
        throw refusal(
          'extensions.persistedQuery: needs version 1 and a sha256Hash.',
          'PERSISTED_QUERY_NOT_SUPPORTED',
          400,
        );
      const hash = asked.sha256Hash.toLowerCase();
      if (!params.query) {
        const query = queries.get(hash);
        // Clients wait for these very words, and send the text then.
        if (query === undefined) throw refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', 404);
        setParams({ ...params, query });
      } else if (createHash('sha256').update(params.query).digest('hex') === hash) {
        queries.set(hash, params.query);
      } else {
        throw refusal(
          'extensions.persistedQuery.sha256Hash: is not the SHA-256 of the query beside it.',
          'PERSISTED_QUERY_MISMATCH',
          400,
        );
      }
    },
  };
}

function refusal(message: string, code: string, status: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
