/** What the tabs hold at first. Texts of the address go into the editors as texts, and nowhere else. */

export interface Operation {
  query: string;
  variables?: string;
}

const MAX_QUERY_IN_ADDRESS = 4000;

/** The texts of the examples for every graph, in their order. */
export const EXAMPLES = inOrder(
  import.meta.glob<string>('../../../schema/examples/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

/** Those for the graph that has the types of the embedded portal. */
export const TYPED_EXAMPLES = inOrder(
  import.meta.glob<string>('../../../schema/examples/embedded/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

function inOrder(texts: Record<string, string>): readonly string[] {
  return Object.entries(texts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text);
}

/** The operation that a link brings: `?query=…&variables=…`. */
export function operationOfAddress(): Operation | null {
  const parameters = new URLSearchParams(location.search);
  const query = parameters.get('query');
  const variables = parameters.get('variables');
  if (query === null) return null;
  return variables === null ? { query } : { query, variables };
}

/** So many examples are open at first: all are in a list. */
const TABS = 5;

/** The first examples, and before them the operation of the address. */
export function tabsOf(operation: Operation | null): Operation[] {
  const examples = EXAMPLES.slice(0, TABS).map((query) => ({ query }));
  return operation ? [operation, ...examples.filter(({ query }) => query !== operation.query)] : examples;
}

/** Keeps what is written in the address, so that it can be reloaded and shared; a long text would be no address. */
export function keepInAddress(query: string): void {
  const parameters = new URLSearchParams(location.search);
  if (query.length > MAX_QUERY_IN_ADDRESS) parameters.delete('query');
  else parameters.set('query', query);
  history.replaceState(null, '', `?${parameters}`);
}
