/** What the types of all typed datasets are made with: what they share, and the types of each. */
import type { GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType } from 'graphql';
import type { DatasetRecord } from '../../ods/records.ts';
import type { Context } from '../context.ts';
import type { Base } from './base.ts';
import type { FieldEnums } from './enums.ts';
import type { FilterOperators } from './filter-type.ts';
import type { GroupInputs } from './group-inputs.ts';
import type { TypedDataset } from './typed-dataset.ts';
import type { TypedSearch } from './typed-search.ts';

/** The types of one dataset. */
export interface DatasetTypes {
  typed: TypedDataset;
  enums: FieldEnums;
  filter: GraphQLInputObjectType;
  order: GraphQLInputObjectType | null;
  object: GraphQLObjectType<DatasetRecord, Context>;
  connection: GraphQLObjectType<TypedSearch, Context>;
}

/** What the types of datasets are made of. */
export interface TypeKit {
  base: Base;
  recordLike: GraphQLInterfaceType;
  operators: FilterOperators;
  groupInputs: GroupInputs;
  /** The types of a dataset, which may be made later than those that lead to them. */
  of(typed: TypedDataset): DatasetTypes;
}
