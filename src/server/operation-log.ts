import { type GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { OdsError } from '../ods/errors.ts';
import { meterOf } from './context.ts';
import type { Logger } from './logger.ts';

/** Logs a line per operation: its name, how long it took, what it spent and which errors it had. No variables. */
export function useOperationLog(logger: Logger): Plugin {
  return {
    onExecute({ args, context }) {
      const start = performance.now();
      const operation = getOperationAST(args.document, args.operationName);
      return {
        onExecuteDone({ result }) {
          // An answer in parts: what it took is known at its end, and the errors of its parts are not of the operation.
          if (Symbol.asyncIterator in result) return { onEnd: () => log(undefined) };
          return void log(result.errors?.map(codeOf));
        },
      };
      function log(errors: unknown[] | undefined): void {
        logger.info(
          {
            operation: operation?.name?.value ?? null,
            kind: operation?.operation,
            milliseconds: Math.round(performance.now() - start),
            upstream: meterOf(context.request).spent,
            errors,
          },
          'operation',
        );
      }
    },
  };
}

function codeOf({ originalError, extensions }: GraphQLError): unknown {
  return originalError instanceof OdsError
    ? originalError.code
    : (extensions.code ?? 'INTERNAL_SERVER_ERROR');
}
