/** A dataset: its records as a table, its facets, a chart and a map of what is selected. */
import { useEffect, useRef } from 'preact/hooks';
import { type Address, refinementsOf } from './address.ts';
import { ChartPanel } from './chart.tsx';
import { useOperation } from './graph.ts';
import type { FieldType } from './graphql/graphql.ts';
import { MapPanel } from './map.tsx';
import { Card } from './operations.ts';
import { dateText, numberText, Panel, Search } from './parts.tsx';
import { RecordsPanel } from './records.tsx';

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  isFacet: boolean;
  isSortable: boolean;
  unit: string | null;
}

export interface ViewProps {
  address: Address;
  datasetId: string;
  fields: readonly Field[];
  filter: { search?: string; refine: { facet: string; values: string[] }[] };
}

export function Dataset({ address, datasetId }: { address: Address; datasetId: string }) {
  const { parameters, go } = address;
  const variables = { datasetId };
  const answer = useOperation(Card, variables);
  const dataset = answer.data?.dataset;
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever came by keyboard goes on from here.
  useEffect(() => heading.current?.focus(), [datasetId]);
  const search = parameters.get('search') ?? '';
  const view = dataset && {
    address,
    datasetId,
    fields: dataset.fields,
    filter: { ...(search && { search }), refine: refinementsOf(parameters) },
  };
  return (
    <main>
      <nav aria-label="Back">
        <a
          href="?"
          onClick={(event) => {
            event.preventDefault();
            const all = Object.fromEntries([...parameters.keys()].map((name) => [name, null]));
            go(all);
          }}
        >
          ← All datasets
        </a>
      </nav>
      <h1 ref={heading} tabIndex={-1}>
        {dataset?.title ?? (answer.data ? 'No such dataset' : datasetId)}
      </h1>
      <Panel title="About" operation={Card} variables={variables} answer={answer}>
        {dataset && (
          <p>
            {[dataset.publisher, dataset.license, ...dataset.attributions].filter(Boolean).join(' · ')}
            <br />
            {numberText(dataset.recordsCount)} records, {dataset.fields.length} fields
            {dataset.modifiedAt && `, changed ${dateText(dataset.modifiedAt)}`}
          </p>
        )}
        {answer.data && !dataset && <p>The portal has no dataset {datasetId}, or does not show it to you.</p>}
      </Panel>
      {view && (
        <>
          <Search
            label="Search the records"
            value={search}
            onSearch={(text) => go({ search: text, after: null }, search !== '')}
          />
          <div class="pair">
            <ChartPanel {...view} />
            {dataset.features.includes('geo') && <MapPanel {...view} />}
          </div>
          <RecordsPanel {...view} />
        </>
      )}
    </main>
  );
}
