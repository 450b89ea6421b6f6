/** Statistics that SQLite does not have, as functions of lists and as aggregates in SQL. */
import type { DatabaseSync } from 'node:sqlite';

/** Count, mean and sum of squared differences so far, by Welford's method: it stays exact with large numbers. */
function spread(state: Float64Array, value: number): Float64Array {
  const [count = 0, mean = 0, squares = 0] = state;
  const difference = value - mean;
  const moved = mean + difference / (count + 1);
  state.set([count + 1, moved, squares + difference * (value - moved)]);
  return state;
}

/** The standard deviation of a whole population; null if there are no values. */
export const deviation = (values: readonly number[]): number | null =>
  deviationOf(values.reduce(spread, new Float64Array(3)));

function deviationOf([count = 0, , squares = 0]: Float64Array): number | null {
  return count === 0 ? null : Math.sqrt(squares / count);
}

/** The quantile, interpolated between the two nearest values; null if there are no values. */
export function quantile(values: ArrayLike<number>, percent: number): number | null {
  const sorted = Float64Array.from(values).sort();
  const position = ((sorted.length - 1) * percent) / 100;
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (position - Math.floor(position));
}

/** Registers `stat_deviation(value)` and `stat_quantile(value, percent)`. */
export function registerStatistics(database: DatabaseSync): void {
  database.aggregate<Float64Array>('stat_deviation', {
    start: () => new Float64Array(3),
    step: (state, value) => (value === null ? state : spread(state, Number(value))),
    result: deviationOf,
  });
  // The state is the percentage, the number of values, the values, and space for more.
  database.aggregate<Float64Array>('stat_quantile', {
    start: () => new Float64Array(8),
    step: (state, value, percent) =>
      value === null ? state : collect(state, Number(value), Number(percent)),
    result: (state) => quantile(state.subarray(2, 2 + (state[1] ?? 0)), state[0] ?? 0),
  });
}

function collect(state: Float64Array, value: number, percent: number): Float64Array {
  const count = state[1] ?? 0;
  const roomy = count + 2 < state.length ? state : new Float64Array(state.length * 2);
  if (roomy !== state) roomy.set(state);
  roomy[0] = percent;
  roomy[1] = count + 1;
  roomy[count + 2] = value;
  return roomy;
}
