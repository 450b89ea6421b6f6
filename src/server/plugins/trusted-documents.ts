/** Trusted documents: only operations that were known at the start are run, by their hashes. */
import { readFileSync } from 'node:fs';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Operations by their hashes. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** What is wrong with a file of trusted documents. */
export class TrustedDocumentsError extends Error {
  override readonly name = 'TrustedDocumentsError';
}

/**
 * Reads the operations that a build has written: a JSON object of texts by hash (GraphQL Code Generator, Relay), or a
 * manifest of Apollo's. Throws a TrustedDocumentsError where a text is no operation of this schema.
 */
export function readTrustedDocuments(file: string, schema: GraphQLSchema): TrustedDocuments {
  const documents = new Map(entriesOf(readJson(file)));
  if (documents.size === 0)
    throw new TrustedDocumentsError(
      'has no documents: it must be a JSON object of operations by hash, or a manifest of Apollo with operations.',
    );
  for (const [hash, text] of documents) requireValid(hash, text, schema);
  return documents;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TrustedDocumentsError(
      error instanceof SyntaxError
        ? `is no JSON: ${error.message}.`
        : `cannot be read: ${error instanceof Error ? error.message : error}.`,
    );
  }
}

function entriesOf(json: unknown): [string, string][] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
  if ('operations' in json && Array.isArray(json.operations)) {
    return json.operations.map(({ id, body }: { id: unknown; body: unknown }) => [String(id), String(body)]);
  }
  return Object.entries(json).map(([hash, text]) => [hash, String(text)]);
}

function requireValid(hash: string, text: string, schema: GraphQLSchema): void {
  try {
    const [error] = validate(schema, parse(text));
    if (error) throw error;
  } catch (error) {
    throw new TrustedDocumentsError(
      `has a document ${hash} that is not of this schema: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Runs these documents and no others: asked by `documentId`, or as persisted queries are. */
export function useTrustedDocuments(documents: TrustedDocuments): Plugin {
  return usePersistedOperations({
    getPersistedOperation: (id) => documents.get(id) ?? documents.get(id.replace(/^sha256:/, '')) ?? null,
    extractPersistedOperationId: ({ extensions, ...params }, { method, url }) => {
      const inBody = 'documentId' in params ? params.documentId : extensions?.persistedQuery?.sha256Hash;
      const id = inBody ?? (method === 'GET' ? new URL(url).searchParams.get('documentId') : null);
      return typeof id === 'string' ? id : null;
    },
    customErrors: {
      notFound: () => refusal('No trusted document has this hash.', 'PERSISTED_QUERY_NOT_IN_LIST', 404),
      keyNotFound: () =>
        refusal(
          'This server runs trusted documents only: give the hash of one as documentId.',
          'PERSISTED_QUERY_ID_REQUIRED',
          400,
        ),
      persistedQueryOnly: () =>
        refusal(
          'This server runs trusted documents only: give the hash of one as documentId, and no query.',
          'PERSISTED_QUERY_ONLY',
          403,
        ),
    },
  });
}

function refusal(message: string, code: string, status: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
