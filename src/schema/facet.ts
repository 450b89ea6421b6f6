import { requireCount } from '../loading/counts.ts';
import { type FacetGroup as FacetGroupSource, type Facet as FacetSource, MAX_FACETS } from '../ods/facets.ts';
import { annotate } from './annotations.ts';
import { builder } from './builder.ts';
import { SortDirection } from './order-by.ts';

const FacetState = builder.enumType('FacetState', {
  description: 'What the filter does with a facet value.',
  values: {
    DISPLAYED: { description: 'The filter neither keeps nor leaves out this value.' },
    REFINED: { description: 'The filter keeps only results with this value (`refine`).' },
    EXCLUDED: { description: 'The filter leaves out results with this value (`exclude`).' },
  },
});

const FacetSortKey = builder.enumType('FacetSortKey', {
  description: 'What the values of a facet are sorted by.',
  values: {
    COUNT: { description: 'How many results have the value.' },
    NAME: { description: 'The value itself, in alphabetical order.' },
  },
});

export const FacetSort = builder.inputType('FacetSort', {
  description: 'The order of the values of a facet (`facetsort`).',
  fields: (t) => ({
    by: t.field({ type: FacetSortKey, required: true, description: 'Count or name.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'DESC',
      description: 'Ascending, or descending.',
    }),
  }),
});

const Facet = builder.objectRef<FacetSource>('Facet');

Facet.implement({
  description: 'One value of a facet, and how many results have it.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The value. In a hierarchy it is the last segment: `12` of `2020/12`.',
    }),
    path: t.exposeString('path', {
      description: 'The text to refine or exclude with: the whole path, such as `2020/12`.',
    }),
    count: t.exposeInt('count', { description: 'How many results have this value, over all pages.' }),
    state: t.field({
      type: FacetState,
      description: 'What the filter does with it.',
      resolve: ({ state }) => state,
    }),
    facets: t.field({
      type: [Facet],
      description:
        'The values below this one, if the facet is a hierarchy and the filter refines down to this value; otherwise the list is empty.',
      resolve: ({ facets }) => facets,
    }),
  }),
});

export const FacetGroup = builder.objectRef<FacetGroupSource>('FacetGroup').implement({
  description: 'The values of one facet over everything that matches, not just the page.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The facet: the name of its field.' }),
    count: t.exposeInt('count', {
      nullable: true,
      description: 'The count of the group; null if the portal gives none.',
    }),
    truncated: t.boolean({
      description:
        'True if there may be more values: a portal gives 100 of a facet at most. `Dataset.values` gives all of them.',
      resolve: ({ facets }) => facets.length >= MAX_FACETS,
    }),
    facets: t.field({
      type: [Facet],
      extensions: annotate({ listSize: 100 }),
      description:
        'The values, at most 100, since portals give no more. The list is empty if no result has a value.',
      args: {
        first: t.arg.int({
          description: 'How many values, 0 or more; all that the portal gave if it is left out.',
        }),
      },
      resolve: ({ facets }, { first }) => {
        requireCount(first, 'first');
        return facets.slice(0, first ?? undefined);
      },
    }),
  }),
});
