/** The whole page: one filter, and four views of the earthquakes that it lets through. */
import { useState } from 'react';
import type { MapView } from './cluster-map.ts';
import { Downloads } from './downloads.tsx';
import { EarthquakeChart } from './earthquake-chart.tsx';
import { EarthquakeMap } from './earthquake-map.tsx';
import { EarthquakeTable } from './earthquake-table.tsx';
import { EVERYTHING, filterOf, recordFilterOf } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { LargestCities } from './largest-cities.tsx';
import { LiveMeasurements } from './live-measurements.tsx';
import { PushForm } from './push-form.tsx';

export function App() {
  const [wanted, setWanted] = useState(EVERYTHING);
  const [view, setView] = useState<MapView>({ zoom: 1, box: null });
  const filter = filterOf(wanted);
  return (
    <>
      <header>
        <h1>A week of earthquakes</h1>
        <p>An open-data portal, asked through its graph.</p>
      </header>
      <main>
        <FilterForm onFilter={setWanted} />
        <EarthquakeTable filter={filter} />
        <Downloads filter={filter} />
        <EarthquakeChart filter={filter} />
        <EarthquakeMap filter={recordFilterOf(wanted)} view={view} onMove={setView} />
        <LargestCities box={view.box} />
        <PushForm />
        <LiveMeasurements />
      </main>
    </>
  );
}
