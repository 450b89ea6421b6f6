/** The scalars of typed datasets, beside those that every graph has. */
import { GraphQLScalarType } from 'graphql';
import { DateResolver } from 'graphql-scalars';

/** A day, as portals write it. */
export const DateScalar = DateResolver;

const PARTIAL = /^\d{4}(?:-\d{2}(?:-\d{2})?)?(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** A date as precise as it is known: the year alone, the month, the day, or an instant. */
export const PartialDate = new GraphQLScalarType<string, string>({
  name: 'PartialDate',
  description:
    'A date as precise as it is known or meant: `2017`, `2017-04`, `2017-04-12`, or an ISO 8601 instant such as `2017-04-12T10:00:00Z`. In a filter a year or month means all of it.',
  serialize: (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw new TypeError('A PartialDate is a text.');
  },
  parseValue: (value) => {
    if (typeof value === 'string' && value.length <= 40 && PARTIAL.test(value)) return value;
    throw new TypeError(
      'PartialDate must be a text such as "2017", "2017-04", "2017-04-12" or "2017-04-12T10:00:00Z".',
    );
  },
});
