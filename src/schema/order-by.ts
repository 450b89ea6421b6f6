import { builder } from './builder.ts';

export const SortDirection = builder.enumType('SortDirection', {
  description: 'The direction in which results are sorted.',
  values: {
    ASC: { description: 'From small to large, from past to future, from A to Z by code points.' },
    DESC: { description: 'From large to small, from future to past, from Z to A by code points.' },
  },
});

export const OrderBy = builder.inputType('OrderBy', {
  description:
    "A field to sort by, which must hold numbers, dates or text. ASC sorts from small to large and DESC from large to small, for every type; text is sorted as the portal sorts it, by code points (`Z` before `a`, `é` after both). The minus sign of the REST API's `sort` means ASC for numbers and dates, and DESC for text.",
  fields: (t) => ({
    field: t.string({
      required: true,
      description:
        'Name of the field, for example `population`. Records can also be sorted by `record_timestamp`.',
    }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Ascending or descending.',
    }),
  }),
});
