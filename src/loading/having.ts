/** Filters on groups: the API has none, so they are applied to the answer. */
import { badInput } from '../ods/errors.ts';
import { didYouMean } from '../ods/nearest.ts';
import type { Series } from '../ods/query/series.ts';
import { listed, shown } from '../ods/text.ts';
import type { AnalysisPoint } from './analysis-point.ts';

const TESTS = {
  equals: (value: number, bound: number) => value === bound,
  greaterThan: (value: number, bound: number) => value > bound,
  atLeast: (value: number, bound: number) => value >= bound,
  lessThan: (value: number, bound: number) => value < bound,
  atMost: (value: number, bound: number) => value <= bound,
};

type Bounds = { [Test in keyof typeof TESTS]?: number | null | undefined };

/** What the value of a series must be for a group to be shown. */
export interface Having extends Bounds {
  series: string;
}

const NAMES: readonly (keyof typeof TESTS)[] = ['equals', 'greaterThan', 'atLeast', 'lessThan', 'atMost'];

/** Refuses what names no series or one that is a date, or tests nothing. */
export function checkHaving(
  having: readonly Having[],
  series: readonly Series[],
  dates: readonly { name: string }[],
): void {
  const names = series.map(({ name }) => name);
  for (const [index, test] of having.entries()) {
    if (!names.includes(test.series)) {
      throw badInput(
        `having[${index}].series`,
        `there is no series ${shown(test.series)}; there are ${listed(names)}.${didYouMean(test.series, names)}`,
      );
    }
    if (dates.some(({ name }) => name === test.series))
      throw badInput(
        `having[${index}].series`,
        `${shown(test.series)} is a date, and having compares numbers.`,
      );
    if (NAMES.every((name) => (test[name] ?? null) === null))
      throw badInput(`having[${index}]`, `needs at least one of ${NAMES.join(', ')}.`);
  }
}

/** True if all hold; a series without a value is never what it must be. */
export function holds(having: readonly Having[], { names, values }: AnalysisPoint): boolean {
  return having.every((test) => {
    const value = values[names.indexOf(test.series)] ?? null;
    return (
      value !== null &&
      NAMES.every((name) => {
        const bound = test[name] ?? null;
        return bound === null || TESTS[name](value, bound);
      })
    );
  });
}
