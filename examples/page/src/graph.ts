/** The graph as the page asks it: answers, errors in words, and what they cost. */
import {
  type AnyVariables,
  type CombinedError,
  cacheExchange,
  createClient,
  fetchExchange,
  stringifyDocument,
  type TypedDocumentNode,
} from '@urql/core';
import { useEffect, useState } from 'preact/hooks';

const client = createClient({
  url: new URL('graphql', document.baseURI).href,
  exchanges: [cacheExchange, fetchExchange],
  preferGetMethod: false,
});

export interface Quota {
  limit: number;
  remaining: number;
  resetAt: string;
}

export interface Answer<Data> {
  data?: Data;
  error?: CombinedError;
  isLoading: boolean;
  retry: () => void;
}

type Listener = (spent: { calls: number; quota: Quota | null }) => void;
const listeners = new Set<Listener>();

/** Tells of every answer what it cost, and what is left. */
export function onSpent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The answer to an operation, asked again where its variables change; the one before stays until then. */
export function useOperation<Data extends { quota: Quota | null }, Variables extends AnyVariables>(
  operation: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
): Answer<Data> {
  const [answer, setAnswer] = useState<{ data?: Data; error?: CombinedError; key?: string }>({});
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify([variables, attempt]);
  useEffect(() => {
    if (!variables) return;
    let isCurrent = true;
    const requestPolicy = attempt > 0 ? 'network-only' : 'cache-first';
    void client
      .query(operation, variables, { requestPolicy })
      .toPromise()
      .then(({ data, error, extensions, stale: _ }) => {
        if (data && extensions?.upstream)
          for (const tell of listeners) tell({ calls: extensions.upstream.calls, quota: data.quota });
        if (isCurrent)
          setAnswer((before) => ({
            key,
            ...(data ? { data } : before.data && error ? { data: before.data } : {}),
            ...(error && { error }),
          }));
      });
    return () => {
      isCurrent = false;
    };
  }, [operation, key]);
  const { key: answered, ...rest } = answer;
  return {
    ...rest,
    isLoading: variables !== null && answered !== key,
    retry: () => setAttempt((count) => count + 1),
  };
}

/** GraphiQL with an operation of the page and its variables in it. */
export function graphiqlUrl(operation: TypedDocumentNode<unknown, never>, variables: object): string {
  const parameters = new URLSearchParams({
    query: stringifyDocument(operation),
    variables: JSON.stringify(variables, null, 2),
  });
  return `graphql?${parameters}`;
}

/** What went wrong, as a sentence for people. */
export function sentenceOf({ graphQLErrors, networkError }: CombinedError): string {
  const [error] = graphQLErrors;
  if (error) return error.message;
  return `The graph cannot be reached: ${networkError?.message ?? 'no answer came'}.`;
}
