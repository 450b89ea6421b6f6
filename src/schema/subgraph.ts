/**
 * The schema as a subgraph of Apollo Federation 2 says it of itself: its directives, by type and field.
 *
 * They change no answer of this server: gateways compose and plan with them, and keep answers by the hints.
 */
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  lexicographicSortSchema,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
} from 'graphql';
import { FRESHNESS, type Freshness } from './freshness.ts';

/** The first version with `@cost` and `@listSize`. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';

/** No parts of Federation, so that a subgraph defines them itself. */
const DEFINITIONS = `
"How long an answer may be kept, and by whom: a hint for caches."
directive @cacheControl(
  "Seconds."
  maxAge: Int
  "Who may keep it; PUBLIC where it is left out."
  scope: CacheControlScope
  "As long as what it is asked of."
  inheritMaxAge: Boolean
) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION

"Who may keep an answer."
enum CacheControlScope {
  "The caller's own cache."
  PRIVATE
  "Caches that serve many callers."
  PUBLIC
}

"Exactly one field is given. Part of GraphQL since 2025, which not all composers know."
directive @oneOf on INPUT_OBJECT
`;

/** Seconds that an answer is good for: the defaults of CACHE_TTL_*, as a schema knows no settings. */
const CACHE_HINTS: Readonly<Record<Freshness, string>> = {
  dataset: '@cacheControl(maxAge: 300)',
  records: '@cacheControl(maxAge: 30)',
  analysis: '@cacheControl(maxAge: 30)',
  caller: '@cacheControl(maxAge: 0, scope: PRIVATE)',
};
const LIKE_PARENT = '@cacheControl(inheritMaxAge: true)';

/** The weight of an upstream call, where what comes along with another one weighs 1 at most. */
const CALL = '@cost(weight: 10)';

/** A page of `first` at its default: gateways read an Int only, which a number of results is not. */
const PAGE = '@listSize(assumedSize: 10, sizedFields: ["edges", "nodes"])';

/** A list that no number bounds: a common length. */
const about = (size: number): string => `@listSize(assumedSize: ${size})`;

/** For contracts: what a gateway may want to leave out of the graph that it shows. */
const tag = (name: 'relay' | 'push' | 'operations'): string => `@tag(name: "${name}")`;

const DIRECTIVES: ReadonlyMap<string, string> = new Map([
  ['Dataset', '@key(fields: "datasetId")'],
  ['Record', '@key(fields: "datasetId recordId")'],
  ['PageInfo', `@shareable ${LIKE_PARENT}`],
  ['GeoPoint', `@shareable ${LIKE_PARENT}`],
  ...[
    'AlternativeExport',
    'AnalysisPoint',
    'Attachment',
    'DatasetEdge',
    'Facet',
    'FacetGroup',
    'Field',
    'FieldAnnotation',
    'File',
    'FileValue',
    'GeoCluster',
    'Range',
    'RecordEdge',
    'SeriesRange',
  ].map((name): [string, string] => [name, LIKE_PARENT]),
  // Of several subgraphs with a `node` a gateway cannot tell which one an id is of.
  ['Query.node', tag('relay')],
  ['Query.nodes', tag('relay')],
  ['Query.portal', tag('operations')],
  ['Query.quota', tag('operations')],
  ['Query.datasets', `${CALL} ${PAGE}`],
  ['Query.datasetsById', about(10)],
  ['Dataset.records', `${CALL} ${PAGE}`],
  ['Dataset.recordsById', about(10)],
  ['Dataset.fields', about(20)],
  ['Dataset.analysis', CALL],
  ['Dataset.geoClusters', CALL],
  ['Dataset.boundingBox', CALL],
  ['Analysis.points', about(100)],
  ['GeoClustering.clusters', about(100)],
  ['DatasetConnection.facets', about(5)],
  ['RecordConnection.facets', about(5)],
  ['FacetGroup.facets', about(100)],
  ['Mutation.pushRecords', `${CALL} ${tag('push')}`],
  ['Mutation.deletePushedRecords', `${CALL} ${tag('push')}`],
  ['Mutation.deletePushedRecord', `${CALL} ${tag('push')}`],
  ['Subscription.recordsPushed', tag('push')],
  ['Subscription.downloadRecords', CALL],
]);

/** Prints the schema with its directives, without the fields that only gateways ask (`_service`, `_entities`). */
export function printSubgraph(api: GraphQLSchema): string {
  const { definitions } = parse(printSchema(lexicographicSortSchema(api)), { noLocation: true });
  const unused = new Set([...DIRECTIVES.keys(), ...FRESHNESS.keys()]);
  const directivesOf = (name: string): ConstDirectiveNode[] => {
    unused.delete(name);
    const freshness = FRESHNESS.get(name);
    return parseDirectives(`${DIRECTIVES.get(name) ?? ''} ${freshness ? CACHE_HINTS[freshness] : ''}`);
  };
  const annotated = definitions.map((definition) =>
    definition.kind === 'ObjectTypeDefinition' ? annotate(definition, directivesOf) : definition,
  );
  if (unused.size > 0) throw new Error(`The schema has nothing named ${[...unused].join(', ')}.`);
  const link = `extend schema @link(url: ${JSON.stringify(FEDERATION)}, import: ${JSON.stringify(imports())})`;
  return [link, DEFINITIONS.trim(), ...annotated.map((definition) => print(definition))].join('\n\n');
}

function annotate(
  definition: ObjectTypeDefinitionNode,
  directivesOf: (name: string) => ConstDirectiveNode[],
): ObjectTypeDefinitionNode {
  const type = definition.name.value;
  return {
    ...definition,
    directives: [...(definition.directives ?? []), ...directivesOf(type)],
    fields: (definition.fields ?? []).map(
      (field): FieldDefinitionNode => ({
        ...field,
        directives: [...(field.directives ?? []), ...directivesOf(`${type}.${field.name.value}`)],
      }),
    ),
  };
}

function parseDirectives(text: string): ConstDirectiveNode[] {
  const { definitions } = parse(`scalar Any ${text}`, { noLocation: true });
  return definitions.flatMap((node) => (node.kind === 'ScalarTypeDefinition' ? (node.directives ?? []) : []));
}

/** The directives that are Federation's. */
function imports(): string[] {
  const names = [...DIRECTIVES.values()].flatMap((text) =>
    parseDirectives(text).map(({ name }) => `@${name.value}`),
  );
  return [...new Set(names)].filter((name) => name !== '@cacheControl').sort();
}
