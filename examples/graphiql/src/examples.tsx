/** The examples as a list: each opens in a tab of its own. Those with types are shown if the graph has them. */
import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { useMemo } from 'react';
import { EXAMPLES, TYPED_EXAMPLES } from './tabs.ts';

/** What an example does is said in its first lines, as comments. */
function titleOf(query: string): string {
  const [operation] = parse(query).definitions;
  return (operation?.kind === 'OperationDefinition' && operation.name?.value) || 'Example';
}

function wordsOf(query: string): string {
  const lines = query.split('\n');
  return lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith('#')),
    )
    .map((line) => line.slice(1).trim())
    .join(' ');
}

const listed = (query: string) => ({ query, title: titleOf(query), words: wordsOf(query) });
const LIST = EXAMPLES.map(listed);
const TYPED_LIST = TYPED_EXAMPLES.map(listed);

/** What a graph of another portal does not know is no example there. */
function listFor(schema: GraphQLSchema | null | undefined) {
  if (!schema) return LIST;
  return [...TYPED_LIST.filter(({ query }) => validate(schema, parse(query)).length === 0), ...LIST];
}

function Examples() {
  const tabs = useGraphiQL(({ tabs: all }) => all);
  const editor = useGraphiQL(({ queryEditor }) => queryEditor);
  const schema = useGraphiQL(({ schema: known }) => known);
  const list = useMemo(() => listFor(schema), [schema]);
  const { addTab, changeTab } = useGraphiQLActions();
  const open = (query: string) => {
    const known = tabs.findIndex((tab) => tab.query === query);
    if (known >= 0) {
      changeTab(known);
      return;
    }
    addTab();
    editor?.setValue(query);
  };
  return (
    <section aria-label="Examples" className="examples">
      <h2>Examples</h2>
      <ul>
        {list.map(({ query, title, words }) => (
          <li key={title}>
            <button type="button" onClick={() => open(query)}>
              {title}
            </button>
            <p>{words}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5">
      <title>Examples</title>
      <path d="M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1" strokeLinecap="round" />
    </svg>
  );
}

export const examplesPlugin: GraphiQLPlugin = { title: 'Examples', icon: Icon, content: Examples };
