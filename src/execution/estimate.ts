/**
 * What an operation may cost, told from its document and variables before it is executed: calls to the portal, and the
 * objects and values of its answer. Each field says its own cost (`extensions.cost`); here they are added up.
 */
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { MAX_BATCH } from '../loading/dataset-loader.ts';
import { USUAL_LIST_SIZE } from '../schema/annotations.ts';
import type { Charge, Cost, Place } from '../schema/cost.ts';

/** How many fields are looked at: fragments within fragments can unfold to more than anybody would wait for. */
const MAX_FIELDS = 100_000;

export interface Estimate {
  /** Calls to the portal. */
  calls: number;
  /** Objects in the answer. */
  nodes: number;
  /** Values of fields in the answer: objects, and what has no fields below it. */
  values: number;
  /** The fields that cost most calls, by their paths, with what each would cost alone. */
  fields: { path: string; calls: number }[];
  /** The fields that give most objects, by their paths. */
  lists: { path: string; nodes: number }[];
}

/** An operation with its variables, as they are after coercion. */
export interface EstimatedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables: Readonly<Record<string, unknown>>;
}

/** Ids that are unknown cost a lookup more each, which no estimate foresees; an operation of 100,000 fields is Infinity. */
export function estimate(operation: EstimatedOperation): Estimate {
  const { schema, document, operationName } = operation;
  const node = getOperationAST(document, operationName);
  const type = node && schema.getRootType(node.operation);
  if (!node || !type) return { calls: 0, nodes: 0, values: 0, fields: [], lists: [] };
  const walk = new Walk(operation);
  walk.enter(type, [node.selectionSet], { count: 1, scope: '' }, 1, '');
  return walk.total();
}

/** Charges that share their calls. */
interface Group {
  count: number;
  ids: Set<string>;
  /** The group whose ids are known by then. */
  after: string | null;
  dimensions: Map<string, Set<string>>;
  own: number;
}

class Walk {
  readonly #operation: EstimatedOperation;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #groups = new Map<string, Group>();
  readonly #fields: { path: string; calls: number }[] = [];
  readonly #lists: { path: string; nodes: number }[] = [];
  #nodes = 0;
  #values = 0;
  #seen = 0;

