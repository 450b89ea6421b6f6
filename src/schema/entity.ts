/** The fields that gateways of Apollo Federation ask of a subgraph: `_entities` for objects by their keys, `_service` for its schema. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  type ValueNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { badInput } from '../ods/errors.ts';
import { isObject } from '../ods/json.ts';
import type { DatasetRecord } from '../ods/records.ts';
import { annotate } from './annotations.ts';
import type { Context } from './context.ts';
import { type Cost, nodeLookups, readable } from './cost.ts';
import type { GlobalId } from './global-id.ts';
import { DeferDirective, StreamDirective } from './incremental-directives.ts';
import { loadRecords } from './record-lookup.ts';
import { TypedDataset } from './typed/typed-dataset.ts';
import { typedProjection } from './typed/typed-projection.ts';
import { typenameOf, withTypename } from './typename.ts';

/** The fields of each key, as `@key` names them in the subgraph's schema; those of typed records are `recordId`. */
const KEYS = { Dataset: ['datasetId'], Record: ['datasetId', 'recordId'] } as const;

/** The datasets that have types of their own, by the names of the types. */
type TypedNames = ReadonlyMap<string, TypedDataset>;

const Any = new GraphQLScalarType({
  name: '_Any',
  description: 'What a gateway knows of an entity: its `__typename`, and the fields of its key.',
  serialize: (value) => value,
  parseValue: requireObject,
  parseLiteral: (node: ValueNode, variables) => requireObject(valueFromASTUntyped(node, variables)),
});

const Service = new GraphQLObjectType<{ sdl: string }>({
  name: '_Service',
  description: 'This graph as a subgraph of a federated one.',
  fields: {
    sdl: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'Its schema with the directives of Federation, for the composition of a supergraph.',
    },
  },
});

/** Adds `_service` and `_entities` to the schema; `sdl` prints the schema that `_service` answers with. */
export function withEntities(api: GraphQLSchema, sdl: () => string): GraphQLSchema {
  const { query, types, ...config } = api.toConfig();
  if (!query) throw new Error('A schema without a Query has nothing to answer.');
  let printed: string | undefined;
  const typed = typedNames(api);
  const fields: Record<string, GraphQLFieldConfig<unknown, Context>> = {
    _entities: {
      type: new GraphQLNonNull(new GraphQLList(entityUnion(api, typed))),
      extensions: annotate({ cost: ({ args }) => entityLookups(args.representations, typed) }),
      description:
        'For gateways: datasets and records by their keys, in the order asked for; null for each that does not exist any more. Each hundred datasets, and each hundred records of one dataset, are one upstream call.',
      args: {
        representations: {
          type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Any))),
          description: 'The `__typename` and the key of each: `datasetId`, and for a Record also `recordId`.',
        },
      },
      resolve: (_, { representations }, context, info) => loadEntities(representations, typed, context, info),
    },
    _service: {
      type: new GraphQLNonNull(Service),
      description: 'For gateways: the schema of this subgraph. It costs no upstream call.',
      resolve: () => {
        printed ??= sdl();
        return { sdl: printed };
      },
    },
  };
  const asked = query.toConfig();
  return new GraphQLSchema({
    ...config,
    query: new GraphQLObjectType({ ...asked, fields: { ...asked.fields, ...fields } }),
    types: types.filter((type) => type !== query),
    directives: [...config.directives, DeferDirective, StreamDirective],
  });
}

/** The fields that only gateways ask. They are served to everybody, and shown to nobody else. */
const FOR_GATEWAYS: ReadonlySet<string> = new Set(['_entities', '_service']);

/** The schema as introspection shows it: without what is for gateways, which would be in everybody's documentation. */
export function withoutEntities(served: GraphQLSchema): GraphQLSchema {
  // The extensions of the served schema lead here.
  const { query, types, extensions: _, ...config } = served.toConfig();
  if (!query) throw new Error('A schema without a Query has nothing to show.');
  const asked = query.toConfig();
  const fields = Object.entries(asked.fields).filter(([name]) => !FOR_GATEWAYS.has(name));
  return new GraphQLSchema({
    ...config,
    query: new GraphQLObjectType({ ...asked, fields: Object.fromEntries(fields) }),
    types: types.filter((type) => type !== query && !type.name.startsWith('_')),
  });
}

/** True if a document asks for what only gateways ask. */
export function isForGateways(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (FOR_GATEWAYS.has(name.value)) found = true;
    },
  });
  return found;
}

function typedNames(api: GraphQLSchema): TypedNames {
  const names = new Map<string, TypedDataset>();
  for (const { name, extensions } of Object.values(api.getTypeMap()))
    if ('typed' in extensions && extensions.typed instanceof TypedDataset) names.set(name, extensions.typed);
  return names;
}

