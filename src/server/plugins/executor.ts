/** Hands what a request asks to the executor, and its results back: Yoga executes nothing itself. */
import { getSSEProcessor, type Plugin } from 'graphql-yoga';
import type { Execution } from '../../execution/execution.ts';
import type { Executor } from '../../execution/executor.ts';
import type { OperationParams } from '../../execution/graph-request.ts';
import type { RequestRecord } from '../../execution/request-record.ts';
import { comesInParts, type Part } from '../../execution/results.ts';
import type { Compression } from '../compression.ts';
import { httpRequestOf } from '../fetch-request.ts';
import { answerOf, resultTypeOf, sentBody } from '../http-answer.ts';
import { graphRequestOf } from '../http-request.ts';
import type { Lifetimes } from '../lifetimes.ts';

/** What the listener knows of a connection, and what was read of the request. */
export interface Connection {
  /** The caller's network address. */
  address: string;
  record?: RequestRecord | undefined;
  /** What the request asks. */
  params?: OperationParams | undefined;
  /** What was executed already, and has still to be written. */
  execution?: Execution | undefined;
  /** Without it the answer is sent as it is. */
  compression?: Compression | undefined;
}

/** Yoga looks at the text that it is told to execute, and asks for one. */
const NOTHING = { query: '{ __typename }' };

/** Executes operations with the executor. Results in parts are written by Yoga, and single ones as in every other carrier. */
export function useExecutor(executor: Executor, lifetimes: Lifetimes): Plugin<object, Connection> {
  const processEvents = getSSEProcessor();
  const executions = new WeakMap<Request, { execution: Execution; single: Part | null }>();
  return {
    onRequestParse({ request, setRequestParser }) {
      // Yoga would read it without the limits of this server, and in any form that a page of another site can send.
      if (request.method === 'GET' || request.method === 'POST') setRequestParser(() => NOTHING);
    },
    async onParams({ request, context, setResult }) {
      const { execution: known, params = {}, address, record } = context;
      const execution =
        known ?? (await executor.execute(params, graphRequestOf(httpRequestOf(request, address, record))));
      const { results } = execution;
      executions.set(request, { execution, single: comesInParts(results) ? null : results });
      // Yoga's type of a result is that of its own executor.
      Reflect.apply(setResult, undefined, [results]);
    },
    onResultProcess({ request, setResultProcessor, serverContext: { compression } }) {
      const known = executions.get(request);
      const accept = request.headers.get('accept');
      const type = resultTypeOf(accept);
      if (known?.single && type) {
        const { execution, single } = known;
        const asked = httpRequestOf(request, '');
        setResultProcessor(async (_, { Response }) => {
          const answer = answerOf(execution, single, type, asked, lifetimes);
          execution.leftovers.empty();
          const sent = compression ? await compression.of(answer, asked) : answer;
          const { status, headers } = sent;
          const body = sentBody(sent.body);
          // Whoever listens would send a body of unknown length in chunks.
          if (body !== null) headers['Content-Length'] = String(Buffer.byteLength(body));
          return new Response(body, { status, headers });
        }, type);
        return;
      }
      // Events, if the caller takes anything: Yoga would send the parts of a multipart answer.
      const isSubscription = known?.execution.operation?.kind === 'subscription';
      if (isSubscription && (accept ?? '*/*').includes('*/*'))
        setResultProcessor(processEvents, 'text/event-stream');
    },
    onResponse({ request, response }) {
      const results = executions.get(request)?.execution.results;
      if (!results || !comesInParts(results) || response.body) return;
      // The caller takes nothing that parts can be written as. Nobody else ends what has begun, and gives its place back.
      results[Symbol.asyncIterator]()
        .return?.()
        .catch(() => {});
    },
  };
}
