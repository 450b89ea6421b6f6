/** Answers in parts (`@defer`, `@stream`): what is slow comes after what is there. */
import type { ExecutionResult, GraphQLError } from 'graphql';
import { mapAsyncIterator, type Plugin } from 'graphql-yoga';

/** What comes of an answer after its beginning. */
export interface Part {
  incremental?: readonly { errors?: readonly GraphQLError[] }[];
}

/** Makes of the errors of later parts what a caller may see, as is done of those of the first. */
export function useIncrementalDelivery(maskError: (error: unknown) => Error): Plugin {
  const masked = <Result extends ExecutionResult & Part>(part: Result): Result =>
    part.incremental
      ? {
          ...part,
          incremental: part.incremental.map((piece) =>
            piece.errors ? { ...piece, errors: piece.errors.map((error) => maskError(error)) } : piece,
          ),
        }
      : part;
  return {
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        if (Symbol.asyncIterator in result) setResult(mapAsyncIterator(result, masked));
      },
    }),
  };
}
