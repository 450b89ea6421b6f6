/** The operations that were compiled lately, by their texts: bounded by the memory that they take. */
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { DocumentLimits } from './limits/document-limits.ts';
import { type Compiled, compile, InvalidOperation } from './operation.ts';

/** Memory for operations, in bytes as estimated below: some thousands of the usual size. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * A parsed document takes some fifty times its text, mostly for its tokens. A text longer than what `MAX_BYTES` holds of
 * that is not kept at all.
 */
const BYTES_PER_CHARACTER = 50;
/** Errors hold the text that they point into. */
const BYTES_PER_CHARACTER_OF_INVALID = 4;
const BYTES_PER_ENTRY = 2000;

/** Compiles operations, and keeps those that were used last. */
export class OperationCache {
  readonly #schema: GraphQLSchema;
  readonly #limits: DocumentLimits;
  readonly #compiled: LRUCache<string, Compiled>;

  constructor(schema: GraphQLSchema, limits: DocumentLimits) {
    this.#schema = schema;
    this.#limits = limits;
    this.#compiled = new LRUCache({
      maxSize: MAX_BYTES,
      maxEntrySize: MAX_BYTES / 2,
      sizeCalculation: (compiled, key) =>
        BYTES_PER_ENTRY +
        key.length *
          (compiled instanceof InvalidOperation ? BYTES_PER_CHARACTER_OF_INVALID : BYTES_PER_CHARACTER),
    });
  }

  /** The operation of a text; `operationName` chooses one of several. */
  get(text: string, operationName: string | null): Compiled {
    // No name of an operation has a line break in it.
    const key = operationName === null ? text : `${operationName}\n${text}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const compiled = compile(this.#schema, text, operationName, this.#limits);
    this.#compiled.set(key, compiled);
    return compiled;
  }
}
