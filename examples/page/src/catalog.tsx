/** The catalog: datasets found by words and facets, and three of them alive. */
import { useEffect } from 'preact/hooks';
import type { Address } from './address.ts';
import { DatasetLink, type ListedDataset, lastSeen } from './dataset-link.tsx';
import { Facets } from './facets.tsx';
import { knownFields } from './fields.ts';
import { useOperation } from './graph.ts';
import { LiveCards } from './live.tsx';
import { Catalog as Operation } from './operations.ts';
import { Chips, dateText, Failure, numberText, Search, Skeleton } from './parts.tsx';
import { chipsOf, datasetFilterOf, NOTHING_SELECTED, toggled } from './selection.ts';

const PAGE = 20;
const LABELS = new Map([
  ['theme', 'Theme'],
  ['publisher', 'Publisher'],
  ['keyword', 'Keyword'],
]);

export function Catalog({ address }: { address: Address }) {
  const { parameters, go } = address;
  const search = parameters.get('search') ?? '';
  const variables = {
    first: Number(parameters.get('first') ?? PAGE) || PAGE,
    filter: datasetFilterOf(parameters),
  };
  const answer = useOperation(Operation, variables);
  const datasets = answer.data?.datasets;
  const listed = datasets?.edges.map(({ node }) => node) ?? [];
  for (const { datasetId, fields } of listed) knownFields.set(datasetId, fields);
  lastSeen.search = location.search;
  const name = answer.data?.portal.name ?? 'Open data';
  useEffect(() => {
    document.title = `${name} · ods-graphql`;
  }, [name]);
  const chips = chipsOf(parameters, LABELS);
  return (
    <main id="main">
      <h1>{name}</h1>
      <p class="lead">Search, chart, map and download every dataset through one typed GraphQL graph.</p>
      <Search
        label="Search the datasets"
        value={search}
        onSearch={(text) => go({ search: text, first: null }, search !== '')}
      />
      {chips.length === 0 && <LiveCards datasets={listed} address={address} />}
      <Chips chips={chips} onRemove={go} onClear={() => go({ ...NOTHING_SELECTED, first: null })} />
      <Failure answer={answer} chips={chips} onRemove={go} />
      <section aria-label="Datasets" aria-busy={answer.isLoading}>
        <p class="count" role="status">
          {answer.isLoading ? 'Loading…' : datasets ? `${numberText(datasets.totalCount)} datasets` : ''}
        </p>
        <div class="columns">
          <Facets
            groups={datasets?.facets ?? []}
            labels={LABELS}
            refinements={parameters.getAll('refine')}
            onToggle={(facet, path) => go({ ...toggled(parameters, 'refine', facet, path), first: null })}
          />
          <div>
            {!datasets && answer.isLoading && <Skeleton lines={8} />}
            <ul class="cards">
              {listed.map((dataset) => (
                <Entry key={dataset.id} dataset={dataset} address={address} />
              ))}
            </ul>
            {datasets && datasets.totalCount === 0 && (
              <p>No dataset matches. Search for fewer words, or remove what is selected above.</p>
            )}
            {datasets && listed.length < datasets.totalCount && (
              <button type="button" onClick={() => go({ first: String(variables.first + PAGE) }, true)}>
                More datasets
              </button>
            )}
          </div>
        </div>
      </section>
    </main>
  );
}

function Entry({ dataset, address }: { dataset: ListedDataset; address: Address }) {
  const { datasetId, title, publisher, recordsCount, modifiedAt, themes } = dataset;
  return (
    <li>
      <h2>
        <DatasetLink datasetId={datasetId} address={address}>
          {title}
        </DatasetLink>
      </h2>
      <p>
        {[publisher, ...themes].filter(Boolean).join(' · ')}
        <br />
        <small>
          {numberText(recordsCount)} records{modifiedAt && `, changed ${dateText(modifiedAt)}`}
        </small>
      </p>
    </li>
  );
}
