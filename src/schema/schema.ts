/** The graph: it puts the modules of all types together. */
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { serving } from '../loading/served-fields.ts';
import type { DatasetType } from '../types/dataset-type.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { withEntities, withoutEntities } from './entity.ts';
import { printSubgraph } from './subgraph.ts';
import { withTypes } from './typed/typed-schema.ts';
import './analysis.ts';
import './attachment.ts';
import './dataset.ts';
import './download.ts';
import './export.ts';
import './field-values.ts';
import './file.ts';
import './geo-clustering.ts';
import './node.ts';
import './portal.ts';
import './push.ts';
import './quota.ts';
import './record.ts';

/** The schema that people and programs ask: `schema/schema.graphql` shows it. */
export const apiSchema: GraphQLSchema = builder.toSchema();

/** Types that have their notes: some are part of several schemas. */
const noted = new WeakSet<GraphQLObjectType>();

/** The schema that is served: the same, and the fields that only gateways ask for. */
export const schema: GraphQLSchema = served(apiSchema);

/** The schema that is served, with a type for each dataset of these files; the same as `schema` without any. */
export function typedSchema(files: readonly DatasetType[]): GraphQLSchema {
  return files.length === 0 ? schema : served(withTypes(apiSchema, files));
}

function served(api: GraphQLSchema): GraphQLSchema {
  const made = withNotes(withEntities(api, () => printSubgraph(api)));
  let shown: GraphQLSchema | undefined;
  // Made when introspection first asks for it: that of many types takes its time. It is none of the members that a copy of
  // the schema copies, since it is made of such a copy itself.
  made.extensions = Object.defineProperty({ ...made.extensions }, 'shown', {
    get: () => {
      shown ??= withoutEntities(made);
      return shown;
    },
  });
  return made;
}

/** Tells the context what resolvers do: which field is asking, if the operation is explained, and how long lists are. */
function withNotes(built: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(built.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || noted.has(type)) continue;
    noted.add(type);
    for (const field of Object.values(type.getFields())) {
      // A field that only shows a property needs no function for it.
      if (isProperty(field)) delete field.resolve;
      const { resolve } = field;
      if (!resolve) continue;
      const isList = isListOfObjects(field.type);
      field.extensions = { ...field.extensions, readsInfo: resolve.length > 3 || isList };
      field.resolve = isList ? withLength(withPlace(resolve)) : withPlace(resolve);
    }
  }
  return built;
}

/** True of a field that gives the property of its name, and is no list that has to be counted. */
function isProperty({ name, type, extensions }: GraphQLField<unknown, Context>): boolean {
  return extensions.pothosExposedField === name && !isListOfObjects(type);
}

type Resolver = GraphQLFieldResolver<unknown, Context>;

function isListOfObjects(type: GraphQLOutputType): boolean {
  const own = isNonNullType(type) ? type.ofType : type;
  return isListType(own) && !isLeafType(getNamedType(own));
}

/** If the operation is explained, it is told which field a call is made for. */
function withPlace(resolve: Resolver): Resolver {
  return (source, args, context, info) =>
    context.isExplained ? placed(resolve, source, args, context, info) : resolve(source, args, context, info);
}

function placed(resolve: Resolver, ...given: Parameters<Resolver>): unknown {
  const [, , , info] = given;
  return serving([pathOf(info)], () => resolve(...given));
}

/** Lists make an answer long, so each is counted before the fields of its items are resolved. */
function withLength(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const list: unknown = resolve(source, args, context, info);
    return list instanceof Promise ? countedLater(list, context, info) : counted(list, context, info);
  };
}

function counted(list: unknown, context: Context, info: GraphQLResolveInfo): unknown {
  if (Array.isArray(list)) context.onList(list.length, info);
  return list;
}

function countedLater(list: Promise<unknown>, context: Context, info: GraphQLResolveInfo): Promise<unknown> {
  return list.then((items) => counted(items, context, info));
}

/** The path of a field without the indexes of lists: `datasets.nodes.records`. */
function pathOf({ path }: GraphQLResolveInfo): string {
  const keys: string[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = path; step; step = step.prev) {
    if (typeof step.key === 'string') keys.unshift(step.key);
  }
  return keys.join('.');
}
