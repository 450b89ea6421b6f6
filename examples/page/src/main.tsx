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
      <a class="skip" href="#main">
        Skip to the data
      </a>
      <header class="top">
        <a class="brand" href="?">
          ods-graphql
        </a>
        <Spending />
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
const FIRST_QUERY = `# Five datasets of the portal, with their fields. Press the button to run it.
query Newcomer {
  datasets(first: 5) {
    totalCount
    edges {
      node {
        datasetId
        title
        recordsCount
        fields {
          name
          type
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

/** What this page has cost, and what is left of the quota. */
function Spending() {
  const [spent, setSpent] = useState({ calls: 0, ofRest: 0 });
  const [quota, setQuota] = useState<Quota | null>(null);
  useEffect(
    () =>
      onSpent(({ calls, ofRest, quota: left }) => {
        setSpent((sum) => ({ calls: sum.calls + calls, ofRest: sum.ofRest + ofRest }));
        if (left) setQuota(left);
      }),
    [],
  );
  return (
    <p class="quota">
      <span>
        This page cost {callsText(spent.calls)}
        {spent.ofRest > spent.calls && `; the REST API would cost ${numberText(spent.ofRest)}`}
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

function callsText(calls: number): string {
  return `${numberText(calls)} ${calls === 1 ? 'call' : 'calls'} to the portal`;
}

const app = document.getElementById('app');
if (app) render(<Page />, app);
