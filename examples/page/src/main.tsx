/** The page: the catalog or one dataset, and at its top what the portal allows and what was spent. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAddress } from './address.ts';
import { Catalog } from './catalog.tsx';
import { Dataset } from './dataset.tsx';
import { onSpent, type Quota } from './graph.ts';
import { numberText } from './parts.tsx';
import './style.css';

function Page() {
  const address = useAddress();
  const datasetId = address.parameters.get('dataset');
  return (
    <>
      <header class="top">
        <a class="brand" href="?">
          ods-graphql
        </a>
        <QuotaStatus />
        <a class="action" href={`graphql?${new URLSearchParams({ query: FIRST_QUERY })}`}>
          Try it in GraphiQL
        </a>
      </header>
      {datasetId === null ? (
        <Catalog address={address} />
      ) : (
        <Dataset key={datasetId} address={address} datasetId={datasetId} />
      )}
      <footer>
        Everything here is asked of one GraphQL graph, at <a href="graphql">graphql</a>.
      </footer>
    </>
  );
}

/** What a newcomer sees first in GraphiQL. */
const FIRST_QUERY = `# Datasets of the portal, with three records each. Press the button to run it.
query Newcomer {
  datasets(first: 5) {
    totalCount
    nodes {
      datasetId
      title
      records(first: 3) {
        totalCount
        nodes {
          fields
        }
      }
    }
  }
  quota {
    remaining
    limit
  }
}
`;

function QuotaStatus() {
  const [calls, setCalls] = useState(0);
  const [quota, setQuota] = useState<Quota | null>(null);
  useEffect(
    () =>
      onSpent((spent) => {
        setCalls((sum) => sum + spent.calls);
        if (spent.quota) setQuota(spent.quota);
      }),
    [],
  );
  return (
    <p class="quota">
      <span>
        {numberText(calls)} {calls === 1 ? 'call' : 'calls'} to the portal so far
      </span>
      {quota && (
        <label>
          <span>
            {numberText(quota.remaining)} of {numberText(quota.limit)} left
          </span>{' '}
          <meter min={0} max={quota.limit} low={quota.limit / 10} value={quota.remaining} />
        </label>
      )}
    </p>
  );
}

const app = document.getElementById('app');
if (app) render(<Page />, app);
