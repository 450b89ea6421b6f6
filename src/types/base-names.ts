/** The names that the graph has without any type made from data, so that none of those takes one. */
import type { GraphQLSchema } from 'graphql';
import type { BaseNames } from './type-set.ts';

/** The names of a schema that has no such types. */
export function baseNamesOf(schema: GraphQLSchema): BaseNames {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return {
    types: new Set([...Object.keys(schema.getTypeMap()), ...SHARED_TYPES]),
    fields: new Set(roots.flatMap((root) => (root ? Object.keys(root.getFields()) : []))),
  };
}

/** What types made from data have in common: it is in the schema as soon as there is one. */
const SHARED_TYPES = [
  'BooleanFilter',
  'Date',
  'DateFilter',
  'DateTimeFilter',
  'FloatFilter',
  'GeoFilter',
  'IntFilter',
  'NumberTests',
  'NumberTextFilter',
  'PartialDate',
  'PartialDateFilter',
  'PresenceFilter',
  'PushedFile',
  'RecordLike',
  'TextFilter',
];
