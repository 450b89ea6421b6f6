/** The fields of the query that lead to typed datasets: `cities`, `city`. */
import { type GraphQLFieldConfig, type GraphQLFieldConfigMap, GraphQLID, GraphQLNonNull } from 'graphql';
import { annotate, CALL_WEIGHT } from '../annotations.ts';
import type { Context } from '../context.ts';
import { oneDataset, recordLookups } from '../cost.ts';
import { searchArguments, searchCost } from './search-field.ts';
import type { DatasetTypes, TypeKit } from './type-kit.ts';
import { typedProjection } from './typed-projection.ts';
import { TypedSearch, type TypedSearchArguments } from './typed-search.ts';

/** Both fields of one dataset. */
export function queryFields(types: DatasetTypes, kit: TypeKit): GraphQLFieldConfigMap<unknown, Context> {
  const { typed } = types;
  return { [typed.plural]: searchField(types, kit), [typed.singular]: lookupField(types) };
}

function searchField(types: DatasetTypes, { base }: TypeKit): GraphQLFieldConfig<unknown, Context> {
  const { typed, connection } = types;
  return {
    type: connection,
    description: `Search the records of \`${typed.datasetId}\` (record search API).`,
    args: searchArguments(types, base),
    extensions: annotate({
      weight: CALL_WEIGHT,
      listSize: 'page',
      freshness: 'records',
      cost: (use) => searchCost(oneDataset(typed.datasetId).scope, typed.datasetId, use),
    }),
    resolve: (_, args, { loaders }, info) =>
      new TypedSearch(typed, args as TypedSearchArguments, loaders, info),
  };
}

function lookupField({ typed, object }: DatasetTypes): GraphQLFieldConfig<unknown, Context> {
  return {
    type: object,
    description: `One record of \`${typed.datasetId}\` (record lookup API); null if there is none. Several lookups in one operation are one upstream call.`,
    args: {
      recordId: { type: new GraphQLNonNull(GraphQLID), description: 'Its identifier (`recordid`).' },
    },
    extensions: annotate({
      freshness: 'records',
      cost: ({ args }) => recordLookups(oneDataset(typed.datasetId), [String(args.recordId)]),
    }),
    resolve: (_, { recordId }, { loaders }, info) =>
      loaders.recordById.load(typed.datasetId, String(recordId), typedProjection(info, typed)),
  };
}
