/** Why something failed, as an operator reads it in the log: codes of the system, never what was asked. */
import { GraphQLError } from 'graphql';
import { OdsError } from '../ods/errors.ts';

/** One link of the chain that ends at the first cause. */
export interface Cause {
  name: string;
  code?: string;
  /** The status that the portal answered. */
  status?: number;
  message?: string;
}

/** Chains are short; one that is a ring has to end too. */
const MAX_LINKS = 6;
const MAX_MESSAGE = 300;

/** The error and what caused it, from the outside in. The messages of errors that may repeat what was asked are left out. */
export function causesOf(error: unknown): Cause[] {
  const chain: Cause[] = [];
  let link = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  while (link instanceof Error && chain.length < MAX_LINKS) {
    chain.push(causeOf(link));
    link = link.cause ?? (link instanceof AggregateError ? link.errors[0] : undefined);
  }
  return chain;
}

function causeOf(error: Error): Cause {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const status = error instanceof OdsError ? error.details.status : undefined;
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(status !== undefined && { status }),
    ...(hasPlainMessage(error, code, status) && { message: error.message.slice(0, MAX_MESSAGE) }),
  };
}

/**
 * True of messages that are made of addresses, settings and codes alone: those of the system, and those of this server
 * about a portal that gave no answer. What the portal answered may repeat what was asked.
 */
function hasPlainMessage(error: Error, code: string | undefined, status: number | undefined): boolean {
  if (error instanceof OdsError)
    return status === undefined && (error.code.startsWith('UPSTREAM_') || error.code === 'OUTCOME_UNKNOWN');
  return code !== undefined && ('syscall' in error || code.startsWith('UND_ERR_'));
}
