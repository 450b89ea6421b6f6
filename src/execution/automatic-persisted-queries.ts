/** Automatic persisted queries: an operation is sent once with its hash, and by its hash from then on. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { badRequest, type CheckedParams } from './graph-request.ts';
import { type PersistedDocuments, persistedHash } from './persisted-documents.ts';

/** Characters of operations that are kept, thousands of the usual size: those that were used last. */
const MAX_LENGTH = 16 * 1024 * 1024;

/**
 * Automatic persisted queries: an operation is sent once with the SHA-256 of its text, and by its hash from then on, as
 * clients of Apollo and others do (`extensions.persistedQuery`).
 */
export class AutomaticPersistedQueries implements PersistedDocuments {
  readonly #texts = new LRUCache<string, string>({
    maxSize: MAX_LENGTH,
    sizeCalculation: ({ length }) => Math.max(1, length),
  });

  textOf({ query, extensions }: CheckedParams): string {
    const asked = extensions.persistedQuery ?? null;
    if (asked === null) {
      if (query !== null && query !== '') return query;
      throw badRequest('query: it is missing; it must be the text of an operation.');
    }
    const hash = hashOf(asked);
    if (query === null || query === '') {
      const known = this.#texts.get(hash);
      // Clients wait for these very words, and send the text then.
      if (known === undefined) throw badRequest('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', 404);
      return known;
    }
    if (createHash('sha256').update(query).digest('hex') !== hash) {
      throw badRequest(
        'extensions.persistedQuery.sha256Hash: it is not the SHA-256 of the query beside it.',
        'PERSISTED_QUERY_MISMATCH',
      );
    }
    this.#texts.set(hash, query);
    return query;
  }
}

function hashOf(asked: unknown): string {
  const hash = persistedHash(asked);
  const isKnownVersion =
    typeof asked === 'object' && asked !== null && 'version' in asked && asked.version === 1;
  if (hash !== null && isKnownVersion) return hash.toLowerCase();
  throw badRequest(
    'extensions.persistedQuery: it needs version 1 and a sha256Hash.',
    'PERSISTED_QUERY_NOT_SUPPORTED',
  );
}
