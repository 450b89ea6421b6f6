/** What analyses or clusterings of one operation may share a call, as data: wants in, plans out. */
import type { Parameter } from '../ods/parameter.ts';
import { nameSeries, type Series, seriesKey, seriesParameters } from '../ods/query/series.ts';

/** What the portal sorts by before it cuts: an axis as its `sort` names it, or a series. */
export type CutOrder = { axis: string } | { series: Series; descending: boolean };

/** What one field of an operation wants of an API that computes series. */
export interface SeriesWant {
  datasetId: string;
  /** Filter, axes or view, time zone. */
  parameters: readonly Parameter[];
  series: readonly Series[];
  /** Only the first so many points; without an order, the portal's own. */
  cut?: { points: number; order: CutOrder | null } | undefined;
}

/** One call, and the wants that its answer serves. */
export interface SeriesPlan {
  datasetId: string;
  parameters: readonly Parameter[];
  /** How many points suffice for all wants; null for all points. */
  points: number | null;
  order: CutOrder | null;
  wants: SeriesWant[];
}

/**
 * Two wants are one call when dataset, filter and axes (or view) are the same, whatever their series; of wants that cut
 * the points, when they cut after the same order: the shorter is the beginning of the longer.
 */
function viewKey({ datasetId, parameters }: SeriesWant): string {
  return JSON.stringify([datasetId, parameters]);
}

function orderKey(order: CutOrder | null): string {
  if (!order || 'axis' in order) return JSON.stringify(order);
  return JSON.stringify([seriesKey(order.series), order.descending]);
}

/** A want as a key: equal wants have equal answers. */
export function wantKey(want: SeriesWant): string {
  const cut = want.cut ? [want.cut.points, orderKey(want.cut.order)] : null;
  return JSON.stringify([viewKey(want), cut, want.series.map(seriesKey)]);
}

/** The calls that serve all wants: as few as can be. */
export function planSeries(wants: readonly SeriesWant[]): SeriesPlan[] {
  return [...Map.groupBy(wants, viewKey).values()].flatMap((ofView) => {
    const [whole, cut] = [ofView.filter((want) => !want.cut), ofView.filter((want) => want.cut)];
    const groups = [...Map.groupBy(cut, ({ cut }) => orderKey(cut?.order ?? null)).values()];
    if (whole.length > 0) {
      // Who wants all points minds no order, unless a series adds up along them.
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

/** The one call for wants that share one, or for some of them. */
export function planTogether(wants: readonly [SeriesWant, ...SeriesWant[]]): SeriesPlan {
  const [{ datasetId, parameters }] = wants;
  const points = wants.every(({ cut }) => cut) ? Math.max(...wants.map(({ cut }) => cut?.points ?? 0)) : null;
  const order = wants.find(({ cut }) => cut)?.cut?.order ?? null;
  return { datasetId, parameters, points, order, wants: [...wants] };
}

/** The request of a plan, and the name in its answer of each series. */
export function planRequest({ parameters, points, order, wants }: SeriesPlan): {
  parameters: Parameter[];
  nameOf: (series: Series) => string;
} {
  const sort = order && 'series' in order ? order : null;
  const named = nameSeries([...wants.flatMap(({ series }) => series), ...(sort ? [sort.series] : [])]);
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
