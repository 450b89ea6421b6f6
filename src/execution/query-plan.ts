/**
 * An operation with all that can be known of it before it is run: which fields each object has, their resolvers, their
 * arguments if no variable is in them. It is made piece by piece, when a piece is first needed: an operation that is run
 * once costs no more than if it were interpreted. Its cost is estimated from the plan too: also that of mutations and
 * subscriptions, which are interpreted.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { type Shape, shapeOf } from './shape.ts';

type Variables = Readonly<Record<string, unknown>>;
type Fragments = Record<string, FragmentDefinitionNode>;
type Nodes = [FieldNode, ...FieldNode[]];

/** What every piece of a plan is made of. */
export interface Planned {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  /** Those that decide what is included: the plan is for these values. */
  readonly variables: Variables;
  /** How many fields have been planned so far. */
  size: number;
}

/** The plan of one operation, for these values of the variables that `@skip` and `@include` depend on. */
export class QueryPlan {
  readonly planned: Planned;
  readonly root: ObjectPlan;

  constructor(planned: Planned, type: GraphQLObjectType) {
    this.planned = planned;
    this.root = objectPlan(planned, type, [planned.operation.selectionSet]);
  }
}

/** The fields selected of an object. */
export interface ObjectPlan {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
  /** An answer to it without its values, to be copied. */
  readonly blank: Readonly<Record<string, unknown>>;
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
  /** False if the resolver does not read where in the operation it is called. */
  readonly readsInfo: boolean;
  /** What its values have to be. */
  readonly shape: Shape;
  readonly isTypename: boolean;
  readonly #planned: Planned;
  readonly #node: FieldNode;
  readonly #objects = new Map<GraphQLObjectType, ObjectPlan>();
  #lastObject: ObjectPlan | undefined;
  readonly #hasVariables: boolean;
  /** The arguments if no variable is in them. */
  #constants: Record<string, unknown> | undefined;
  /** Otherwise by the variables that they are made of: all objects of a run have the same, and so has the next run. */
  #arguments: WeakMap<Variables, Record<string, unknown>> | undefined;

  constructor(
    planned: Planned,
    parent: GraphQLObjectType,
    key: string,
    nodes: Nodes,
    definition: GraphQLField<unknown, unknown>,
  ) {
    const { type, resolve, name } = definition;
    this.key = key;
    this.name = name;
    this.nodes = nodes;
    this.parent = parent;
    this.definition = definition;
    this.resolve = resolve;
    this.readsInfo = definition.extensions.readsInfo !== false;
    this.shape = shapeOf(type);
    this.isTypename = definition === TypeNameMetaFieldDef;
    planned.size += 1;
    this.#planned = planned;
    this.#node = nodes[0];
    this.#hasVariables = hasVariables(this.#node);
  }

  /** The values of its arguments; throws a GraphQLError if one cannot be used. */
  argumentsOf(variables: Variables): Record<string, unknown> {
    if (!this.#hasVariables) {
      this.#constants ??= getArgumentValues(this.definition, this.#node);
      return this.#constants;
    }
    this.#arguments ??= new WeakMap();
    const known = this.#arguments.get(variables);
    if (known) return known;
    const values = getArgumentValues(this.definition, this.#node, { ...variables });
    this.#arguments.set(variables, values);
    return values;
  }

  /** What is selected of an object that it gives. */
  objectOf(type: GraphQLObjectType): ObjectPlan {
    // Most fields give objects of one type.
    if (this.#lastObject?.type === type) return this.#lastObject;
    let plan = this.#objects.get(type);
    if (!plan) {
      const sets = this.nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      plan = objectPlan(this.#planned, type, sets);
      this.#objects.set(type, plan);
    }
    this.#lastObject = plan;
    return plan;
  }
}

function objectPlan(
  planned: Planned,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ObjectPlan {
  const fields: FieldPlan[] = [];
  for (const [key, nodes] of selectedFields(planned, type, sets)) {
    const name = nodes[0].name.value;
    const definition = name === '__typename' ? TypeNameMetaFieldDef : type.getFields()[name];
    if (definition) fields.push(new FieldPlan(planned, type, key, nodes, definition));
  }
  return { type, fields, blank: Object.fromEntries(fields.map(({ key }) => [key, null])) };
}

/** The fields selected of a type, by the names under which they are answered (GraphQL, section 6.3.2). */
function selectedFields(
  { schema, fragments, variables }: Planned,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): Map<string, Nodes> {
  const fields = new Map<string, Nodes>();
  const seen = new Set<string>();
  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const named = schema.getType(condition);
    return isAbstractType(named) && schema.isSubType(named, type);
  };
  const collect = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (selection.directives?.length && !isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const same = fields.get(key);
        if (same) same.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD && seen.has(selection.name.value)) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) seen.add(selection.name.value);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      if (fragment && applies(fragment.typeCondition?.name.value)) collect(fragment.selectionSet.selections);
    }
  };
  for (const { selections } of sets) collect(selections);
  return fields;
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, { ...variables })?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, { ...variables })?.if !== false
  );
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

/** A plan of more fields is not kept: its fragments unfold to far more than its text, which is what memory is counted by. */
const MAX_KEPT_FIELDS = 1000;
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
    const type = this.#schema.getRootType(this.#operation.operation);
    if (!type) throw new Error('The schema has no such operations.');
    const included = Object.fromEntries(this.#conditions.map((name) => [name, variables[name] === true]));
    const plan = new QueryPlan(
      {
        schema: this.#schema,
        operation: this.#operation,
        fragments: this.#fragments,
        variables: included,
        size: 0,
      },
      type,
    );
    if (this.#plans.size < MAX_PLANS) this.#plans.set(key, plan);
    return plan;
  }

  /** Forgets what is too large to be kept after a run. */
  trim(): void {
    for (const [key, { planned }] of this.#plans) if (planned.size > MAX_KEPT_FIELDS) this.#plans.delete(key);
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
 * True of a query that is run by its plan. What comes in parts, and what tells of the schema, is interpreted; so is a
 * name that is none in an object.
 */
export function isRunByPlan(document: DocumentNode, { operation }: OperationDefinitionNode): boolean {
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
