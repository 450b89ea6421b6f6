/** The results of an operation as they come: one, or several of a subscription or of an answer in parts. */
import type { GraphQLError } from 'graphql';
import type { KeptJson } from './kept-json.ts';

/** A result, or a part of one (`@defer`, `@stream`). */
export interface Part {
  data?: unknown;
  errors?: readonly GraphQLError[] | undefined;
  extensions?: Readonly<Record<string, unknown>> | undefined;
  incremental?: readonly { errors?: readonly GraphQLError[] | undefined }[] | undefined;
  /** False in the last part; undefined if the answer does not come in parts. */
  hasNext?: boolean | undefined;
}

/** A result of data whose JSON is kept. The data is read from it for those that look at it. */
export class KeptPart implements Part {
  readonly json: KeptJson;
  /** What is kept has none. */
  readonly errors = undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;

  constructor(json: KeptJson, extensions?: Readonly<Record<string, unknown>>) {
    this.json = json;
    this.extensions = extensions;
  }

  get data(): unknown {
    return JSON.parse(this.json.data);
  }

  /** The same as any other result is. */
  toJSON(): Part {
    const { data, extensions } = this;
    return { data, extensions };
  }
}

/** What running an operation gives. */
export type Results = Part | AsyncIterable<Part>;

export function comesInParts(results: Results): results is AsyncIterable<Part> {
  return Symbol.asyncIterator in results;
}

/** The errors of a part, with those of what came later in it. */
export function errorsOf({ errors = [], incremental = [] }: Part): readonly GraphQLError[] {
  return [...errors, ...incremental.flatMap((piece) => piece.errors ?? [])];
}

/** The part with its errors as `mask` makes them. */
export function withErrors(part: Part, mask: (error: unknown) => GraphQLError): Part {
  return {
    ...part,
    ...(part.errors && { errors: part.errors.map(mask) }),
    ...(part.incremental && {
      incremental: part.incremental.map((piece) =>
        piece.errors ? { ...piece, errors: piece.errors.map(mask) } : piece,
      ),
    }),
  };
}

/** What is done with the parts of an answer on their way. */
export interface PartHandlers {
  change: (part: Part) => Part | Promise<Part>;
  onError: (error: unknown) => Part | Promise<Part>;
  onEnd: () => void;
}

/**
 * Gives each part as `change` makes it. If the results break off, the last part is what `onError` makes of the error: a carrier that
 * has begun to send can only send on. `onEnd` is called when the last part is given, or nobody wants more.
 */
export function mapParts(
  parts: AsyncIterable<Part>,
  { change, onError, onEnd }: PartHandlers,
): AsyncIterableIterator<Part> {
  const iterator = parts[Symbol.asyncIterator]();
  let isOver = false;
  const end = () => {
    if (!isOver) onEnd();
    isOver = true;
  };
  return {
    async next(): Promise<IteratorResult<Part>> {
      if (isOver) return { done: true, value: undefined };
      try {
        const { done, value } = await iterator.next();
        if (!done) return { done: false, value: await change(value) };
        end();
        return { done: true, value: undefined };
      } catch (error) {
        const value = await onError(error);
        end();
        return { done: false, value };
      }
    },
    async return() {
      end();
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
