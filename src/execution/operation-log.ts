/** The line of the log for each operation: its name, how long it took, what it used and how it failed. Variables are not logged. */
import type { GraphQLError } from 'graphql';
import type { Upstream } from '../loading/upstream-meter.ts';
import type { Logger } from './logger.ts';
import type { Operation } from './operation.ts';

/** An operation that has begun, and what it used. */
export interface Logged {
  /** Null if the request named no operation that can be run. */
  operation: Operation | null;
  /** `performance.now()` when it began. */
  start: number;
  usage: Upstream;
}

/** How much of an operation's name is logged: the caller made it up. */
const MAX_NAME = 100;

/** Logs that an operation has ended, well or with these errors. */
export function logOperation(
  logger: Logger,
  { operation, start, usage }: Logged,
  errors: readonly GraphQLError[],
): void {
  logger.info(
    {
      operation: operation?.name?.slice(0, MAX_NAME) ?? null,
      kind: operation?.kind ?? null,
      milliseconds: Math.round(performance.now() - start),
      upstream: usage,
      ...(errors.length > 0 && { errors: errors.map(({ extensions }) => extensions.code) }),
    },
    'operation',
  );
}
