/** An analysis: groups the records by the axes, and computes the series of each group. */
import { badRequest } from '../errors.ts';
import type { Parameters } from '../parameters.ts';
import { shown } from '../shown.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';
import { type Axis, readAxes } from './axis.ts';
import { readFilter, selectionOf } from './filter.ts';
import { type Group, groupsOf } from './groups.ts';
import { orderOf } from './order.ts';
import { readSeries, type Series } from './series.ts';

export interface Analysis {
  axes: readonly Axis[];
  series: readonly Series[];
  groups: readonly Group[];
  /** Whether the portal's own limit left groups out. `maxpoints` says nothing: whoever sends it knows. */
  isTruncated: boolean;
}

export function analyze(store: Store, dataset: Dataset, parameters: Parameters): Analysis {
  const filter = readFilter(parameters);
  const axes = readAxes(parameters, dataset);
  const series = readSeries(parameters, dataset.table);
  if (series.length === 0) {
    throw badRequest('Missing API parameter: y.<series>.func, such as y.count.func=COUNT.');
  }
  const most = readMaxPoints(parameters);
  const keys = parameters.all('sort').flatMap((text) => text.split(',').map((key) => key.trim()));
  const { groups, isTruncated } = groupsOf(
    store.database,
    selectionOf(store, dataset, filter),
    axes,
    series,
    filter.zone,
  );
  accumulate(groups, axes, series);
  // Cut after sorting: `maxpoints=10` with a sort asks for the ten largest.
  groups.sort(orderOf(keys, axes, series));
  return { axes, series, groups: groups.slice(0, most), isTruncated };
}

/** 0 means all. */
function readMaxPoints(parameters: Parameters): number {
  const text = parameters.one('maxpoints')?.trim() ?? '0';
  if (!/^\d{1,15}$/.test(text)) {
    throw badRequest(
      `Invalid value for maxpoints API parameter: ${shown(text)} was found but a whole number from 0 is expected.`,
    );
  }
  return Number(text) || Number.POSITIVE_INFINITY;
}

/** Cumulative series add up in the order of x, not in that of the answer. */
function accumulate(groups: Group[], axes: readonly Axis[], series: readonly Series[]): void {
  if (!series.some(({ isCumulative }) => isCumulative)) return;
  groups.sort(orderOf([], axes, series));
  for (const [index, { isCumulative }] of series.entries()) {
    if (isCumulative) addUp(groups, index);
  }
}

/** A group without a value keeps the sum before it. There is no sum before the first value. */
function addUp(groups: readonly Group[], index: number): void {
  let sum: number | null = null;
  for (const { values } of groups) {
    const value = values[index];
    if (typeof value === 'object' && value !== null) continue;
    if (typeof value === 'number') sum = (sum ?? 0) + value;
    values[index] = sum;
  }
}
