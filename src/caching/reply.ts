/** What the portal replies to a read: an answer, or that there is nothing under an id. Both are kept. */
import { OdsError } from '../ods/errors.ts';
import type { JsonAnswer } from '../ods/transport/answer.ts';
import type { ReadCall } from '../ods/transport/call.ts';

/** The portal's statement that there is nothing under an id: it is kept like an answer. */
export interface NotFound {
  /** The sentence of the error. */
  readonly notFound: string;
  readonly length: number;
}

export type Reply = JsonAnswer | NotFound;

/** The error of an id that the portal knows nothing under, to be kept; any other goes on its way. */
export function notFound(error: unknown): NotFound {
  if (!(error instanceof OdsError && error.code === 'NOT_FOUND')) throw error;
  return { notFound: error.message, length: error.message.length };
}

/** The answer, or the error that it was. */
export function found(reply: Reply): JsonAnswer {
  if ('notFound' in reply) throw new OdsError('NOT_FOUND', reply.notFound, { status: 404 });
  return reply;
}

/** False if the text that was kept in Redis is no answer to this call: anybody with access may have written it. */
export function isAnswer(call: ReadCall, reply: Reply): boolean {
  if ('notFound' in reply) return true;
  try {
    call.read(reply);
    return true;
  } catch {
    return false;
  }
}
