/** The graph with types made from files: the untyped graph, and beside it a type for each dataset that has one. */
import {
  type GraphQLFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import type { DatasetType } from '../../types/dataset-type.ts';
import { capitalized } from '../../types/names.ts';
import type { Context } from '../context.ts';
import { Base } from './base.ts';
import { connectionType } from './connection-type.ts';
import { downloadField } from './download-field.ts';
import { FieldEnums } from './enums.ts';
import { FilterOperators, filterType } from './filter-type.ts';
import { GroupInputs } from './group-inputs.ts';
import { OdsDirective } from './ods-directive.ts';
import { pushField } from './push-field.ts';
import { queryFields } from './query-fields.ts';
import { recordLikeType, recordType } from './record-type.ts';
import type { DatasetTypes, TypeKit } from './type-kit.ts';
import { type TypedDataset, typedDatasets } from './typed-dataset.ts';
import { typedNode, typedNodes } from './typed-nodes.ts';

/** Adds the types of these files to the untyped graph. Nothing is asked of the portal: the files say it all. */
export function withTypes(api: GraphQLSchema, files: readonly DatasetType[]): GraphQLSchema {
  const kit = new Kit(api);
  const all = typedDatasets(files).map((typed) => kit.of(typed));
  const { query, mutation, subscription, types, ...config } = api.toConfig();
  if (!query || !mutation || !subscription) throw new Error('The graph has three roots.');
  const { node, nodes } = query.toConfig().fields;
  if (!node || !nodes) throw new Error('The graph has no nodes.');
  const byDataset = new Map(all.map(({ typed }) => [typed.datasetId, typed]));
  const queries: Fields = { node: typedNode(node, byDataset), nodes: typedNodes(nodes, byDataset) };
  const pushes: Fields = {};
  const downloads: Fields = {};
  for (const one of all) {
    const plural = capitalized(one.typed.plural);
    Object.assign(queries, queryFields(one, kit));
    downloads[`download${plural}`] = downloadField(one, kit);
    if (one.typed.file.realtime) pushes[`push${plural}`] = pushField(one, kit);
  }
  const roots: ReadonlySet<unknown> = new Set([query, mutation, subscription]);
  return new GraphQLSchema({
    ...config,
    query: extended(query, queries),
    mutation: extended(mutation, pushes),
    subscription: extended(subscription, downloads),
    directives: [...config.directives, OdsDirective],
    types: [...types.filter((type) => !roots.has(type)), ...all.map(({ object }) => object)],
  });
}

type Fields = GraphQLFieldConfigMap<unknown, Context>;

/** A root type with fields in addition. */
function extended(root: GraphQLObjectType, fields: Fields): GraphQLObjectType {
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
