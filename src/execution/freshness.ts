/** How long the answer of an operation is good for, by what it is made of: each field and type says it of itself. */
import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Freshness } from '../schema/annotations.ts';

/** What the answer of an operation is made of; empty if it asks for no more than the schema. */
export function freshnessOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
): ReadonlySet<Freshness> {
  const found = new Set<Freshness>();
  const note = (freshness: Freshness | undefined) => {
    if (freshness) found.add(freshness);
  };
  const noteType = (type: unknown) => {
    if (isObjectType(type)) note(type.extensions.freshness);
  };
  // Fragments count whether or not this operation uses them: then the answer may count as less fresh than it is.
  const operation = getOperationAST(document, operationName);
  const definitions = document.definitions.filter(
    (definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const types = new TypeInfo(schema);
  visit(
    { ...document, definitions },
    visitWithTypeInfo(types, {
      Field() {
        note(types.getFieldDef()?.extensions.freshness);
        const type = types.getType();
        if (type) noteType(getNamedType(type));
      },
      InlineFragment: () => noteType(types.getType()),
      FragmentDefinition: () => noteType(types.getType()),
    }),
  );
  return found;
}
