/** Computes a series over the records of one cluster, with the same functions as an analysis. */
import { type Aggregate, type Series, type SeriesValue, seriesValue } from '../analysis/series.ts';
import { deviation, quantile } from '../analysis/statistics.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const functions: Record<
  Exclude<Aggregate, 'COUNT' | 'QUANTILES'>,
  (values: readonly number[]) => number | null
> = {
  AVG: (values) => sum(values) / values.length,
  SUM: sum,
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  STDDEV: deviation,
  SUMSQUARES: (values) => sum(values.map((value) => value * value)),
};

/** `all` has the value of each record of the cluster; null if the record has none. */
export function aggregate(series: Series, all: readonly (number | null)[]): SeriesValue {
  if (series.value === null) return all.length;
  const values = all.filter((value) => value !== null);
  if (series.aggregate === 'COUNT') return values.length;
  if (series.aggregate === 'QUANTILES') {
    return seriesValue(
      series,
      series.percents.map((percent) => quantile(values, percent)),
    );
  }
  return seriesValue(series, [values.length === 0 ? null : functions[series.aggregate](values)]);
}
