/** A chart: how many earthquakes there were each day, and how strong the strongest was. The portal counts them. */
import { useQuery } from '@apollo/client/react';
import type { RecordFilter } from './graphql/graphql.ts';
import { graphql } from './graphql/index.ts';
import { NoDataset, Panel } from './panel.tsx';
import { numberText } from './values.ts';

const EarthquakesPerDay = graphql(`
  query EarthquakesPerDay($filter: RecordFilter) {
    dataset(datasetId: "earthquakes") {
      id
      analysis(
        filter: $filter
        x: [{ field: "time", precision: DAY }]
        series: [
          { name: "count", function: COUNT }
          { name: "strongest", function: MAX, expression: "mag" }
        ]
        fillGaps: true
      ) {
        points {
          label
          count: value(series: "count")
          strongest: value(series: "strongest")
        }
      }
    }
  }
`);

export function EarthquakeChart({ filter }: { filter: RecordFilter }) {
  const { data, previousData, loading, error, refetch } = useQuery(EarthquakesPerDay, {
    variables: { filter },
  });
  const shown = data ?? previousData;
  const points = shown?.dataset?.analysis?.points;
  const highest = Math.max(1, ...(points ?? []).map(({ count }) => count ?? 0));
  return (
    <Panel title="Per day" loading={loading} error={error} onRetry={() => refetch()}>
      {shown?.dataset === null && <NoDataset name="earthquakes" />}
      {points?.length === 0 && <p>There is nothing to count.</p>}
      {points && points.length > 0 && (
        <table className="chart">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" colSpan={2}>
                Earthquakes
              </th>
              <th scope="col">Strongest</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ label, count, strongest }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="bar">
                  <Bar share={(count ?? 0) / highest} />
                </td>
                <td className="number">{numberText(count)}</td>
                <td className="number">{numberText(strongest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** The number beside it says the same to those who cannot see it. */
function Bar({ share }: { share: number }) {
  return (
    <svg width="100%" height="16" aria-hidden="true">
      <rect width={`${share * 100}%`} height="16" rx="2" />
    </svg>
  );
}
