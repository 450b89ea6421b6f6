/** A table that is sorted by its headers, and grows by pages. */
import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { EarthquakeRow } from './earthquake-row.tsx';
import type { EarthquakeFilter, EarthquakeOrder, EarthquakeOrderField } from './graphql/graphql.ts';
import { graphql } from './graphql/index.ts';
import { NoDataset, Panel } from './panel.tsx';
import { ShowMore } from './show-more.tsx';
import { numberText } from './values.ts';

// `edges`, and not `nodes`: Apollo's cache puts the edges of pages together.
const Earthquakes = graphql(`
  query Earthquakes($filter: EarthquakeFilter, $orderBy: [EarthquakeOrder!], $after: String) {
    earthquakes(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id
          ...EarthquakeRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const COLUMNS: { field: EarthquakeOrderField; label: string }[] = [
  { field: 'TIME', label: 'Time (UTC)' },
  { field: 'PLACE', label: 'Place' },
  { field: 'MAGNITUDE', label: 'Magnitude' },
  { field: 'DEPTH', label: 'Depth (km)' },
];

export function EarthquakeTable({ filter }: { filter: EarthquakeFilter }) {
  const [order, setOrder] = useState<EarthquakeOrder>({ field: 'TIME', direction: 'DESC' });
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(Earthquakes, {
    // By the id too, so that records of the same value have an order between pages.
    variables: { filter, orderBy: [order, { field: 'EVENT_ID' }] },
  });
  // While another order is being loaded, the one before stays.
  const shown = data ?? previousData;
  const records = shown?.earthquakes;
  return (
    <Panel title="Table" loading={loading} error={error} onRetry={() => refetch()}>
      {records === null && <NoDataset name="earthquakes" />}
      {records && (
        <>
          <p className="count" aria-live="polite">
            {numberText(records.edges.length)} of {numberText(records.totalCount)} earthquakes
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must do so by keyboard too. */}
          <section className="scroll" tabIndex={0} aria-label="Earthquakes">
            <table>
              <thead>
                <tr>
                  {COLUMNS.map((column) => (
                    <Header key={column.field} {...column} order={order} onOrder={setOrder} />
                  ))}
                </tr>
              </thead>
              <tbody>
                {records.edges.map(({ node }) => (
                  <EarthquakeRow key={node.id} earthquake={node} />
                ))}
              </tbody>
            </table>
          </section>
          {records.pageInfo.hasNextPage && (
            <ShowMore
              key={records.pageInfo.endCursor}
              onMore={() => fetchMore({ variables: { after: records.pageInfo.endCursor } })}
            />
          )}
        </>
      )}
    </Panel>
  );
}

interface HeaderProps {
  field: EarthquakeOrderField;
  label: string;
  order: EarthquakeOrder;
  onOrder: (order: EarthquakeOrder) => void;
}

function Header({ field, label, order, onOrder }: HeaderProps) {
  const isSorted = order.field === field;
  const isDescending = isSorted && order.direction === 'DESC';
  const sorted = isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={isSorted ? sorted : 'none'}>
      <button type="button" onClick={() => onOrder({ field, direction: isDescending ? 'ASC' : 'DESC' })}>
        {label}
        <span aria-hidden="true">{isSorted && (isDescending ? ' ▼' : ' ▲')}</span>
      </button>
    </th>
  );
}
