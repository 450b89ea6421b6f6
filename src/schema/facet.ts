import type { FacetGroup as FacetGroupSource, Facet as FacetSource } from '../ods/facets.ts';
import { annotate } from './annotations.ts';
import { builder } from './builder.ts';
import { SortDirection } from './order-by.ts';

const FacetState = builder.enumType('FacetState', {
  description: 'What the filter does with a facet value.',
  values: {
    DISPLAYED: { description: 'Neither kept nor left out by the filter.' },
    REFINED: { description: 'The filter keeps it (`refine`).' },
    EXCLUDED: { description: 'The filter leaves it out (`exclude`).' },
  },
});

const FacetSortKey = builder.enumType('FacetSortKey', {
  description: 'What the values of a facet are sorted by.',
  values: {
    COUNT: { description: 'How many results have the value.' },
    NAME: { description: 'The value itself, by the alphabet.' },
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
  description: 'One value of a facet, with how many results have it.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The value; of a hierarchy the last segment: `12` of `2020/12`.',
    }),
    path: t.exposeString('path', {
      description: 'What to refine or exclude with: the whole path, `2020/12`.',
    }),
    count: t.exposeInt('count', { description: 'Results with this value, over all pages.' }),
    state: t.field({
      type: FacetState,
      description: 'What the filter does with it.',
      resolve: ({ state }) => state,
    }),
    facets: t.field({
      type: [Facet],
      description: 'The values below it, in a hierarchy that the filter refines down to here; else empty.',
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
      description: 'The count of the group, where the portal gives one.',
    }),
    facets: t.field({
      type: [Facet],
      extensions: annotate({ listSize: 100 }),
      description: 'The values, 100 at the most: portals cut there. Empty where no result has any.',
      args: { limit: t.arg({ type: 'PositiveInt', description: 'Only the first so many.' }) },
      resolve: ({ facets }, { limit }) => facets.slice(0, limit ?? undefined),
    }),
  }),
});
