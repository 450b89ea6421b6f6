/** What analyses or clusterings of one operation may share a call, as data: requests in, plans out. */
import { onceFor } from '../ods/once-for.ts';
import type { Parameter } from '../ods/parameter.ts';
import { nameSeries, type Series, seriesKey, seriesParameters } from '../ods/query/series.ts';

/** What the portal sorts by before it cuts: an axis as its `sort` names it, or a series. */
export type CutOrder = { axis: string } | { series: Series; descending: boolean };

/** What is grouped, and how: all that requests must have in common to share a call. */
export interface SeriesView {
  datasetId: string;
  /** Filter, axes or clustering, time zone. */
  parameters: readonly Parameter[];
  /** The fields of the axes, in their order; none of a clustering. */
  axes: readonly string[];
}

/** What one field of an operation asks of an API that computes series. */
export interface SeriesRequest extends SeriesView {
  series: readonly Series[];
  /** Only the first so many points; without an order, the portal's own. */
  cut?: { points: number; order: CutOrder | null } | undefined;
}

/** One call, and the requests that its answer serves. */
export interface SeriesPlan extends SeriesView {
  /** How many points suffice for all requests; null for all points. */
  points: number | null;
  order: CutOrder | null;
  requests: SeriesRequest[];
}

/**
 * Two requests are one call when their view is the same, whatever their series. Of those that cut the points, the order
 * must be the same too: then the shorter list is the beginning of the longer.
 */
function viewKey({ datasetId, parameters }: SeriesRequest): string {
  return JSON.stringify([datasetId, parameters]);
}

function orderKey(order: CutOrder | null): string {
  if (!order || 'axis' in order) return JSON.stringify(order);
  return JSON.stringify([seriesKey(order.series), order.descending]);
}

/** A request as a key: equal requests have equal answers. */
export const requestKey = onceFor((request: SeriesRequest): string => {
  const cut = request.cut ? [request.cut.points, orderKey(request.cut.order)] : null;
  return JSON.stringify([viewKey(request), cut, request.series.map(seriesKey)]);
});

/** The calls that serve all requests: as few as can be. */
export function planSeries(requests: readonly SeriesRequest[]): SeriesPlan[] {
  return [...Map.groupBy(requests, viewKey).values()].flatMap((ofView) => {
    const [whole, cut] = [ofView.filter((request) => !request.cut), ofView.filter((request) => request.cut)];
    const groups = [...Map.groupBy(cut, ({ cut }) => orderKey(cut?.order ?? null)).values()];
    if (whole.length > 0) {
      // All points are the same points in any order, unless a series adds up along them.
      const host = groups.find((group) => [...group, ...whole].every(({ series }) => !series.some(addsUp)));
      if (host) host.unshift(...whole);
      else groups.push(whole);
    }
    return groups.flatMap(([first, ...others]) => (first ? [planTogether([first, ...others])] : []));
  });
}

function addsUp({ cumulative }: Series): boolean {
  return cumulative === true;
}

/** The one call for requests that share one, or for some of them. */
export function planTogether(requests: readonly [SeriesRequest, ...SeriesRequest[]]): SeriesPlan {
  const [{ datasetId, parameters, axes }] = requests;
  const isCut = requests.every(({ cut }) => cut);
  const points = isCut ? Math.max(...requests.map(({ cut }) => cut?.points ?? 0)) : null;
  const order = requests.find(({ cut }) => cut)?.cut?.order ?? null;
  return { datasetId, parameters, axes, points, order, requests: [...requests] };
}

/** The parameters of a plan's call, and the name of each series in its answer. */
export function planParameters({ parameters, points, order, requests }: SeriesPlan): {
  parameters: Parameter[];
  nameOf: (series: Series) => string;
} {
  const sort = order && 'series' in order ? order : null;
  const named = nameSeries([...requests.flatMap(({ series }) => series), ...(sort ? [sort.series] : [])]);
  const nameOf = (series: Series) => named.get(seriesKey(series))?.upstreamName ?? '';
  return {
    parameters: [
      ...parameters,
      ...(points === null ? [] : [['maxpoints', String(points)] satisfies Parameter]),
      ...seriesParameters(named),
      ...(order ? [['sort', sortText(order, nameOf)] satisfies Parameter] : []),
    ],
    nameOf,
  };
}

/** A series without a sign sorts descending, as numbers do. */
function sortText(order: CutOrder, nameOf: (series: Series) => string): string {
  if ('axis' in order) return order.axis;
  return order.descending ? nameOf(order.series) : `-${nameOf(order.series)}`;
}
