import type { GraphQLResolveInfo } from 'graphql';
import { badInput } from '../ods/errors.ts';
import { builder } from './builder.ts';
import { selectionsOn } from './selection.ts';

const AggregateFunction = builder.enumType('AggregateFunction', {
  description: 'What a series computes of the records of a group (`y.<series>.func`).',
  values: {
    COUNT: { description: 'How many records; the one function that needs no expression.' },
    AVG: { description: 'The mean.' },
    SUM: { description: 'The sum.' },
    MIN: { description: 'The smallest.' },
    MAX: { description: 'The largest.' },
    STDDEV: { description: 'The standard deviation.' },
    SUMSQUARES: { description: 'The sum of the squares.' },
  },
});

export const SeriesInput = builder.inputType('SeriesInput', {
  description: 'A number computed for every group of records.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What to call it in the answer; a name of its own.' }),
    function: t.field({ type: AggregateFunction, required: true, description: 'What is computed.' }),
    expression: t.string({
      description:
        'A numeric field, or an expression such as `sqrt(population)*2`: numbers, numeric fields, + - * /, parentheses and the functions of Java’s Math. Required for all but COUNT (`y.<series>.expr`).',
    }),
    cumulative: t.boolean({
      defaultValue: false,
      description: 'True adds the values up along the axis (`y.<series>.cumulative`).',
    }),
  }),
});

/** Refuses `value(series:)` of a series that was not asked for, before a call is spent. */
export function checkSelectedSeries(
  info: GraphQLResolveInfo,
  typeName: string,
  through: readonly string[],
  series: readonly { name: string }[],
): void {
  const names = series.map(({ name }) => name);
  for (const { name, args } of selectionsOn(info, typeName, through)) {
    if (name !== 'value' || names.includes(String(args.series))) continue;
    throw badInput(
      'series',
      `there is no series ${JSON.stringify(args.series)}; there are ${names.join(', ') || 'none'}.`,
    );
  }
}
