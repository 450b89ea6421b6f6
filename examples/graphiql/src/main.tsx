/** GraphiQL for this graph: its first examples as tabs, all in a list, and before them the operation of the address. */
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { examplesPlugin } from './examples.tsx';
import { fetcher } from './fetcher.ts';
import './style-elements.ts';
import './style.css';
import { keepInAddress, operationOfAddress, tabsOf } from './tabs.ts';
import './workers.ts';

const operation = operationOfAddress();
// A list without GraphiQL's history, which would write headers, and so credentials, into the browser's storage.
const plugins = [examplesPlugin, explorerPlugin({})];

const root = document.getElementById('graphiql');
if (root) {
  createRoot(root).render(
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      defaultTabs={tabsOf(operation)}
      {...(operation && { initialQuery: operation.query })}
      {...(operation?.variables !== undefined && { initialVariables: operation.variables })}
      defaultHeaders="{}"
      // A header may be a credential: it is gone with the page.
      shouldPersistHeaders={false}
      defaultEditorToolsVisibility="variables"
      inputValueDeprecation
      schemaDescription
      onEditQuery={keepInAddress}
    >
      <GraphiQL.Logo>ods-graphql</GraphiQL.Logo>
    </GraphiQL>,
  );
}
