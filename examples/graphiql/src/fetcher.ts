/** How GraphiQL asks the graph: over HTTP, in parts if the operation defers some, and subscriptions as server-sent events. */
import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { type DocumentNode, getOperationAST } from 'graphql';

const url = new URL('graphql', document.baseURI).href;
const fetchAnswer = createGraphiQLFetcher({ url });

type Operation = Parameters<Fetcher>[0];

export const fetcher: Fetcher = (parameters, options) =>
  isSubscription(options?.documentAST, parameters.operationName)
    ? subscribe(parameters, options?.headers)
    : fetchAnswer(parameters, options);

function isSubscription(document: DocumentNode | undefined, name: string | null | undefined): boolean {
  return !!document && getOperationAST(document, name)?.operation === 'subscription';
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
