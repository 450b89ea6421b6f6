/** The text of an operation that is asked by its hash. */
import type { CheckedParams } from './graph-request.ts';

/** Finds the text of the operation that a request asks for; throws an error if there is none to run. */
export interface PersistedDocuments {
  textOf(params: CheckedParams): string;
}

/** The hash in `extensions.persistedQuery`, as clients of Apollo and others send it; null if there is none. */
export function persistedHash(asked: unknown): string | null {
  return typeof asked === 'object' &&
    asked !== null &&
    'sha256Hash' in asked &&
    typeof asked.sha256Hash === 'string'
    ? asked.sha256Hash
    : null;
}
