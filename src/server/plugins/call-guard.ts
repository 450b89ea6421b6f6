import { type DocumentNode, type GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Estimate, estimate } from '../../execution/estimate.ts';
import type { QuotaGuard } from '../../execution/quota-guard.ts';
import { LimitError } from '../../loading/limit-error.ts';
import { type ContextOptions, credentialOf, meterOf } from '../context.ts';
import { publicError } from '../errors.ts';
import type { Priority } from '../priority.ts';

export interface CallGuardOptions extends Pick<ContextOptions, 'credential' | 'pushKeys'> {
  quotaGuard: QuotaGuard;
  priority: Priority;
  /** Upstream calls that one operation may need at most. */
  maxCalls: number;
}

interface Execution {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null | undefined;
  variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Looks at an operation before it is executed: one that may need more calls than allowed is refused, and one for which
 * the caller's quota has no room lives on what is kept, without a call.
 */
export function useCallGuard(options: CallGuardOptions): Plugin {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const refusal = await guard(args, args.contextValue.request, options);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = await guard(args, args.contextValue.request, options);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}

async function guard(
  { schema, document, operationName, variableValues }: Execution,
  request: Request,
  { quotaGuard, priority, maxCalls, ...server }: CallGuardOptions,
): Promise<GraphQLError | null> {
  const meter = meterOf(request);
  const price = estimate({ schema, document, operationName, variables: variableValues ?? {} });
  meter.usage.estimated += price.calls;
  meter.maxCalls = maxCalls;
  if (price.calls > maxCalls) return publicError(tooExpensive(price, maxCalls), null);
  // What is pushed is counted under its push key, and what is kept back is kept for it.
  if (getOperationAST(document, operationName)?.operation === 'mutation') return null;
  const spender = {
    credential: credentialOf(request.headers.get('authorization'), server),
    hasPriority: priority.admits(request),
  };
  meter.refusal = await quotaGuard.refusal(spender, price.calls);
  return null;
}

function tooExpensive({ calls, fields }: Estimate, maxCalls: number): LimitError {
  const most = fields.slice(0, 3).map((field) => `${field.path} (${field.calls})`);
  return new LimitError(
    'OPERATION_TOO_EXPENSIVE',
    `This operation may need ${calls} calls to the portal, and one may need ${maxCalls} (MAX_CALLS_PER_OPERATION). Most is for ${most.join(', ')}: ask for fewer items there, or in several operations.`,
  );
}
