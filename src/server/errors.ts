import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { LimitError } from '../loading/limit-error.ts';
import { OdsError } from '../ods/errors.ts';
import type { Logger } from './logger.ts';
import { retryAfter } from './retry-after.ts';

/**
 * Makes of any error what a caller may see: a code, a sentence, and the facts that help. What no code is known for is
 * logged with its stack and shown without.
 */
export function createErrorMask(logger: Logger): (error: unknown) => Error {
  return (error) => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (original instanceof OdsError || original instanceof LimitError) return publicError(original, error);
    // GraphQL's own refusals (syntax, validation, coercion) are meant for the caller.
    if (error instanceof GraphQLError && (!original || original instanceof GraphQLError))
      return withCode(error);
    logger.error({ err: original ?? error }, 'unexpected error');
    return new GraphQLError('The server failed on this; its log says why.', {
      ...placeOf(error),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  };
}

/** A variable or argument that does not fit its type comes from GraphQL without a code. */
function withCode(error: GraphQLError): GraphQLError {
  if (error.extensions.code !== undefined) return error;
  return new GraphQLError(error.message, {
    ...placeOf(error),
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
}

/** The error as a caller sees it; `error` tells where in the operation it happened. */
export function publicError(refusal: OdsError | LimitError, error: unknown): GraphQLError {
  const { extensions, message } = refusal;
  const resetAt = refusal instanceof LimitError ? refusal.retryAt : refusal.details.resetAt;
  return new GraphQLError(message, {
    ...placeOf(error),
    extensions: {
      ...extensions,
      ...(resetAt && { http: { headers: { 'retry-after': retryAfter(resetAt) } } }),
    },
  });
}

/** Where in the operation it happened. */
function placeOf(error: unknown): GraphQLErrorOptions {
  if (!(error instanceof GraphQLError)) return {};
  const { nodes = null, source = null, positions = null, path = null } = error;
  return { nodes, source, positions, path };
}
