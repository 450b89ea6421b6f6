/** The graph as the page asks it: answers as they come, errors in words, and what they cost. */
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

const ENDPOINT = new URL('graphql', document.baseURI).href;
const client = createClient({
  url: ENDPOINT,
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

/** What an answer cost: calls to the portal, and those that it would have cost if nothing had been kept. */
export interface Spent {
  calls: number;
  ofRest: number;
  quota: Quota | null;
}

const listeners = new Set<(spent: Spent) => void>();

/** Tells of every answer what it cost, and what is left. */
export function onSpent(listener: (spent: Spent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type WithQuota = { quota: Quota | null };

/** Asks once; the promise is of the whole answer. */
export function askOnce<Data extends WithQuota, Variables extends AnyVariables>(
  operation: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<{ data?: Data; error?: CombinedError }> {
  return new Promise((resolve) => {
    follow(operation, variables, 'cache-first', (part) => part.isWhole && resolve(part));
  });
}

interface Part<Data> {
  data?: Data;
  error?: CombinedError;
  isWhole: boolean;
}

/** Hands on each state of an answer; the function that it gives ends that. */
function follow<Data extends WithQuota, Variables extends AnyVariables>(
  operation: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  requestPolicy: 'cache-first' | 'network-only',
  onPart: (part: Part<Data>) => void,
): () => void {
  const { unsubscribe } = client.query(operation, variables, { requestPolicy }).subscribe((result) => {
    const { data, error, extensions, hasNext, stale } = result;
    const isWhole = !hasNext && !stale;
    if (isWhole && data && extensions?.upstream) tell(extensions.upstream, data.quota);
    onPart({ ...(data && { data }), ...(error && { error }), isWhole });
  });
  return unsubscribe;
}

function tell(upstream: { calls: number; cached: number }, quota: Quota | null): void {
  const { calls, cached } = upstream;
  for (const listener of listeners) listener({ calls, ofRest: calls + cached, quota });
}

/** The answer to an operation, asked again when its variables change; the one before stays until then. */
export function useOperation<Data extends WithQuota, Variables extends AnyVariables>(
  operation: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
): Answer<Data> {
  const [answer, setAnswer] = useState<Partial<Part<Data>> & { key?: string }>({});
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify([variables, attempt]);
  useEffect(() => {
    if (!variables) return;
    return follow(operation, variables, attempt > 0 ? 'network-only' : 'cache-first', (part) =>
      // An answer that failed as a whole leaves what was there before.
      setAnswer((before) => ({ ...part, key, ...(!part.data && before.data && { data: before.data }) })),
    );
  }, [operation, key]);
  const { data, error } = answer;
  return {
    ...(data && { data }),
    ...(error && { error }),
    isLoading: variables !== null && (answer.key !== key || answer.isWhole !== true),
    retry: () => setAttempt((count) => count + 1),
  };
}

/** An operation as a text, and ways to ask it elsewhere. */
export function waysToAsk(operation: TypedDocumentNode<unknown, never>, variables: object) {
  const query = stringifyDocument(operation);
  const body = JSON.stringify({ query, variables });
  return {
    graphiql: `graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) })}`,
    graphql: query,
    fetch: `const response = await fetch(${JSON.stringify(ENDPOINT)}, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    query: ${JSON.stringify(query)},
    variables: ${JSON.stringify(variables)},
  }),
});
const { data, errors } = await response.json();`,
    curl: `curl '${ENDPOINT}' -H 'content-type: application/json' --data-raw '${body.replaceAll("'", "'\\''")}'`,
  };
}

/** What went wrong, as a sentence for people. */
export function sentenceOf({ graphQLErrors, networkError }: CombinedError): string {
  const [error] = graphQLErrors;
  if (error) return error.message;
  return `The graph cannot be reached: ${networkError?.message ?? 'no answer came'}.`;
}
