/** Three datasets of the catalog alive: a small map, a wall of pictures, and a line over time. */
import * as Plot from '@observablehq/plot';
import type { Address } from './address.ts';
import { DatasetLink, type ListedDataset } from './dataset-link.tsx';
import { Drawing } from './drawing.tsx';
import { isDate } from './fields.ts';
import { useOperation } from './graph.ts';
import type { PageLiveQuery } from './graphql/graphql.ts';
import { countries } from './land.ts';
import { LargeCities } from './large-cities.tsx';
import { Live } from './operations.ts';
import { numberText } from './parts.tsx';

const HEIGHT = 96;

export function LiveCards({ datasets, address }: { datasets: readonly ListedDataset[]; address: Address }) {
  const wall = datasets.find(({ fields }) => fields.some(({ type }) => type === 'FILE'));
  const map = datasets.find(
    (dataset) => dataset !== wall && dataset.fields.some(({ type }) => type === 'GEO_POINT'),
  );
  const line = datasets.find((dataset) => dataset !== map && dataset.fields.some(isDate));
  const date = line?.fields.find(isDate);
  const variables =
    datasets.length > 0
      ? {
          map: map?.datasetId ?? '',
          hasMap: map !== undefined,
          wall: wall?.datasetId ?? '',
          hasWall: wall !== undefined,
          line: line?.datasetId ?? '',
          hasLine: date !== undefined,
          x: date ? [{ field: date.name, precision: 'YEAR' as const }] : [],
        }
      : null;
  const { data, isLoading } = useOperation(Live, variables);
  if (variables && !map && !wall && !date) return null;
  return (
    <ul class="live" aria-label="Some of the data" aria-busy={isLoading}>
      {map && (
        <Card dataset={map} address={address} words="where they are">
          <SmallMap clusters={data?.map?.geoClusters?.clusters ?? []} />
        </Card>
      )}
      {wall && (
        <Card dataset={wall} address={address} words="in pictures">
          <Wall records={data?.wall?.records?.edges ?? []} />
        </Card>
      )}
      {line && date && (
        <Card dataset={line} address={address} words="over the years">
          <Line points={data?.line?.analysis?.points ?? []} />
        </Card>
      )}
      {variables && <LargeCities address={address} />}
      {!variables && [1, 2, 3].map((place) => <li key={place} class="skeleton" aria-hidden="true" />)}
    </ul>
  );
}

function Card({
  dataset,
  address,
  words,
  children,
}: {
  dataset: ListedDataset;
  address: Address;
  words: string;
  children: preact.ComponentChildren;
}) {
  return (
    <li>
      {children}
      <p>
        <DatasetLink datasetId={dataset.datasetId} address={address}>
          {dataset.title}
        </DatasetLink>{' '}
        <small>{words}</small>
      </p>
    </li>
  );
}

type Clusters = NonNullable<NonNullable<PageLiveQuery['map']>['geoClusters']>['clusters'];

function SmallMap({ clusters }: { clusters: Clusters }) {
  const points = clusters.map(({ center, count }) => ({ ...center, count }));
  const records = points.reduce((sum, { count }) => sum + count, 0);
  return (
    <Drawing
      label={`Small map of ${numberText(records)} records`}
      state={JSON.stringify(points)}
      draw={(width) =>
        Plot.plot({
          width,
          height: HEIGHT,
          margin: 0,
          projection: 'equal-earth',
          r: { range: [1, 9] },
          marks: [
            Plot.geo(countries, { fill: 'var(--land)' }),
            Plot.dot(points, {
              x: 'longitude',
              y: 'latitude',
              r: 'count',
              fill: 'var(--accent)',
              fillOpacity: 0.6,
            }),
          ],
        })
      }
    />
  );
}

function Wall({ records }: { records: NonNullable<NonNullable<PageLiveQuery['wall']>['records']>['edges'] }) {
  const pictures = records.flatMap(({ node: { id, files } }) => {
    const url = files?.find(({ file }) => file.thumbnailUrl)?.file.thumbnailUrl;
    return url ? [{ id, url }] : [];
  });
  return (
    <div class="wall" role="img" aria-label={`${pictures.length} pictures`}>
      {pictures.map(({ id, url }) => (
        <img key={id} src={url} alt="" loading="lazy" width="48" height="32" />
      ))}
    </div>
  );
}

function Line({ points }: { points: NonNullable<NonNullable<PageLiveQuery['line']>['analysis']>['points'] }) {
  const values = points.map(({ label, value }) => ({ label, value: value ?? 0 }));
  const [first, last] = [values[0]?.label ?? '', values.at(-1)?.label ?? ''];
  return (
    <Drawing
      label={`Line from ${first} to ${last}`}
      state={JSON.stringify(values)}
      draw={(width) =>
        Plot.plot({
          width,
          height: HEIGHT,
          margin: 4,
          marginBottom: 18,
          x: { type: 'point', ticks: [first, last].filter(Boolean), label: null, tickSize: 0 },
          y: { axis: null },
          marks: [
            Plot.areaY(values, { x: 'label', y: 'value', fill: 'var(--accent)', fillOpacity: 0.15 }),
            Plot.lineY(values, {
              x: 'label',
              y: 'value',
              stroke: 'var(--accent)',
              strokeWidth: 2,
              marker: values.length < 2 ? 'circle' : null,
            }),
          ],
        })
      }
    />
  );
}