function entityUnion(api: GraphQLSchema, typed: TypedNames): GraphQLUnionType {
  return new GraphQLUnionType({
    name: '_Entity',
    description: 'What a gateway can ask for by its key.',
    types: [...Object.keys(KEYS), ...typed.keys()].map((name) => {
      const type = api.getType(name);
      if (!(type instanceof GraphQLObjectType)) throw new Error(`The schema has no object type ${name}.`);
      return type;
    }),
    resolveType: typenameOf,
  });
}

/** A representation that cannot be read costs nothing: the resolver says what is wrong with it. */
function entityLookups(representations: unknown, typed: TypedNames): Cost {
  const list: readonly Representation[] = Array.isArray(representations) ? representations : [];
  const cost = nodeLookups(
    readable(list, (representation) => readRepresentation(representation, null, typed).id),
  );
  const records = cost.types?.Record;
  if (!records) return cost;
  // Those of a type are looked up as other records are.
  return {
    ...cost,
    types: { ...cost.types, ...Object.fromEntries([...typed.keys()].map((name) => [name, records])) },
  };
}

type Representation = Readonly<Record<string, unknown>>;

/** The id of an entity, and its place among those asked for. */
interface Asked {
  id: string;
  index: number;
}

/** What a representation stands for. */
interface Entity {
  id: GlobalId;
  /** Its type, if that is one of its own. */
  typed: TypedDataset | null;
}

/**
 * Entities in the order asked for, those of one kind and dataset loaded together. One that cannot be read or loaded is
 * an error in its own place: the others are answered all the same.
 */
async function loadEntities(
  representations: readonly Representation[],
  types: TypedNames,
  { loaders }: Context,
  info: GraphQLResolveInfo,
): Promise<unknown[]> {
  const entities: unknown[] = representations.map(() => null);
  const datasets: Asked[] = [];
  const records = new Map<string, Asked[]>();
  const typed = new Map<TypedDataset, Asked[]>();
  representations.forEach((representation, index) => {
    try {
      const { id, typed: type } = readRepresentation(representation, index, types);
      if (type && id.typename === 'Record') listOf(typed, type).push({ id: id.recordId, index });
      else if (id.typename === 'Dataset') datasets.push({ id: id.datasetId, index });
      else listOf(records, id.datasetId).push({ id: id.recordId, index });
    } catch (error) {
      entities[index] = error;
    }
  });
  const load = async (asked: readonly Asked[], many: (ids: string[]) => Promise<unknown[]>) => {
    const outcomes = await many(asked.map(({ id }) => id));
    asked.forEach(({ index }, at) => {
      entities[index] = outcomes[at];
    });
  };
  await Promise.all([
    load(datasets, (ids) => loaders.datasetById.loadMany(ids)),
    ...[...records].map(([datasetId, asked]) =>
      load(asked, (ids) => loadRecords(loaders, datasetId, ids, info)),
    ),
    ...[...typed].map(([type, asked]) => load(asked, (ids) => loadTypedRecords(loaders, type, ids, info))),
  ]);
  return entities;
}

async function loadTypedRecords(
  loaders: Context['loaders'],
  typed: TypedDataset,
  ids: readonly string[],
  info: GraphQLResolveInfo,
): Promise<(DatasetRecord | null | Error)[]> {
  const records = await loaders.recordById.loadMany(typed.datasetId, ids, typedProjection(info, typed));
  return records.map((record) =>
    record === null || record instanceof Error ? record : withTypename(record, typed.name),
  );
}

function listOf<Key>(lists: Map<Key, Asked[]>, key: Key): Asked[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

/** What a representation stands for; throws BAD_USER_INPUT, which names its place in the list, if it has no key of this graph. */
function readRepresentation(representation: Representation, index: number | null, types: TypedNames): Entity {
  const { __typename: typename, datasetId, recordId } = representation;
  const typed = types.get(String(typename));
  if (typed && isKey(recordId))
    return { id: { typename: 'Record', datasetId: typed.datasetId, recordId }, typed };
  if (typename === 'Dataset' && isKey(datasetId)) return { id: { typename, datasetId }, typed: null };
  if (typename === 'Record' && isKey(datasetId) && isKey(recordId))
    return { id: { typename, datasetId, recordId }, typed: null };
  const key = typed ? ['recordId'] : typename === 'Dataset' || typename === 'Record' ? KEYS[typename] : null;
  throw badInput(
    index === null ? 'representations' : `representations[${index}]`,
    key
      ? `A ${typename} is known by ${key.join(' and ')}, as text that is not empty.`
      : `${JSON.stringify(typename ?? null)} is no entity of this graph: __typename must be ${[...Object.keys(KEYS), ...types.keys()].join(' or ')}.`,
  );
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function requireObject(value: unknown): Representation {
  if (isObject(value)) return value;
  throw new GraphQLError('A representation is an object with __typename and the fields of a key.');
}
