/** The upstream calls that an operation may spend, told from its document and variables before it is executed. */
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Claim, type Place, PRICES } from './price.ts';

/** Fields looked at: fragments within fragments can unfold to more than anybody would wait for. */
const MAX_FIELDS = 100_000;

/** As many ids as one call looks up. */
const BATCH = 100;

export interface Estimate {
  calls: number;
  /** The fields that cost most, by their paths, with what each would cost alone. */
  fields: { path: string; calls: number }[];
}

export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables: Readonly<Record<string, unknown>>;
}

/** Ids that are unknown cost a lookup more each, which no estimate foresees; an operation of 100,000 fields is Infinity. */
export function estimate(operation: Operation): Estimate {
  const { schema, document, operationName } = operation;
  const node = getOperationAST(document, operationName);
  const type = node && schema.getRootType(node.operation);
  if (!node || !type) return { calls: 0, fields: [] };
  const walk = new Walk(operation);
  walk.enter(type, [node.selectionSet], { count: 1, scope: '' }, '');
  return walk.total();
}

/** Claims that share their calls. */
interface Group {
  count: number;
  ids: Set<string>;
  dimensions: Map<string, Set<string>>;
  own: number;
}

class Walk {
  readonly #operation: Operation;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #groups = new Map<string, Group>();
  readonly #fields: { path: string; calls: number }[] = [];
  #seen = 0;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#fragments = new Map(
      operation.document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  total(): Estimate {
    const calls = [...this.#groups.values()].reduce((sum, group) => sum + callsOf(group), 0);
    return { calls, fields: this.#fields.toSorted((a, b) => b.calls - a.calls) };
  }

  enter(type: GraphQLObjectType, sets: readonly SelectionSetNode[], place: Place, path: string): void {
    for (const [name, nodes] of this.#fieldsOf(type, sets)) this.#field(type, nodes, place, `${path}${name}`);
  }

  #field(parent: GraphQLObjectType, nodes: readonly FieldNode[], place: Place, path: string): void {
    const [node] = nodes;
    const definition = node && parent.getFields()[node.name.value];
    if (!node || !definition || this.#seen > MAX_FIELDS) return;
    if (++this.#seen > MAX_FIELDS) this.#claim([{ own: Number.POSITIVE_INFINITY }], 1, path);
    const type = getNamedType(definition.type);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const price = PRICES[`${parent.name}.${node.name.value}`]?.({
      place,
      args: this.#argumentsOf(definition, node),
      selects: (...names) => this.#selects(type, sets, names),
    });
    if (price) this.#claim(price.claims, place.count, path);
    const below = price?.below ?? place;
    for (const [object, its] of this.#objects(type, below, price?.types)) {
      this.enter(object, sets, its, `${path}.`);
    }
  }

  #claim(claims: readonly Claim[], count: number, path: string): void {
    const alone = new Map<string, Group>();
    for (const claim of claims) {
      for (const groups of [this.#groups, alone]) add(groups, claim, count, path);
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

/** What cannot be read is the executor's to refuse: it spends nothing. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function add(groups: Map<string, Group>, claim: Claim, count: number, path: string): void {
  const id = 'pool' in claim ? `pool ${claim.pool}` : 'key' in claim ? `key ${claim.key}` : `own ${path}`;
  const group = groups.get(id) ?? { count: 0, ids: new Set(), dimensions: new Map(), own: 0 };
  group.count = Math.max(group.count, count);
  if ('pool' in claim) for (const one of claim.ids) group.ids.add(one);
  else if ('own' in claim) group.own += claim.own;
  else {
    const variants = group.dimensions.get(claim.dimension) ?? new Set();
    group.dimensions.set(claim.dimension, variants.add(claim.variant));
  }
  groups.set(id, group);
}

function callsOf({ count, ids, dimensions, own }: Group): number {
  const searches = Math.max(0, ...[...dimensions.values()].map(({ size }) => size));
  return count * (Math.ceil(ids.size / BATCH) + searches + own);
}
