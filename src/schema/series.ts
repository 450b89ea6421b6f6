import type { GraphQLResolveInfo } from 'graphql';
import { badInput } from '../ods/errors.ts';
import { builder } from './builder.ts';
import { selectionsOn } from './selection.ts';

const AggregateFunction = builder.enumType('AggregateFunction', {
  description: 'What a series computes from the records of a group (`y.<series>.func`).',
  values: {
    COUNT: {
      description:
        'How many records there are; with an expression, how many of them have a value of it (values are counted, not distinct ones). Only this function needs no expression, and for it the expression may be a field of any type.',
    },
    AVG: { description: 'The mean.' },
    SUM: { description: 'The sum.' },
    MIN: { description: 'The smallest value, or the first date: `AnalysisPoint.date`.' },
    MAX: { description: 'The largest value, or the last date: `AnalysisPoint.date`.' },
    STDDEV: {
      description: 'The standard deviation of all values of the group (of a population, not of a sample).',
    },
    SUMSQUARES: { description: 'The sum of the squares.' },
    MEDIAN: { description: 'The median: the same as QUANTILES of 50 percent.' },
    QUANTILES: {
      description:
        'A percentile: the median, or the one that `percent` names. Several are several series, which are one call.',
    },
  },
});

export const SeriesInput = builder.inputType('SeriesInput', {
  description: 'A number computed for every group of records.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'The name of the series in the answer; each series needs a different one.',
    }),
    function: t.field({ type: AggregateFunction, required: true, description: 'What is computed.' }),
    expression: t.string({
      description:
        'A numeric field, or an expression such as `sqrt(population)*2`: numbers, numeric fields, + - * /, parentheses and the functions of Java’s Math (`y.<series>.expr`). `time(updated)` makes a number of a date: its milliseconds since 1970. It is required for all functions but COUNT. MIN and MAX of an analysis take the name of a date field, too.',
    }),
    percent: t.float({
      description:
        'Of QUANTILES: which quantile, as a percentage from 0 to 100 (`y.<series>.subsets`). If it is left out, it is the median, 50.',
    }),
    cumulative: t.boolean({
      defaultValue: false,
      description: 'If true, the values are added up along the axis (`y.<series>.cumulative`).',
    }),
  }),
});

/**
 * The series that are read by `date(series:)` and by `value(series:)`. One that was not asked for is refused, before a
 * call is spent.
 */
export function checkSelectedSeries(
  info: GraphQLResolveInfo,
  typeName: string,
  through: readonly string[],
  series: readonly { name: string }[],
): { dates: string[]; numbers: string[] } {
  const names = series.map(({ name }) => name);
  const reads = { dates: [] as string[], numbers: [] as string[] };
  for (const { name, args } of selectionsOn(info, typeName, through)) {
    if (name !== 'value' && name !== 'date') continue;
    const read = String(args.series);
    (name === 'date' ? reads.dates : reads.numbers).push(read);
    if (names.includes(read)) continue;
    throw badInput(
      'series',
      `there is no series ${JSON.stringify(read)}; there are ${names.join(', ') || 'none'}.`,
    );
  }
  return reads;
}
