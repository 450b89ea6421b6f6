/** Groups records that lie close together on a map into clusters with envelopes and series. */
import type { Geometry } from 'geojson';
import Supercluster from 'supercluster';
import { selectionOf } from '../analysis/filter.ts';
import type { Series, SeriesValue } from '../analysis/series.ts';
import { badRequest } from '../errors.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';
import { aggregate } from './aggregate.ts';
import type { ClusterRequest } from './cluster-request.ts';
import { envelope } from './envelope.ts';
import { type Place, readPlaces } from './places.ts';
import { type Range, rangeOf, rangesOf } from './ranges.ts';

/** How many values all series of all records may have: they are held in memory. */
const mostValues = 5_000_000;

export interface Cluster {
  cluster_center: [latitude: number, longitude: number];
  count: number;
  series?: Record<string, SeriesValue>;
  cluster?: Geometry;
}

export interface Clustering {
  clusters: Cluster[];
  count: Range;
  series?: Record<string, Range>;
  clusterprecision: number;
}

export function clusterRecords(store: Store, dataset: Dataset, request: ClusterRequest): Clustering {
  const { series, zoom } = request;
  const selection = selectionOf(store, dataset, request.filter);
  if (selection.hits * series.length > mostValues) {
    throw badRequest(
      `The clustering has more than ${mostValues} values: fewer series or fewer records are expected.`,
    );
  }
  const places = readPlaces(store.database, selection, series);
  const clusters = group(places, request).map((members) => clusterOf(members, request));
  return {
    clusters,
    count: rangeOf(clusters.map(({ count }) => count)),
    ...(series.length > 0 && { series: rangesOf(clusters, series) }),
    clusterprecision: zoom,
  };
}

/** The places of each cluster. All lie within the radius of the first of them. */
function group(places: readonly Place[], { zoom, radius }: ClusterRequest): Place[][] {
  // Only one zoom level: with several, the library would make clusters of clusters.
  const index = new Supercluster<{ place: Place }>({ radius, extent: 256, minZoom: zoom, maxZoom: zoom });
  index.load(
    places.map((place) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [place.longitude, place.latitude] },
      properties: { place },
    })),
  );
  return index
    .getClusters([-180, -90, 180, 90], zoom)
    .map(({ properties }) =>
      'cluster_id' in properties
        ? index
            .getLeaves(properties.cluster_id, Number.POSITIVE_INFINITY)
            .map((leaf) => leaf.properties.place)
        : [properties.place],
    );
}

function clusterOf(members: readonly Place[], { series, hasShapes }: ClusterRequest): Cluster {
  const center: [number, number] = [
    mean(members.map(({ latitude }) => latitude)),
    mean(members.map(({ longitude }) => longitude)),
  ];
  return {
    cluster_center: center,
    count: members.length,
    ...(series.length > 0 && { series: seriesOf(members, series) }),
    ...(hasShapes && { cluster: envelope(members) }),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function seriesOf(members: readonly Place[], series: readonly Series[]): Record<string, SeriesValue> {
  return Object.fromEntries(
    series.map((one, index) => [
      one.name,
      aggregate(
        one,
        members.map(({ values }) => values[index] ?? null),
      ),
    ]),
  );
}
