/** The catalog: datasets found by words and facets. */
import { type Address, refinementsOf } from './address.ts';
import { useOperation } from './graph.ts';
import { Catalog as Operation } from './operations.ts';
import { dateText, Facets, numberText, Panel, Search } from './parts.tsx';

const PAGE = 20;

export function Catalog({ address: { parameters, go } }: { address: Address }) {
  const search = parameters.get('search') ?? '';
  const variables = {
    first: Number(parameters.get('first') ?? PAGE),
    filter: { ...(search && { search }), refine: refinementsOf(parameters) },
  };
  const answer = useOperation(Operation, variables);
  const datasets = answer.data?.datasets;
  return (
    <main>
      <h1>{answer.data?.portal.name ?? 'Open data'}</h1>
      <Search
        label="Search the datasets"
        value={search}
        onSearch={(text) => go({ search: text, first: null }, search !== '')}
      />
      <Panel title="Datasets" operation={Operation} variables={variables} answer={answer}>
        <p class="count" role="status">
          {answer.isLoading ? 'Loading…' : datasets ? `${numberText(datasets.totalCount)} datasets` : ''}
        </p>
        <div class="columns">
          <Facets
            groups={datasets?.facets ?? []}
            refinements={parameters.getAll('refine')}
            onRefine={(refine) => go({ refine, first: null })}
          />
          <div>
            <ul class="cards">
              {datasets?.nodes.map(
                ({ id, datasetId, title, publisher, recordsCount, modifiedAt, themes }) => (
                  <li key={id}>
                    <h3>
                      <a
                        href={`?${new URLSearchParams({ dataset: datasetId })}`}
                        onClick={(event) => {
                          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                          event.preventDefault();
                          go({ dataset: datasetId, search: null, refine: null, first: null });
                          scrollTo(0, 0);
                        }}
                      >
                        {title}
                      </a>
                    </h3>
                    <p>
                      {[publisher, ...themes].filter(Boolean).join(' · ')}
                      <br />
                      <small>
                        {numberText(recordsCount)} records{modifiedAt && `, changed ${dateText(modifiedAt)}`}
                      </small>
                    </p>
                  </li>
                ),
              )}
            </ul>
            {datasets && datasets.totalCount === 0 && (
              <p>No dataset matches. Search for fewer words, or take a facet away.</p>
            )}
            {datasets && datasets.nodes.length < datasets.totalCount && (
              <button type="button" onClick={() => go({ first: String(variables.first + PAGE) }, true)}>
                More datasets
              </button>
            )}
          </div>
        </div>
      </Panel>
    </main>
  );
}
