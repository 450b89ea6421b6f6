/**
 * The schema as a subgraph of Apollo Federation 2, with the directives of its types and fields.
 *
 * The directives change no answer of this server. Gateways use them to compose and plan, and to decide how long to keep answers.
 */
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
} from 'graphql';
import { DEFAULT_PAGE_SIZE } from '../loading/connection.ts';
import type { Freshness } from './annotations.ts';

/** The first version with `@cost` and `@listSize`. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';

/** These are no part of Federation, so the subgraph defines them itself. */
const DEFINITIONS = `
"How long an answer may be kept, and by whom. It is a hint for caches."
directive @cacheControl(
  "How many seconds an answer may be kept."
  maxAge: Int
  "Who may keep it; PUBLIC if it is left out."
  scope: CacheControlScope
  "If true, it may be kept as long as the object that it is a field of."
  inheritMaxAge: Boolean
) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION

"Who may keep an answer."
enum CacheControlScope {
  "The caller's own cache."
  PRIVATE
  "Caches that serve many callers."
  PUBLIC
}

"Exactly one field is given. The directive is part of GraphQL since 2025, but not all composers know it yet."
directive @oneOf on INPUT_OBJECT
`;

/** How many seconds an answer may be kept. These are the defaults of CACHE_TTL_*, since a schema knows no settings. */
const CACHE_HINTS: Readonly<Record<Freshness, string>> = {
  dataset: '@cacheControl(maxAge: 300)',
  records: '@cacheControl(maxAge: 30)',
  analysis: '@cacheControl(maxAge: 30)',
  caller: '@cacheControl(maxAge: 0, scope: PRIVATE)',
};

function directivesOfType(type: GraphQLObjectType): string {
  const {
    extensions: { freshness, key, shareable },
    name,
  } = type;
  const isRoot = ROOTS.has(name);
  return [
    key && `@key(fields: ${JSON.stringify(key)})`,
    shareable && '@shareable',
    freshness ? CACHE_HINTS[freshness] : !isRoot && LIKE_PARENT,
    odsOfType(type),
  ]
    .filter(Boolean)
    .join(' ');
}

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** The hint for what is as fresh as the object that it is a field of. */
const LIKE_PARENT = '@cacheControl(inheritMaxAge: true)';

/** What a type made from the data is called at the portal. */
function odsOfType({ extensions: { typed } }: GraphQLObjectType): string {
  return typed ? `@ods(dataset: ${JSON.stringify(typed.datasetId)})` : '';
}

function odsOfField({ extensions: { portalName } }: GraphQLField<unknown, unknown>): string {
  return portalName === undefined ? '' : `@ods(field: ${JSON.stringify(portalName)})`;
}

function directivesOfField(field: GraphQLField<unknown, unknown>): string {
  const { extensions, args } = field;
  const { weight, listSize, tag, freshness } = extensions;
  return [
    weight !== undefined && `@cost(weight: ${weight})`,
    listSize !== undefined &&
      listSizeOf(
        listSize,
        args.map(({ name }) => name),
      ),
    // Tags are for contracts. If several subgraphs have a `node`, a gateway cannot tell which of them an id belongs to.
    tag && `@tag(name: "${tag}")`,
    freshness && CACHE_HINTS[freshness],
    odsOfField(field),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A list is as long as `first` or `last` says, those of them that the field has, or else has its usual size. */
function listSizeOf(size: number | 'page', args: readonly string[]): string {
  if (size !== 'page') {
    const slicing = args.includes('first')
      ? ', slicingArguments: ["first"], requireOneSlicingArgument: false'
      : '';
    return `@listSize(assumedSize: ${size}${slicing})`;
  }
  const slicing = ['first', 'last'].filter((name) => args.includes(name));
  return `@listSize(assumedSize: ${DEFAULT_PAGE_SIZE}, slicingArguments: ${JSON.stringify(slicing)}, sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`;
}

/** Prints the schema with its directives, without the fields that only gateways ask (`_service`, `_entities`). */
export function printSubgraph(api: GraphQLSchema): string {
  const { text, used } = printWith(api, { ofType: directivesOfType, ofField: directivesOfField });
  const imports = [...used].filter((name) => !OWN.has(name)).sort();
  const link = `extend schema @link(url: ${JSON.stringify(FEDERATION)}, import: ${JSON.stringify(imports)})`;
  return [link, DEFINITIONS.trim(), text].join('\n\n');
}

/** The directives that the schema defines itself; the others are imported from Federation. */
const OWN: ReadonlySet<string> = new Set(['@cacheControl', '@ods']);

/** Prints the schema as people read it, with the names that what was made from the data has at the portal. */
export function printTypedSchema(api: GraphQLSchema): string {
  return printWith(api, { ofType: odsOfType, ofField: odsOfField }).text;
}

/** What is written behind types and fields. */
interface Directives {
  ofType: (type: GraphQLObjectType) => string;
  ofField: (field: GraphQLField<unknown, unknown>) => string;
}

function printWith(api: GraphQLSchema, { ofType, ofField }: Directives): { text: string; used: Set<string> } {
  const { definitions } = parse(printSchema(lexicographicSortSchema(api)), { noLocation: true });
  const used = new Set<string>();
  const read = (text: string): ConstDirectiveNode[] => {
    const directives = text === '' ? [] : parseDirectives(text);
    for (const { name } of directives) used.add(`@${name.value}`);
    return directives;
  };
  const annotated = definitions.map((definition) => {
    const type = definition.kind === Kind.OBJECT_TYPE_DEFINITION && api.getType(definition.name.value);
    return type && isObjectType(type) && definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? withDirectives(
          definition,
          type,
          () => read(ofType(type)),
          (field) => read(ofField(field)),
        )
      : definition;
  });
  return { text: annotated.map((definition) => print(definition)).join('\n\n'), used };
}

function withDirectives(
  definition: ObjectTypeDefinitionNode,
  type: GraphQLObjectType,
  ofType: () => ConstDirectiveNode[],
  ofField: (field: GraphQLField<unknown, unknown>) => ConstDirectiveNode[],
): ObjectTypeDefinitionNode {
  const fields = type.getFields();
  return {
    ...definition,
    directives: [...(definition.directives ?? []), ...ofType()],
    fields: (definition.fields ?? []).map((node): FieldDefinitionNode => {
      const field = fields[node.name.value];
      return {
        ...node,
        directives: [...(node.directives ?? []), ...(field ? ofField(field) : [])],
      };
    }),
  };
}

function parseDirectives(text: string): ConstDirectiveNode[] {
  const { definitions } = parse(`scalar Any ${text}`, { noLocation: true });
  return definitions.flatMap((node) =>
    node.kind === Kind.SCALAR_TYPE_DEFINITION ? (node.directives ?? []) : [],
  );
}
