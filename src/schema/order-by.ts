import { builder } from './builder.ts';

export const SortDirection = builder.enumType('SortDirection', {
  description: 'A direction in plain words.',
  values: {
    ASC: { description: 'From small to large, from past to future, from A to Z.' },
    DESC: { description: 'From large to small, from future to past, from Z to A.' },
  },
});

export const OrderBy = builder.inputType('OrderBy', {
  description:
    "A field to sort by. Numbers, dates and text can be sorted by; the REST API's reversed minus sign in `sort` is hidden.",
  fields: (t) => ({
    field: t.string({
      required: true,
      description: 'Name of the field, e.g. `population`; of records also `record_timestamp`.',
    }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Ascending, or descending.',
    }),
  }),
});
