/** The least and the greatest of what the clusters of an answer have. */
import type { Series, SeriesValue } from '../analysis/series.ts';

export interface Range {
  min: number | null;
  max: number | null;
}

export function rangesOf(
  clusters: readonly { series?: Record<string, SeriesValue> }[],
  series: readonly Series[],
): Record<string, Range> {
  return Object.fromEntries(
    series.map(({ name }) => [
      name,
      rangeOf(
        clusters.flatMap((cluster) => {
          const value = cluster.series?.[name];
          // Of several quantiles the first one counts, as when groups are sorted.
          const number = typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
          return typeof number === 'number' ? [number] : [];
        }),
      ),
    ]),
  );
}

export function rangeOf(values: readonly number[]): Range {
  if (values.length === 0) return { min: null, max: null };
  return values.reduce<{ min: number; max: number }>(
    ({ min, max }, value) => ({ min: Math.min(min, value), max: Math.max(max, value) }),
    { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY },
  );
}
