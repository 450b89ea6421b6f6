/** The whole page: one filter, and four views of the earthquakes that it lets through. */
import { useState } from 'react';
import { Downloads } from './downloads.tsx';
import { EarthquakeChart } from './earthquake-chart.tsx';
import { EarthquakeMap } from './earthquake-map.tsx';
import { EarthquakeTable } from './earthquake-table.tsx';
import { FilterForm } from './filter-form.tsx';
import type { RecordFilter } from './graphql/graphql.ts';
import { LiveMeasurements } from './live-measurements.tsx';
import { PushForm } from './push-form.tsx';

export function App() {
  const [filter, setFilter] = useState<RecordFilter>({});
  return (
    <>
      <header>
        <h1>A week of earthquakes</h1>
        <p>An open-data portal, asked through its graph.</p>
      </header>
      <main>
        <FilterForm onFilter={setFilter} />
        <EarthquakeTable filter={filter} />
        <Downloads filter={filter} />
        <EarthquakeChart filter={filter} />
        <EarthquakeMap filter={filter} />
        <PushForm />
        <LiveMeasurements />
      </main>
    </>
  );
}
