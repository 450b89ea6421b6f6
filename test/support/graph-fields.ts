/** The fields of the graph, and which of them can fail by themselves: told from the schema, so that none is forgotten. */
import { type GraphQLField, type GraphQLObjectType, isNonNullType, isObjectType } from 'graphql';
import { schema } from '../../src/schema/schema.ts';

export interface GraphField {
  parent: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
  /** `Dataset.records`. */
  name: string;
}

export const graphFields: readonly GraphField[] = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) && !type.name.startsWith('__')
    ? Object.values(type.getFields()).map((field) => ({
        parent: type,
        field,
        name: `${type.name}.${field.name}`,
      }))
    : [],
);

/** Anything at all: every property of it is another one. If it is called, it calls back, but not from a callback. */
function anything(callsBack = true): object {
  return new Proxy(() => {}, {
    get: (_, key) =>
      key === Symbol.toPrimitive ? () => 'x' : key === 'then' ? undefined : anything(callsBack),
    apply: (_, __, args: unknown[]) => {
      for (const callback of args) {
        if (callsBack && typeof callback === 'function')
          Promise.try(() => callback(anything(false), 0)).catch(() => {});
      }
      return anything(callsBack);
    },
  });
}

/** True if the resolver asks the context for one of these. */
async function asksFor(names: readonly string[], { field, parent }: GraphField): Promise<boolean> {
  let asked = false;
  const context = new Proxy(
    {},
    {
      get: (_, key) => {
        if (names.includes(String(key))) asked = true;
        return key === 'isExplained' ? false : anything();
      },
    },
  );
  const info = {
    fieldNodes: [],
    fragments: {},
    schema,
    variableValues: {},
    parentType: parent,
    returnType: field.type,
  };
  for (const resolve of [field.resolve, field.subscribe]) {
    try {
      // Not a real call: only what it asks for counts, and not what becomes of it.
      await Reflect.apply(resolve ?? (() => null), null, [anything(), anything(), context, info]);
    } catch {}
  }
  return asked;
}

async function fieldsThatAsk(...names: string[]): Promise<GraphField[]> {
  const asked = await Promise.all(graphFields.map((field) => asksFor(names, field)));
  return graphFields.filter((_, index) => asked[index]);
}

/** The fields that load something. */
export const loadingFields: readonly GraphField[] = await fieldsThatAsk('loaders', 'pusher');

/** GraphQL itself checks the arguments of these, and they ask nobody: nothing is left that could go wrong. */
const SAFE: ReadonlySet<string> = new Set(['FacetGroup.facets', 'Query._entities']);

const LINKS = await fieldsThatAsk('links');

/** The fields that can fail by themselves: they load, make a link, have a cost in calls, or refuse an argument. */
export const failingFields: readonly GraphField[] = graphFields.filter((one) => {
  if (SAFE.has(one.name)) return false;
  const costs = one.field.extensions.cost !== undefined && !isRowsOfPage(one);
  return loadingFields.includes(one) || LINKS.includes(one) || one.field.args.length > 0 || costs;
});

/** The rows of a page come with the search that the connection is: if they fail, it has failed. */
function isRowsOfPage({ parent, field }: GraphField): boolean {
  return parent.name.endsWith('Connection') && (field.name === 'nodes' || field.name === 'edges');
}

export const isNonNull = ({ field }: GraphField): boolean => isNonNullType(field.type);
