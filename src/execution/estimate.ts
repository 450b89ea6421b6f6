/**
 * What an operation may cost, told from its document and variables before it is executed: calls to the portal, and the
 * objects and values of its answer. Each field says its own cost (`extensions.cost`); here they are added up.
 */
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { MAX_BATCH } from '../loading/lookups.ts';
import { USUAL_LIST_SIZE } from '../schema/annotations.ts';
import type { Charge, Cost, Place } from '../schema/cost.ts';
import type { FieldPlan, ObjectPlan, QueryPlan } from './query-plan.ts';

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

/**
 * Adds up what a plan costs with these variables, as they are after coercion. Ids that are unknown cost a call or two more
 * for a hundred of them (see find-by-ids.ts), which no estimate foresees; an operation of 100,000 fields is Infinity.
 */
export function estimate(plan: QueryPlan, variables: Readonly<Record<string, unknown>>): Estimate {
  const walk = new Walk(plan.planned.schema, variables);
  walk.enter(plan.root, { count: 1, scope: '' }, 1, '');
  return walk.total();
}

/** Charges that share their calls. */
interface Group {
  count: number;
  ids: Ids;
  /** The group whose ids are known by then. */
  after: string | null;
  dimensions: Map<string, Set<string>>;
  own: number;
  /** True if it is one call for each hundred objects. */
  isBatched: boolean;
}

/** The ids of a group's lookups: so few that one call does are not told apart, and of more each is kept once. */
class Ids {
  #ids: string[] | Set<string> = [];

  add(ids: readonly string[]): void {
    if (Array.isArray(this.#ids)) {
      if (this.#ids.length + ids.length <= MAX_BATCH) {
        this.#ids.push(...ids);
        return;
      }
      this.#ids = new Set(this.#ids);
    }
    for (const id of ids) this.#ids.add(id);
  }

  /** The calls that look them up, but for those that are known. */
  calls(known: Ids = new Ids()): number {
    const isOneCall = Array.isArray(this.#ids) && known.#size === 0;
    return Math.ceil((isOneCall ? this.#size : this.#distinct.difference(known.#distinct).size) / MAX_BATCH);
  }

  get #size(): number {
    return Array.isArray(this.#ids) ? this.#ids.length : this.#ids.size;
  }

  get #distinct(): Set<string> {
    return Array.isArray(this.#ids) ? new Set(this.#ids) : this.#ids;
  }
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #groups = new Map<string, Group>();
  readonly #fields: { path: string; calls: number }[] = [];
  readonly #lists: { path: string; nodes: number }[] = [];
  #nodes = 0;
  #values = 0;
  #seen = 0;

  constructor(schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
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
    return callsOf(group, group.after === null ? undefined : this.#groups.get(group.after)?.ids);
  }

  /** Adds up the fields of `parents` objects of a type. */
  enter({ fields }: ObjectPlan, place: Place, parents: number, path: string): void {
    for (const field of fields) {
      if (!field.isTypename)
        this.#field(field, place, parents, path === '' ? field.key : `${path}.${field.key}`);
    }
  }

  #field(field: FieldPlan, place: Place, parents: number, path: string): void {
    if (this.#seen > MAX_FIELDS) return;
    if (++this.#seen > MAX_FIELDS) this.#charge([{ own: Number.POSITIVE_INFINITY }], 1, path);
    const { type: given, extensions } = field.definition;
    const type = getNamedType(given);
    const cost = extensions.cost?.({
      place,
      args: this.#argumentsOf(field),
      selects: (...names) => isObjectType(type) && selects(field.objectOf(type), names),
    });
    if (cost) this.#charge(cost.charges, place.count, path);
    const items = parents * itemsOf(given, cost, extensions.listSize);
    this.#values += isLeafType(type) ? parents : items;
    if (!isCompositeType(type)) return;
    this.#nodes += items;
    if (items > parents) this.#lists.push({ path, nodes: items });
    for (const [object, its] of this.#objects(type, cost?.below ?? place, cost?.types)) {
      this.enter(field.objectOf(object), its, items, path);
    }
  }

  /** Arguments that cannot be read are refused when the operation is run, and cost nothing. */
  #argumentsOf(field: FieldPlan): Record<string, unknown> {
    try {
      return field.argumentsOf(this.#variables);
    } catch {
      return {};
    }
  }

  #charge(charges: readonly Charge[], count: number, path: string): void {
    const alone = new Map<string, Group>();
    for (const charge of charges) {
      const id = groupOf(charge, path);
      const known = this.#groups.get(id);
      const group = known ?? newGroup();
      // If nothing else is in it yet, it is the field's own as well.
      const own = alone.get(id) ?? (known ? newGroup() : group);
      this.#groups.set(id, group);
      alone.set(id, own);
      add(group, charge, count);
      if (own !== group) add(own, charge, count);
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
    if (isObjectType(type)) return [[type, below]];
    if (!isAbstractType(type)) return [];
    const possible = this.#schema.getPossibleTypes(type);
    if (!types) return possible.map((object) => [object, below]);
    return possible.flatMap((object): [GraphQLObjectType, Place][] => {
      const place = types[object.name];
      return place ? [[object, place]] : [];
    });
  }
}

function selects({ fields }: ObjectPlan, paths: readonly string[]): boolean {
  return paths.some((path) => {
    const [first, ...rest] = path.split('.');
    return fields.some((field) => {
      if (field.name !== first || rest.length === 0) return field.name === first;
      const type = getNamedType(field.definition.type);
      return isObjectType(type) && selects(field.objectOf(type), [rest.join('.')]);
    });
  });
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

function add(group: Group, charge: Charge, count: number): void {
  group.count = Math.max(group.count, count);
  if ('pool' in charge) {
    group.ids.add(charge.ids);
    group.after = charge.after === undefined ? null : `pool ${charge.after}`;
  } else if ('batch' in charge) group.isBatched = true;
  else if ('own' in charge) group.own += charge.own;
  else {
    const variants = group.dimensions.get(charge.dimension) ?? new Set();
    group.dimensions.set(charge.dimension, variants.add(charge.variant));
  }
}

/** Charges of one name share their calls. */
function groupOf(charge: Charge, path: string): string {
  if ('pool' in charge) return `pool ${charge.pool}`;
  if ('batch' in charge) return `batch ${charge.batch}`;
  return 'key' in charge ? `key ${charge.key}` : `own ${path}`;
}

function newGroup(): Group {
  return { count: 0, ids: new Ids(), after: null, dimensions: new Map(), own: 0, isBatched: false };
}

/** What a group of charges costs; ids that are `known` by then cost nothing. */
function callsOf({ count, ids, dimensions, own, isBatched }: Group, known?: Ids): number {
  if (isBatched) return Math.ceil(count / MAX_BATCH);
  const searches = Math.max(0, ...[...dimensions.values()].map(({ size }) => size));
  return count * (ids.calls(known) + searches + own);
}
