import type { GraphQLResolveInfo } from 'graphql';
import { type FieldsByTypeName, parseResolveInfo, type ResolveTree } from 'graphql-parse-resolve-info';

/** The fields selected on a type, below the calling resolver. The types in `through` may lie between. */
export function selectionsOn(
  info: GraphQLResolveInfo,
  typeName: string,
  through: readonly string[],
): ResolveTree[] {
  const below = (types: FieldsByTypeName): ResolveTree[] =>
    Object.entries(types).flatMap(([name, selected]) => {
      const selections = Object.values(selected);
      if (name === typeName) return selections;
      return through.includes(name) ? selections.flatMap((field) => below(field.fieldsByTypeName)) : [];
    });
  const tree = parseResolveInfo(info);
  return tree && isTree(tree) ? below(tree.fieldsByTypeName) : [];
}

function isTree(value: ResolveTree | FieldsByTypeName): value is ResolveTree {
  return typeof value.name === 'string';
}
