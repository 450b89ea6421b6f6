/** A chart: how many earthquakes there were each day, and how strong the strongest was. The portal counts them. */
import { useQuery } from '@apollo/client/react';
import type { EarthquakeFilter } from './graphql/graphql.ts';
import { type DocumentType, graphql } from './graphql/index.ts';
import { NoDataset, Panel } from './panel.tsx';
import { numberText } from './values.ts';

const EarthquakesPerDay = graphql(`
  query EarthquakesPerDay($filter: EarthquakeFilter) {
    earthquakes(filter: $filter) {
      groups(by: [{ field: TIME, precision: DAY }]) {
        key {
          time
        }
        count
        max {
          magnitude
        }
      }
    }
  }
`);
type Groups = NonNullable<NonNullable<DocumentType<typeof EarthquakesPerDay>['earthquakes']>['groups']>;

export function EarthquakeChart({ filter }: { filter: EarthquakeFilter }) {
  const { data, previousData, loading, error, refetch } = useQuery(EarthquakesPerDay, {
    variables: { filter },
  });
  const shown = data ?? previousData;
  const days = shown?.earthquakes?.groups && everyDay(shown.earthquakes.groups);
  const highest = Math.max(1, ...(days ?? []).map(({ count }) => count));
  return (
    <Panel title="Per day" loading={loading} error={error} onRetry={() => refetch()}>
      {shown?.earthquakes === null && <NoDataset name="earthquakes" />}
      {days?.length === 0 && <p>There is nothing to count.</p>}
      {days && days.length > 0 && (
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
            {days.map(({ day, count, strongest }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td className="bar">
                  <Bar share={count / highest} />
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

interface Day {
  day: string;
  count: number;
  strongest: number | null;
}

/** The portal has groups of the days that have earthquakes: those between them are put in here. */
function everyDay(groups: Groups): Day[] {
  const [first, last] = [groups[0]?.key.time, groups.at(-1)?.key.time];
  if (!first || !last) return [];
  const days: Day[] = [];
  for (const date = new Date(first); date <= new Date(last); date.setUTCDate(date.getUTCDate() + 1)) {
    const day = date.toISOString().slice(0, 10);
    const group = groups.find(({ key }) => key.time === day);
    days.push({ day, count: group?.count ?? 0, strongest: group?.max.magnitude ?? null });
  }
  return days;
}

/** The number beside it says the same to those who cannot see it. */
function Bar({ share }: { share: number }) {
  return (
    <svg width="100%" height="16" aria-hidden="true">
      <rect width={`${share * 100}%`} height="16" rx="2" />
    </svg>
  );
}
