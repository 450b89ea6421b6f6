/** The results of an operation as they come: one, or several of a subscription or of an answer in parts. */
import type { GraphQLError } from 'graphql';

/** A result, or a part of one (`@defer`, `@stream`). */
export interface Part {
  data?: unknown;
  errors?: readonly GraphQLError[] | undefined;
  extensions?: Readonly<Record<string, unknown>> | undefined;
  incremental?: readonly { errors?: readonly GraphQLError[] | undefined }[] | undefined;
  /** False of the last part; undefined if the answer does not come in parts. */
  hasNext?: boolean | undefined;
}

/** What running an operation gives. */
export type Results = Part | AsyncIterable<Part>;

export function isIterable(results: Results): results is AsyncIterable<Part> {
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

/** Each part as `change` makes it. `onEnd` is called once, when the last is given or nobody wants more. */
export function mapParts(
  parts: AsyncIterable<Part>,
  change: (part: Part) => Part | Promise<Part>,
  onEnd: () => void,
): AsyncIterableIterator<Part> {
  const iterator = parts[Symbol.asyncIterator]();
  return {
    async next(): Promise<IteratorResult<Part>> {
      try {
        const { done, value } = await iterator.next();
        if (!done) return { done: false, value: await change(value) };
        onEnd();
        return { done: true, value: undefined };
      } catch (error) {
        onEnd();
        throw error;
      }
    },
    async return() {
      onEnd();
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