  constructor(operation: EstimatedOperation) {
    this.#operation = operation;
    this.#fragments = new Map(
      operation.document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  total(): Estimate {
    const calls = [...this.#groups.values()].reduce((sum, group) => sum + this.#callsOf(group), 0);
    return {
      calls,
      nodes: this.#nodes,
      values: this.#values,
      fields: this.#fields.toSorted((a, b) => b.calls - a.calls),
      lists: this.#lists.toSorted((a, b) => b.nodes - a.nodes),
    };
  }

  #callsOf(group: Group): number {
    const known = group.after === null ? undefined : this.#groups.get(group.after)?.ids;
    return callsOf(known ? { ...group, ids: group.ids.difference(known) } : group);
  }

  /** Adds up the fields of `parents` objects of a type. */
  enter(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    place: Place,
    parents: number,
    path: string,
  ): void {
    for (const [name, nodes] of this.#fieldsOf(type, sets))
      this.#field(type, nodes, place, parents, `${path}${name}`);
  }

  #field(
    parent: GraphQLObjectType,
    nodes: readonly FieldNode[],
    place: Place,
    parents: number,
    path: string,
  ): void {
    const [node] = nodes;
    const definition = node && parent.getFields()[node.name.value];
    if (!node || !definition || this.#seen > MAX_FIELDS) return;
    if (++this.#seen > MAX_FIELDS) this.#charge([{ own: Number.POSITIVE_INFINITY }], 1, path);
    const type = getNamedType(definition.type);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const cost = definition.extensions.cost?.({
      place,
      args: this.#argumentsOf(definition, node),
      selects: (...names) => this.#selects(type, sets, names),
    });
    if (cost) this.#charge(cost.charges, place.count, path);
    const items = parents * itemsOf(definition.type, cost, definition.extensions.listSize);
    this.#values += isLeafType(type) ? parents : items;
    if (!isCompositeType(type)) return;
    this.#nodes += items;
    if (items > parents) this.#lists.push({ path, nodes: items });
    for (const [object, its] of this.#objects(type, cost?.below ?? place, cost?.types)) {
      this.enter(object, sets, its, items, `${path}.`);
    }
  }

  #charge(charges: readonly Charge[], count: number, path: string): void {
    const alone = new Map<string, Group>();
    for (const charge of charges) {
      for (const groups of [this.#groups, alone]) add(groups, charge, count, path);
    }
    const calls = [...alone.values()].reduce((sum, group) => sum + callsOf(group), 0);
    if (calls > 0) this.#fields.push({ path, calls });
  }

  /** The object types that a field may give, with their places. */
  #objects(
    type: GraphQLNamedType,
    below: Place,
    types: Readonly<Record<string, Place>> | undefined,
  ): [GraphQLObjectType, Place][] {
    const { schema } = this.#operation;
    if (isObjectType(type)) return [[type, below]];
    if (!isAbstractType(type)) return [];
    const possible = schema.getPossibleTypes(type);
    if (!types) return possible.map((object) => [object, below]);
    return possible.flatMap((object): [GraphQLObjectType, Place][] => {
      const place = types[object.name];
      return place ? [[object, place]] : [];
    });
  }

  #selects(type: GraphQLNamedType, sets: readonly SelectionSetNode[], names: readonly string[]): boolean {
    if (!isObjectType(type)) return false;
    return [...this.#fieldsOf(type, sets).values()].some((nodes) =>
      nodes.some(({ name }) => names.includes(name.value)),
    );
  }

  /** The fields selected of a type, by the names under which they are answered. */
  #fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const seen = new Set<string>();
    const collect = (selections: readonly SelectionNode[]) => {
      for (const selection of selections) {
        if (!this.#isIncluded(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const name = selection.alias?.value ?? selection.name.value;
          fields.set(name, [...(fields.get(name) ?? []), selection]);
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragment(selection.name.value, seen);
        if (fragment && this.#applies(fragment.typeCondition?.name.value, type)) {
          collect(fragment.selectionSet.selections);
        }
      }
    };
    for (const { selections } of sets) collect(selections);
    return fields;
  }

  #fragment(name: string, seen: Set<string>): FragmentDefinitionNode | undefined {
    if (seen.has(name)) return undefined;
    seen.add(name);
    return this.#fragments.get(name);
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const { schema } = this.#operation;
    const named = schema.getType(condition);
    return isAbstractType(named) && schema.isSubType(named, type);
  }

  #isIncluded(node: SelectionNode): boolean {
    const { variables } = this.#operation;
    return attempt(
      () =>
        getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
        getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false,
      true,
    );
  }

  #argumentsOf(
    definition: Parameters<typeof getArgumentValues>[0],
    node: FieldNode & { arguments?: readonly ArgumentNode[] },
  ) {
    return attempt(() => getArgumentValues(definition, node, this.#operation.variables), {});
  }
}

/** What cannot be read is refused by the executor, and costs nothing. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** How many objects a field gives for each object that it is asked of. */
function itemsOf(
  type: GraphQLOutputType,
  cost: Cost | undefined,
  listSize: number | 'page' | undefined,
): number {
  if (cost?.items !== undefined) return cost.items;
  if (typeof listSize === 'number') return listSize;
  return isListType(isNonNullType(type) ? type.ofType : type) ? USUAL_LIST_SIZE : 1;
}

function add(groups: Map<string, Group>, charge: Charge, count: number, path: string): void {
  const id = 'pool' in charge ? `pool ${charge.pool}` : 'key' in charge ? `key ${charge.key}` : `own ${path}`;
  const group = groups.get(id) ?? { count: 0, ids: new Set(), after: null, dimensions: new Map(), own: 0 };
  group.count = Math.max(group.count, count);
  if ('pool' in charge) {
    for (const one of charge.ids) group.ids.add(one);
    group.after = charge.after === undefined ? null : `pool ${charge.after}`;
  } else if ('own' in charge) group.own += charge.own;
  else {
    const variants = group.dimensions.get(charge.dimension) ?? new Set();
    group.dimensions.set(charge.dimension, variants.add(charge.variant));
  }
  groups.set(id, group);
}

function callsOf({ count, ids, dimensions, own }: Group): number {
  const searches = Math.max(0, ...[...dimensions.values()].map(({ size }) => size));
  return count * (Math.ceil(ids.size / MAX_BATCH) + searches + own);
}
