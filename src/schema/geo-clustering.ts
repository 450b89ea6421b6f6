import type {
  GeoClustering as GeoClusteringSource,
  GeoClusterPoint as GeoClusterSource,
} from '../loading/geo-clustering.ts';
import {
  type BoundingBox as BoundingBoxSource,
  type Range as RangeSource,
  readExtent,
} from '../ods/geo-clusters.ts';
import { annotate, annotateType, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import { computed } from './cost.ts';
import { Dataset } from './dataset.ts';
import { RecordFilter } from './filter.ts';
import { GeoPoint } from './geo.ts';
import { checkSelectedSeries, SeriesInput } from './series.ts';

const ClusterMode = builder.enumType('ClusterMode', {
  description: 'What is drawn of a cluster (`clustermode`).',
  values: {
    POLYGON: {
      description: 'The envelope of the cluster: a polygon, or a point if there is only one place.',
    },
    HEATMAP: { description: 'Only the centre and the count of the cluster: the answer is smaller.' },
  },
});

const Range = builder.objectRef<RangeSource>('Range').implement({
  description: 'The smallest and the largest of some values; both are null if there are no values.',
  fields: (t) => ({
    min: t.exposeFloat('min', { nullable: true, description: 'The smallest value.' }),
    max: t.exposeFloat('max', { nullable: true, description: 'The largest value.' }),
  }),
});

const SeriesRange = builder.objectRef<GeoClusteringSource['seriesRanges'][number]>('SeriesRange').implement({
  description: 'The range of a series over all clusters, for a legend.',
  fields: (t) => ({
    series: t.exposeString('series', { description: 'Name of the series.' }),
    range: t.field({ type: Range, description: 'Its range.', resolve: ({ range }) => range }),
  }),
});

const GeoCluster = builder.objectRef<GeoClusterSource>('GeoCluster').implement({
  description: 'Records that are near each other, shown as one point of a map.',
  fields: (t) => ({
    center: t.field({ type: GeoPoint, description: 'Its centre.', resolve: ({ center }) => center }),
    count: t.exposeInt('count', { description: 'How many records it stands for.' }),
    shape: t.expose('shape', {
      type: 'GeoJSON',
      nullable: true,
      description: 'Its envelope as GeoJSON, longitude first; null in HEATMAP mode.',
    }),
    value: t.float({
      nullable: true,
      description: 'The value of one series; null if there is none.',
      args: { series: t.arg.string({ required: true, description: 'Name of a series asked for.' }) },
      resolve: ({ names, values }, { series }) => values[names.indexOf(series)] ?? null,
    }),
  }),
});

const GeoClustering = builder.objectRef<GeoClusteringSource>('GeoClustering').implement({
  description: 'Records clustered for a map (geo clustering API).',
  extensions: annotateType({ freshness: 'analysis' }),
  fields: (t) => ({
    clusters: t.field({
      type: [GeoCluster],
      extensions: annotate({ listSize: 100 }),
      description: 'The clusters.',
      resolve: ({ clusters }) => clusters,
    }),
    count: t.field({
      type: Range,
      description: 'The smallest and the largest count of a cluster, for a legend.',
      resolve: ({ count }) => count,
    }),
    zoom: t.exposeInt('zoom', { description: 'The zoom that was asked for.' }),
    seriesRanges: t.field({
      type: [SeriesRange],
      description: 'The range of each series, in the order in which they were asked for.',
      resolve: ({ seriesRanges }) => seriesRanges,
    }),
  }),
});

const BoundingBox = builder.objectRef<BoundingBoxSource>('BoundingBox').implement({
  description: 'A box between two corners.',
  extensions: annotateType({ freshness: 'analysis' }),
  fields: (t) => ({
    southWest: t.field({
      type: GeoPoint,
      description: 'The south-western corner.',
      resolve: ({ southWest }) => southWest,
    }),
    northEast: t.field({
      type: GeoPoint,
      description: 'The north-eastern corner.',
      resolve: ({ northEast }) => northEast,
    }),
  }),
});

builder.objectFields(Dataset, (t) => ({
  geoClusters: t.field({
    type: GeoClustering,
    nullable: true,
    extensions: annotate({ weight: CALL_WEIGHT, cost: (use) => computed('geoClusters', use, '') }),
    description:
      'Cluster records for a map (geo clustering API). Clusterings of the same view and filter are one upstream call, however many series they ask for.',
    args: {
      zoom: t.arg.int({
        required: true,
        description: 'Zoom of a web map, from 0 (the whole world) to 29 (`clusterprecision`).',
      }),
      radius: t.arg.float({
        required: true,
        description: 'Radius around a centre in pixels of that map; it must be above 0 (`clusterdistance`).',
      }),
      shapePrecision: t.arg.int({
        description:
          'How fine the envelopes are (`shapeprecision`). The sum of this and `zoom` is at most 29.',
      }),
      mode: t.arg({ type: ClusterMode, defaultValue: 'POLYGON', description: 'What is drawn of a cluster.' }),
      series: t.arg({
        type: [SeriesInput],
        description: 'What to compute for each cluster, in addition to its count.',
      }),
      filter: t.arg({ type: RecordFilter, description: 'Which records; all records if it is left out.' }),
    },
    resolve: (dataset, args, { loaders }, info) => {
      checkSelectedSeries(info, 'GeoCluster', ['GeoClustering'], args.series ?? []);
      return loaders.geoClusters(dataset, args);
    },
  }),
  extent: t.field({
    type: BoundingBox,
    nullable: true,
    description:
      'The extent of all records as the metadata has it (`bbox`), for no call; null if there is none. `boundingBox` computes that of the records that match.',
    resolve: ({ metas }) => readExtent(metas.bbox),
  }),
  boundingBox: t.field({
    type: BoundingBox,
    extensions: annotate({ weight: CALL_WEIGHT, cost: (use) => computed('boundingBox', use, '') }),
    nullable: true,
    description: 'The extent of the records that match (`boundingbox`); null if none of them has a place.',
    args: {
      filter: t.arg({ type: RecordFilter, description: 'Which records; all records if it is left out.' }),
    },
    resolve: (dataset, { filter }, { loaders }) => loaders.boundingBox(dataset, filter ?? {}),
  }),
}));
