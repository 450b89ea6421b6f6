/** What a caller may see of an error: a code, a sentence, and the facts that help. */
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { asError } from '../loading/attempt.ts';
import { LimitError, type LimitErrorCode } from '../loading/limit-error.ts';
import { OdsError } from '../ods/errors.ts';
import type { Logger } from './logger.ts';
import { VariablesError } from './variables.ts';

/** The HTTP statuses of limits. A limit that is not listed here is answered with 200, as other errors of an operation are. */
const STATUS: Partial<Record<LimitErrorCode, number>> = {
  OPERATION_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  TOO_MANY_OPERATIONS: 503,
  TOO_MANY_SUBSCRIPTIONS: 503,
  TOO_MANY_DOWNLOADS: 503,
};

/** The HTTP status of a limit: 429 if the caller itself has too much, 503 if all callers together have. */
export function statusOfLimit({ code, details: { ofCaller } }: LimitError): number | undefined {
  return ofCaller ? 429 : STATUS[code];
}

/** How much of an input an error quotes, and how long it is altogether. */
const MAX_QUOTE = 200;
const MAX_MESSAGE = 1000;

/** Turns any error, of the request with this id, into one that its caller may see. */
export type ErrorMask = (error: unknown, requestId?: string) => GraphQLError;

/** Makes the mask. An error without a known code is logged with its stack, and shown without its details. */
export function createErrorMask(logger: Logger): ErrorMask {
  return (error, requestId) => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (original instanceof OdsError || original instanceof LimitError) return publicError(original, error);
    // GraphQL's own refusals (syntax, validation, coercion) are meant for the caller.
    if (error instanceof GraphQLError && (!original || original instanceof GraphQLError))
      return withCode(error);
    // Input that is nested too deep for some function on its way is the caller's mistake, and no failure of ours.
    if (original instanceof RangeError && original.message.includes('call stack')) return tooDeep(error);
    logger.error({ requestId, err: original ?? error }, 'unexpected error');
    return new GraphQLError('The server failed on this; its log says why.', {
      ...placeOf(error),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  };
}

/** A variable or argument that does not fit its type comes from GraphQL without a code. */
function withCode(error: GraphQLError): GraphQLError {
  const message = shortened(error.message);
  if (error.extensions.code !== undefined && message === error.message) return error;
  return new GraphQLError(message, {
    ...placeOf(error),
    extensions: { code: 'BAD_USER_INPUT', ...error.extensions },
  });
}

/** The error as a caller sees it; `error` has the place in the operation at which it happened. */
export function publicError(refusal: OdsError | LimitError, error: unknown): GraphQLError {
  const isLimit = refusal instanceof LimitError;
  const retryAt = isLimit ? refusal.details.retryAt : retryAtOf(refusal);
  const status = isLimit ? statusOfLimit(refusal) : undefined;
  const http = {
    ...(status !== undefined && { status }),
    ...(retryAt && { headers: { 'retry-after': retryAfter(retryAt) } }),
  };
  return new GraphQLError(shortened(refusal.message), {
    ...placeOf(error),
    // It is for the log alone: an error is shown by its message and its extensions.
    originalError: refusal,
    extensions: { ...refusal.extensions, ...((status !== undefined || retryAt) && { http }) },
  });
}

/** When the portal is worth asking again; undefined if nobody knows. */
export function retryAtOf({ details: { resetAt, retryAt } }: OdsError): Date | undefined {
  return resetAt ?? retryAt;
}

function tooDeep(error: unknown): GraphQLError {
  return new GraphQLError('An input is nested too deep to be read; write it flatter.', {
    ...placeOf(error),
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** The value of a `Retry-After` header: whole seconds from now until then. */
export function retryAfter(date: Date): string {
  return String(Math.max(0, Math.ceil((date.getTime() - Date.now()) / 1000)));
}

/** A message in which no quoted text, and not the whole, is longer than a person reads. */
export function shortened(message: string): string {
  if (message.length <= MAX_QUOTE) return message;
  // Every second part stands between quotation marks.
  const parts = message.split('"').map((part, index) => (index % 2 === 1 ? cut(part, MAX_QUOTE) : part));
  return cut(parts.join('"'), MAX_MESSAGE);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

/** The place in the operation at which it happened. */
function placeOf(error: unknown): GraphQLErrorOptions {
  if (!(error instanceof GraphQLError)) return {};
  const { nodes = null, source = null, positions = null, path = null } = error;
  return { nodes, source, positions, path };
}

/** What an operation fails with, as errors of its result. */
export function failuresOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof VariablesError) return error.errors;
  if (error instanceof GraphQLError) return [error];
  const original = asError(error);
  return [new GraphQLError(original.message, { originalError: original })];
}
