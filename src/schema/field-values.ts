import type { FieldValue as FieldValueSource, FieldValues } from '../loading/field-values.ts';
import { loadFieldValues } from '../loading/field-values-loader.ts';
import { annotate, annotateType, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import { PageInfo } from './connection.ts';
import { fieldValues, pageRows } from './cost.ts';
import { Dataset } from './dataset.ts';
import { FacetSort } from './facet.ts';
import { RecordFilter } from './filter.ts';

const FieldValue = builder.objectRef<FieldValueSource>('FieldValue').implement({
  description: 'One value of a field, and how many records have it.',
  fields: (t) => ({
    value: t.exposeString('value', {
      description: 'The value as text. `refine` takes it as it is.',
    }),
    count: t.expose('count', { type: 'SafeInt', description: 'How many records have it.' }),
  }),
});

const FieldValueEdge = builder.objectRef<FieldValues['edges'][number]>('FieldValueEdge').implement({
  description: 'A value and its position in a connection.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its cursor, for `after`.' }),
    node: t.expose('node', { type: FieldValue, description: 'The value.' }),
  }),
});

const FieldValueConnection = builder.objectRef<FieldValues>('FieldValueConnection').implement({
  description: 'A page of the values of a field. All its pages are one upstream call.',
  extensions: annotateType({ freshness: 'analysis' }),
  fields: (t) => ({
    edges: t.field({
      type: [FieldValueEdge],
      extensions: annotate({ cost: pageRows }),
      description: 'The values of the page, each with its cursor.',
      resolve: ({ edges }) => edges,
    }),
    nodes: t.field({
      type: [FieldValue],
      extensions: annotate({ cost: pageRows }),
      description: 'The values of the page.',
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.field({
      type: PageInfo,
      description: 'The position of the page in the connection.',
      resolve: ({ pageInfo }) => pageInfo,
    }),
    totalCount: t.exposeInt('totalCount', {
      description: 'How many distinct values there are, over all pages.',
    }),
    truncated: t.exposeBoolean('truncated', {
      description: 'True if a limit of the portal cut the values short, so that there are more of them.',
    }),
  }),
});

builder.objectField(Dataset, 'values', (t) =>
  t.field({
    type: FieldValueConnection,
    nullable: true,
    extensions: annotate({ weight: CALL_WEIGHT, listSize: 'page', cost: fieldValues }),
    description:
      'All distinct values of a field with their counts, also beyond the 100 that `facets` gives (analysis API). Records without a value are left out; of a field with several values, each is counted by itself. It is one upstream call, whatever the page, the search and the order. A text that is no facet has a value list only if it has fewer than 100.',
    args: {
      field: t.arg.string({
        required: true,
        description: 'Name of a text or a number. Dates have `analysis`, with a precision.',
      }),
      filter: t.arg({ type: RecordFilter, description: 'Of which records; of all if it is left out.' }),
      search: t.arg.string({
        description:
          'Keep only values that have these words. Each may be the beginning of a word of the value; accents and case do not matter.',
      }),
      orderBy: t.arg({
        type: FacetSort,
        description:
          'The order of the values: by their counts (the highest first if it is left out), or by themselves, character by character.',
      }),
      first: t.arg.int({ description: 'How many values from `after` on; 10 if it is left out.' }),
      after: t.arg.string({
        description: 'The cursor after which the page starts: the `pageInfo.endCursor` of the previous page.',
      }),
      timezone: t.arg({
        type: 'TimeZone',
        description:
          'IANA time zone in which the days of the filter begin (`timezone`); UTC if it is left out.',
      }),
    },
    resolve: (dataset, args, { loaders }) => loadFieldValues(loaders, dataset, args),
  }),
);
