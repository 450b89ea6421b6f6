/** How long answers are good for, by what they are made of: for caches in front of the server and in gateways. */
import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** What an answer is made of: the kinds of upstream answers, and what is the caller's own or never the same again. */
export type Freshness = 'dataset' | 'records' | 'analysis' | 'caller';

/** By type, or type and field. What is not here is as fresh as what it is asked of. */
export const FRESHNESS: ReadonlyMap<string, Freshness> = new Map([
  ['Dataset', 'dataset'],
  ['DatasetConnection', 'dataset'],
  ['Portal', 'dataset'],
  ['Record', 'records'],
  ['RecordConnection', 'records'],
  ['Analysis', 'analysis'],
  ['GeoClustering', 'analysis'],
  ['BoundingBox', 'analysis'],
  ['Quota', 'caller'],
  // Links may carry a ticket of the caller's.
  ['Export', 'caller'],
  ['Attachment.url', 'caller'],
  ['AlternativeExport.url', 'caller'],
  ['File.url', 'caller'],
  ['File.thumbnailUrl', 'caller'],
]);

/** What the answer of an operation is made of; empty where it asks for no more than the schema. */
export function freshnessOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
): ReadonlySet<Freshness> {
  const found = new Set<Freshness>();
  // Fragments count whether or not this operation uses them: then it is taken for less fresh than it is.
  const operation = getOperationAST(document, operationName);
  const definitions = document.definitions.filter(
    (definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const types = new TypeInfo(schema);
  const note = (name: string | undefined) => {
    const freshness = name === undefined ? undefined : FRESHNESS.get(name);
    if (freshness) found.add(freshness);
  };
  visit(
    { ...document, definitions },
    visitWithTypeInfo(types, {
      Field(node) {
        note(`${types.getParentType()?.name}.${node.name.value}`);
        const type = types.getType();
        if (type) note(getNamedType(type).name);
      },
      InlineFragment: () => note(types.getType()?.toString()),
      FragmentDefinition: () => note(types.getType()?.toString()),
    }),
  );
  return found;
}
