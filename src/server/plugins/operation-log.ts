import { type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LimitError } from '../../loading/limit-error.ts';
import { OdsError } from '../../ods/errors.ts';
import { meterOf } from '../context.ts';
import type { Logger } from '../logger.ts';
import type { Part } from './incremental-delivery.ts';

/** Logs a line per operation: its name, how long it took, what it spent and which errors it had. No variables. */
export function useOperationLog(logger: Logger): Plugin {
  return {
    onExecute({ args, context }) {
      const start = performance.now();
      const operation = getOperationAST(args.document, args.operationName);
      return {
        onExecuteDone({ result }) {
          if (!(Symbol.asyncIterator in result)) return void log(errorsOf(result));
          // An answer in parts: what it took, and what failed of it, is known at its end.
          const errors: GraphQLError[] = [];
          return {
            onNext: ({ result: part }) => void errors.push(...errorsOf(part)),
            onEnd: () => log(errors),
          };
        },
      };
      function log(errors: readonly GraphQLError[]): void {
        logger.info(
          {
            operation: operation?.name?.value ?? null,
            kind: operation?.operation,
            milliseconds: Math.round(performance.now() - start),
            upstream: meterOf(context.request).usage,
            ...(errors.length > 0 && { errors: errors.map(codeOf) }),
          },
          'operation',
        );
      }
    },
  };
}

/** The errors of an answer, or of a part of one with what came later. */
function errorsOf({ errors = [], incremental = [] }: ExecutionResult & Part): readonly GraphQLError[] {
  return [...errors, ...incremental.flatMap((piece) => piece.errors ?? [])];
}

function codeOf({ originalError, extensions }: GraphQLError): unknown {
  return originalError instanceof OdsError || originalError instanceof LimitError
    ? originalError.code
    : (extensions.code ?? 'INTERNAL_SERVER_ERROR');
}
