/** Hands what Yoga has read of a request to the executor, and its results back: Yoga executes nothing itself. */
import { getSSEProcessor, type Plugin } from 'graphql-yoga';
import type { Execution, Executor } from '../../execution/executor.ts';
import { graphRequestOf } from '../fetch-request.ts';

/** What the listener knows of a connection. */
export interface Connection {
  /** The caller's network address. */
  address: string;
}

const executions = new WeakMap<Request, Execution>();

/** What became of a request; undefined before it was executed. */
export function executionOf(request: Request): Execution | undefined {
  return executions.get(request);
}

/** Yoga looks at the text that it is told to execute, and asks for one. */
const NOTHING = { query: '{ __typename }' };

/** Executes operations with the executor. */
export function useExecutor(executor: Executor): Plugin<object, Connection> {
  const processEvents = getSSEProcessor();
  return {
    async onParams({ params, request, context, setParams, setResult }) {
      // Yoga reads the members that it knows from the address, and this one is not of them.
      const documentId = new URL(request.url).searchParams.get('documentId');
      const execution = await executor.execute(
        documentId === null ? params : { documentId, ...params },
        graphRequestOf(request, context.address),
      );
      executions.set(request, execution);
      setParams(NOTHING);
      // Yoga's type of a result is that of its own executor.
      Reflect.apply(setResult, undefined, [execution.results]);
    },
    onResultProcess({ request, setResultProcessor }) {
      const isSubscription = executions.get(request)?.operation?.kind === 'subscription';
      const accept = request.headers.get('accept') ?? '*/*';
      // Events, if the caller takes anything: Yoga would send the parts of a multipart answer.
      if (isSubscription && accept.includes('*/*')) setResultProcessor(processEvents, 'text/event-stream');
    },
  };
}
