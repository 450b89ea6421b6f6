/** Trusted documents: only operations that were known at the start are run, by their hashes. */
import { readFileSync } from 'node:fs';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { badRequest, type CheckedParams } from './graph-request.ts';
import { type PersistedDocuments, persistedHash } from './persisted-documents.ts';

/** What is wrong with a file of trusted documents. */
export class TrustedDocumentsError extends Error {
  override readonly name = 'TrustedDocumentsError';
}

/**
 * Reads the operations that a build has written: a JSON object of texts by hash (GraphQL Code Generator, Relay), or a
 * manifest of Apollo's. Throws a TrustedDocumentsError if a text is no operation of this schema.
 */
export function readTrustedDocuments(file: string, schema: GraphQLSchema): ReadonlyMap<string, string> {
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
export class TrustedDocuments implements PersistedDocuments {
  readonly #texts: ReadonlyMap<string, string>;

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  textOf({ query, documentId, extensions }: CheckedParams): string {
    if (query !== null) {
      throw badRequest(
        'This server runs trusted documents only: give the hash of one as documentId, and no query.',
        'PERSISTED_QUERY_ONLY',
        403,
      );
    }
    const id = documentId ?? persistedHash(extensions.persistedQuery);
    if (id === null) {
      throw badRequest(
        'This server runs trusted documents only: give the hash of one as documentId.',
        'PERSISTED_QUERY_ID_REQUIRED',
      );
    }
    const text = this.#texts.get(id) ?? this.#texts.get(id.replace('sha256:', ''));
    if (text !== undefined) return text;
    throw badRequest('No trusted document has this hash.', 'PERSISTED_QUERY_NOT_IN_LIST', 404);
  }
}
