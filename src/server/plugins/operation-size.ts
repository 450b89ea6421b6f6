import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Far above what people write, far below what parsing minds. Variables may be larger: they are not parsed. */
const MAX_OPERATION_LENGTH = 1024 * 1024;

/** Refuses an operation whose text is beyond 1 MB, however large a request may be. */
export function useOperationSize(): Plugin {
  return {
    onParams({ params }) {
      if (params.query === undefined || params.query.length <= MAX_OPERATION_LENGTH) return;
      throw new GraphQLError(
        'The text of the operation is longer than 1 MB: give large values, such as records to push, as variables.',
        { extensions: { code: 'BAD_USER_INPUT', http: { status: 413 } } },
      );
    },
  };
}
