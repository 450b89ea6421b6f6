/** The graph with types made from files: the untyped graph, and beside it a type for each dataset that has one. */
import {
  type GraphQLFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import type { DatasetType } from '../../types/dataset-type.ts';
import type { Context } from '../context.ts';
import { Base } from './base.ts';
import { connectionType } from './connection-type.ts';
import { FieldEnums } from './enums.ts';
import { FilterOperators, filterType } from './filter-type.ts';
import { GroupInputs } from './group-inputs.ts';
import { queryFields } from './query-fields.ts';
import { recordLikeType, recordType } from './record-type.ts';
import type { DatasetTypes, TypeKit } from './type-kit.ts';
import { type TypedDataset, typedDatasets } from './typed-dataset.ts';

/** Adds the types of these files to the untyped graph. Nothing is asked of the portal: the files say it all. */
export function withTypes(api: GraphQLSchema, files: readonly DatasetType[]): GraphQLSchema {
  const kit = new Kit(api);
  const all = typedDatasets(files).map((typed) => kit.of(typed));
  const { query, types, ...config } = api.toConfig();
  if (!query) throw new Error('A schema without a Query has nothing to add to.');
  const fields: GraphQLFieldConfigMap<unknown, Context> = {};
  for (const one of all) Object.assign(fields, queryFields(one, kit));
  return new GraphQLSchema({
    ...config,
    query: extended(query, fields),
    types: [...types.filter((type) => type !== query), ...all.map(({ object }) => object)],
  });
}

/** A root type with fields in addition. */
function extended(
  root: GraphQLObjectType,
  fields: GraphQLFieldConfigMap<unknown, Context>,
): GraphQLObjectType {
  const config = root.toConfig();
  return new GraphQLObjectType({ ...config, fields: { ...config.fields, ...fields } });
}

/** Makes the types of each dataset once, when they are first needed: relations lead in circles. */
class Kit implements TypeKit {
  readonly base: Base;
  readonly recordLike;
  readonly operators: FilterOperators;
  readonly groupInputs = new GroupInputs();
  readonly #made = new Map<TypedDataset, DatasetTypes>();

  constructor(api: GraphQLSchema) {
    this.base = new Base(api);
    this.recordLike = recordLikeType(this.base);
    this.operators = new FilterOperators(this.base);
  }

  of(typed: TypedDataset): DatasetTypes {
    const known = this.#made.get(typed);
    if (known) return known;
    const enums = new FieldEnums(typed);
    const types: DatasetTypes = {
      typed,
      enums,
      filter: filterType(typed, this.operators, this.base),
      order: this.#orderType(typed, enums),
      object: recordType(typed, this),
      connection: connectionType(typed, this),
    };
    this.#made.set(typed, types);
    return types;
  }

  #orderType({ name, datasetId }: TypedDataset, { orderable }: FieldEnums): GraphQLInputObjectType | null {
    if (!orderable) return null;
    return new GraphQLInputObjectType({
      name: `${name}Order`,
      description: `A field of \`${datasetId}\` to sort by; text is sorted by code points.`,
      fields: {
        field: { type: new GraphQLNonNull(orderable), description: 'The field.' },
        direction: {
          type: new GraphQLNonNull(this.base.enumeration('SortDirection')),
          defaultValue: 'ASC',
          description: 'Ascending or descending.',
        },
      },
    });
  }
}
