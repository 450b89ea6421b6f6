import { seriesValue } from '../ods/analysis.ts';
import { badInput } from '../ods/errors.ts';
import { type FieldSet, isGeo } from '../ods/field.ts';
import type { GeoClusterAnswer, Range } from '../ods/geo-clusters.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { GeoPoint } from '../ods/query/geo.ts';
import { checkSeries, type Series } from '../ods/query/series.ts';
import type { SeriesAnswer } from './series-loader.ts';
import type { SeriesRequest } from './series-plan.ts';

/** The question of a clustering, beside its filter. */
export interface GeoClusteringArguments {
  zoom: number;
  radius: number;
  shapePrecision?: number | null | undefined;
  mode?: 'POLYGON' | 'HEATMAP' | null | undefined;
  series?: readonly Series[] | null | undefined;
}

export interface GeoClusterPoint {
  center: GeoPoint;
  count: number;
  shape: unknown;
  /** In the order of the series asked for; null if there is none. */
  values: (number | null)[];
  /** The names of the series, in their order. */
  names: readonly string[];
}

export interface GeoClustering {
  clusters: GeoClusterPoint[];
  count: Range;
  zoom: number;
  seriesRanges: { series: string; range: Range }[];
}

/** The portal computes shapes on a grid that ends here. */
const MAX_PRECISION = 29;

/** Checks a clustering and makes what is to be loaded for it; nothing is asked of the portal before. */
export function geoClusteringRequest(
  { zoom, radius, shapePrecision, mode, series }: GeoClusteringArguments,
  filter: readonly Parameter[],
  datasetId: string,
  fields: FieldSet,
): SeriesRequest {
  if (zoom < 0 || zoom > MAX_PRECISION)
    throw badInput('zoom', `must be from 0 to ${MAX_PRECISION}, not ${zoom}.`);
  if (!(Number.isFinite(radius) && radius > 0)) throw badInput('radius', `must be above 0, not ${radius}.`);
  const precision = shapePrecision ?? 0;
  if (precision < 0 || zoom + precision > MAX_PRECISION) {
    throw badInput(
      'shapePrecision',
      `must be from 0 to ${MAX_PRECISION} less zoom (${MAX_PRECISION - zoom}), not ${precision}.`,
    );
  }
  if (!fields.first(isGeo))
    throw badInput('zoom', `${fields.owner} has no geo field, so that nothing in it has a place.`);
  checkSeries(series ?? [], fields, 'series');
  return {
    datasetId,
    parameters: [
      ...filter,
      ['clusterprecision', String(zoom)],
      ['clusterdistance', String(radius)],
      ...(shapePrecision ? [['shapeprecision', String(shapePrecision)] satisfies Parameter] : []),
      ...(mode === 'HEATMAP' ? [['clustermode', 'heatmap'] satisfies Parameter] : []),
    ],
    axes: [],
    series: series ?? [],
  };
}

/** The answer as it was asked for: the series by their callers' names. */
export function geoClusteringOf(
  { zoom, series }: GeoClusteringArguments,
  { answer, names }: SeriesAnswer<GeoClusterAnswer>,
): GeoClustering {
  const asked = (series ?? []).map(({ name }) => name);
  return {
    clusters: answer.clusters.map((cluster) => ({
      center: cluster.center,
      count: cluster.count,
      shape: cluster.shape,
      values: names.map((name) => seriesValue(cluster, name)),
      names: asked,
    })),
    count: answer.count,
    zoom,
    seriesRanges: asked.map((name, index) => ({
      series: name,
      range: answer.ranges.get(names[index] ?? '') ?? { min: null, max: null },
    })),
  };
}
