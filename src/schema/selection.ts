import { BREAK, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode, visit } from 'graphql';
import { type FieldsByTypeName, parseResolveInfo, type ResolveTree } from 'graphql-parse-resolve-info';

export type Selections = readonly ResolveTree[];

/**
 * Selections by where they are, the type, and the variables that they depend on: resolvers ask for them again for each
 * object of a list and, if no variable is in them, in each run of the operation.
 */
const known = new WeakMap<readonly FieldNode[], Map<string, WeakMap<object, Selections>>>();

/** The fields selected on a type, below the calling resolver. The types in `through` may lie between. */
export function selectionsOn(
  info: GraphQLResolveInfo,
  typeName: string,
  through: readonly string[],
): Selections {
  const { fieldNodes, variableValues } = info;
  const byType = known.get(fieldNodes) ?? new Map<string, WeakMap<object, Selections>>();
  known.set(fieldNodes, byType);
  const byVariables = byType.get(typeName) ?? new WeakMap<object, Selections>();
  byType.set(typeName, byVariables);
  const found = byVariables.get(fieldNodes) ?? byVariables.get(variableValues);
  if (found) return found;
  const selections = readSelections(info, typeName, through);
  const hasVariables = fieldNodes.some(({ selectionSet }) => usesVariables(selectionSet, info));
  byVariables.set(hasVariables ? variableValues : fieldNodes, selections);
  return selections;
}

function readSelections(info: GraphQLResolveInfo, typeName: string, through: readonly string[]): Selections {
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

/** True if what is selected depends on a variable, also by way of a fragment. */
function usesVariables(
  selections: SelectionSetNode | undefined,
  info: GraphQLResolveInfo,
  seen = new Set<string>(),
): boolean {
  let found = false;
  if (!selections) return found;
  visit(selections, {
    Variable() {
      found = true;
      return BREAK;
    },
    FragmentSpread({ name: { value: name } }) {
      if (seen.has(name)) return undefined;
      seen.add(name);
      found ||= usesVariables(info.fragments[name]?.selectionSet, info, seen);
      return found ? BREAK : undefined;
    },
  });
  return found;
}
