/**
 * A query with all that can be known of it before it is run: which fields each object has, their resolvers, their arguments
 * if no variable is in them. It is made piece by piece, by the first run that comes to a piece, so that a query which is run once
 * costs no more than if it were interpreted.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  isLeafType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

type Variables = Readonly<Record<string, unknown>>;
type Fragments = Record<string, FragmentDefinitionNode>;

/** What every piece of a plan is made of. */
export interface Planned {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  /** Those that decide what is included: the plan is for these values. */
  readonly variables: Variables;
}

/** The plan of one query, for these values of the variables that `@skip` and `@include` depend on. */
export class QueryPlan {
  readonly planned: Planned;
  readonly root: ObjectPlan;

  constructor(planned: Planned, type: GraphQLObjectType) {
    const { schema, fragments, variables, operation } = planned;
    this.planned = planned;
    const fields = collectFields(schema, fragments, { ...variables }, type, operation.selectionSet);
    this.root = objectPlan(planned, type, fields);
  }
}

/** The fields selected of an object. */
export interface ObjectPlan {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
}

/** A field of an object, and how it is answered. */
export class FieldPlan {
  /** The name under which it is answered. */
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Undefined if the field shows the property of its name. */
  readonly resolve: GraphQLField<unknown, unknown>['resolve'];
  /** True if the resolver reads the fourth of its arguments. */
  readonly needsInfo: boolean;
  /** Its type if that is a scalar or an enum. */
  readonly leaf: GraphQLLeafType | null;
  readonly isNonNull: boolean;
  readonly isTypename: boolean;
  readonly #planned: Planned;
  readonly #node: FieldNode;
  readonly #objects = new Map<GraphQLObjectType, ObjectPlan>();
  readonly #hasVariables: boolean;
  /** The arguments of the last run: all objects of a run have the same. */
  #arguments: { variables: Variables | null; values: Record<string, unknown> } | undefined;

  constructor(
    planned: Planned,
    parent: GraphQLObjectType,
    key: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    definition: GraphQLField<unknown, unknown>,
  ) {
    const { type, resolve, name } = definition;
    const nullable = isNonNullType(type) ? type.ofType : type;
    this.key = key;
    this.name = name;
    this.nodes = nodes;
    this.parent = parent;
    this.definition = definition;
    this.resolve = resolve;
    this.needsInfo = (resolve?.length ?? 0) > 3;
    this.leaf = isLeafType(nullable) ? nullable : null;
    this.isNonNull = isNonNullType(type);
    this.isTypename = definition === TypeNameMetaFieldDef;
    this.#planned = planned;
    this.#node = nodes[0];
    this.#hasVariables = hasVariables(this.#node);
  }

  /** The values of its arguments; throws a GraphQLError if one cannot be used. */
  argumentsOf(variables: Variables): Record<string, unknown> {
    const key = this.#hasVariables ? variables : null;
    if (this.#arguments?.variables === key && this.#arguments) return this.#arguments.values;
    const values = getArgumentValues(this.definition, this.#node, { ...variables });
    this.#arguments = { variables: key, values };
    return values;
  }

  /** What is selected of an object that it gives. */
  objectOf(type: GraphQLObjectType): ObjectPlan {
    const known = this.#objects.get(type);
    if (known) return known;
    const { schema, fragments, variables } = this.#planned;
    const fields = collectSubfields(schema, fragments, { ...variables }, type, [...this.nodes]);
    const plan = objectPlan(this.#planned, type, fields);
    this.#objects.set(type, plan);
    return plan;
  }
}

function objectPlan(
  planned: Planned,
  type: GraphQLObjectType,
  selected: ReadonlyMap<string, readonly FieldNode[]>,
): ObjectPlan {
  const fields: FieldPlan[] = [];
  for (const [key, [first, ...others]] of selected) {
    const name = first?.name.value ?? '';
    const definition = name === '__typename' ? TypeNameMetaFieldDef : type.getFields()[name];
    if (first && definition) fields.push(new FieldPlan(planned, type, key, [first, ...others], definition));
  }
  return { type, fields };
}

function hasVariables({ arguments: given = [] }: FieldNode): boolean {
  let found = false;
  for (const argument of given) {
    visit(argument, {
      Variable() {
        found = true;
      },
    });
  }
  return found;
}

/** How many plans of one document are kept, each for other values of the variables that decide what is included. */
const MAX_PLANS = 16;

/** The plans of one operation. */
export class QueryPlans {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: Fragments = Object.create(null);
  readonly #conditions: readonly string[];
  readonly #plans = new Map<string, QueryPlan>();

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#operation = operation;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
    this.#conditions = conditionsOf(document);
  }

  /** The plan for these variables. */
  planFor(variables: Variables): QueryPlan {
    const key = this.#conditions.map((name) => (variables[name] === true ? 't' : 'f')).join('');
    const known = this.#plans.get(key);
    if (known) return known;
    const type = this.#schema.getQueryType();
    if (!type) throw new Error('The schema has no type of queries.');
    const included = Object.fromEntries(this.#conditions.map((name) => [name, variables[name] === true]));
    const plan = new QueryPlan(
      {
        schema: this.#schema,
        operation: this.#operation,
        fragments: this.#fragments,
        variables: included,
      },
      type,
    );
    if (this.#plans.size < MAX_PLANS) this.#plans.set(key, plan);
    return plan;
  }
}

/** The variables that `@skip` and `@include` of a document depend on. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ arguments: given = [] }) {
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

/**
 * True of a query that can be planned. What comes in parts, and what tells of the schema, is interpreted; so is a name
 * that is none in an object.
 */
export function isPlannable(document: DocumentNode, { operation }: OperationDefinitionNode): boolean {
  let isUsual = operation === 'query';
  visit(document, {
    Field({ name, alias }) {
      if (alias?.value === '__proto__' || name.value === '__schema' || name.value === '__type')
        isUsual = false;
    },
    Directive({ name }) {
      if (name.value !== 'skip' && name.value !== 'include') isUsual = false;
    },
  });
  return isUsual;
}
