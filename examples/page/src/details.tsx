/** What a dataset is made of: its fields, the files beside the records, and ways to ask what the page asked. */
import type { TypedDocumentNode } from '@urql/core';
import type { DatasetData } from './dataset.tsx';
import type { Field } from './fields.ts';
import { waysToAsk } from './graph.ts';
import { CopyButton, Panel, ScrolledTable } from './parts.tsx';

export function FieldsPanel({ fields }: { fields: readonly Field[] }) {
  return (
    <Panel title="Fields">
      <ScrolledTable of="fields">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Name in the graph</th>
            <th scope="col">Type</th>
            <th scope="col">Description</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, label, type, unit, description }) => (
            <tr key={name}>
              <td>{label}</td>
              <td>
                <code>{name}</code>
              </td>
              <td>
                {[type.toLowerCase().replace('_', ' '), unit && `in ${unit}`].filter(Boolean).join(', ')}
              </td>
              <td>
                <div class="clamped">{description}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrolledTable>
    </Panel>
  );
}

export function FilesPanel({ dataset }: { dataset: DatasetData | undefined }) {
  const files = [...(dataset?.attachments ?? []), ...(dataset?.alternativeExports ?? [])];
  if (files.length === 0) return null;
  return (
    <Panel title="Files">
      <ul>
        {files.map(({ id, title, url, mediaType }) => (
          <li key={id}>
            {url ? <a href={url}>{title ?? id}</a> : (title ?? id)} {mediaType && <small>{mediaType}</small>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface AskPanelProps {
  operation: TypedDocumentNode<unknown, never>;
  variables: object;
  dataset: DatasetData | undefined;
}

export function AskPanel({ operation, variables, dataset }: AskPanelProps) {
  const ways = waysToAsk(operation, variables);
  return (
    <Panel title="API">
      <p>
        All of this page but single records and charts of your own is the answer to one operation. Take it
        with you:
      </p>
      <p class="choices">
        <a class="button" href={ways.graphiql}>
          Open in GraphiQL
        </a>
        <CopyButton label="Copy as GraphQL" text={ways.graphql} />
        <CopyButton label="Copy as fetch" text={ways.fetch} />
        <CopyButton label="Copy as curl" text={ways.curl} />
      </p>
      {dataset && (
        <p>
          <small>
            Its id is <code>{dataset.datasetId}</code>.
          </small>
        </p>
      )}
    </Panel>
  );
}
