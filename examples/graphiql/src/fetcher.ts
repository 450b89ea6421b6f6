/** How GraphiQL asks the graph: over HTTP, in parts if the operation defers some, and subscriptions as server-sent events. */
import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { getOperationAST, type OperationTypeNode, parse } from 'graphql';

const url = new URL('graphql', document.baseURI).href;
const fetchAnswer = createGraphiQLFetcher({ url });

type Operation = Parameters<Fetcher>[0];

export const fetcher: Fetcher = (parameters, options) => {
  const { operation, kind } = settled(parameters);
  return kind === 'subscription' ? subscribe(operation, options?.headers) : fetchAnswer(operation, options);
};

/**
 * The operation with a name that its text has, and its kind: just after a change of tab, GraphiQL still names the
 * operation of the tab before. A text that cannot be parsed goes as it is: the graph says what is wrong.
 */
function settled(parameters: Operation): { operation: Operation; kind?: OperationTypeNode } {
  try {
    const document = parse(parameters.query);
    const named = getOperationAST(document, parameters.operationName);
    if (named) return { operation: parameters, kind: named.operation };
    const { operationName: _, ...operation } = parameters;
    const only = getOperationAST(document);
    return only ? { operation, kind: only.operation } : { operation: parameters };
  } catch {
    return { operation: parameters };
  }
}

/** Yields what the graph sends until it ends the subscription, or until whoever reads stops. */
async function* subscribe(parameters: Operation, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify(parameters),
      signal: abort.signal,
    });
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      yield await response.json();
      return;
    }
    const events = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { event, data } of events) {
      if (event === 'complete') return;
      if (event === 'next') yield JSON.parse(data);
    }
  } finally {
    abort.abort();
  }
}
