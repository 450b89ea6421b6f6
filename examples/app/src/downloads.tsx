/** Links to all records of the filter as a file. Making a link costs no call to the portal, and following it costs one. */
import { useQuery } from '@apollo/client/react';
import { addressOf } from './client.ts';
import type { EarthquakeFilter } from './graphql/graphql.ts';
import { graphql } from './graphql/index.ts';
import { Panel } from './panel.tsx';

const EarthquakeDownloads = graphql(`
  query EarthquakeDownloads($filter: EarthquakeFilter) {
    earthquakes(filter: $filter) {
      csv: export(format: CSV) {
        url
        filename
      }
      geojson: export(format: GEOJSON) {
        url
        filename
      }
    }
  }
`);

export function Downloads({ filter }: { filter: EarthquakeFilter }) {
  const { data, previousData, loading, error, refetch } = useQuery(EarthquakeDownloads, {
    variables: { filter },
  });
  const { csv, geojson } = (data ?? previousData)?.earthquakes ?? {};
  return (
    <Panel title="Download" loading={loading} error={error} onRetry={() => refetch()}>
      <ul className="downloads">
        {[csv, geojson].map(
          (file) =>
            file?.url && (
              <li key={file.filename}>
                <a href={addressOf(file.url)} download={file.filename}>
                  {file.filename}
                </a>
              </li>
            ),
        )}
      </ul>
    </Panel>
  );
}
