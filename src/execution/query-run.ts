/**
 * Runs a planned query, as GraphQL says (section 6): in the words and the order of graphql-js, but without looking for
 * anything twice. If nothing is waited for, nothing is a promise. What waits is in methods of its own: if a function is
 * made, memory is taken for what it may need, even if it is not made.
 */
import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
  locatedError,
} from 'graphql';
import type { Context } from '../schema/context.ts';
import { leaves, serialized } from './leaf-values.ts';
import type { Leftovers } from './leftovers.ts';
import type { FieldPlan, ObjectPlan, Planned, QueryPlan } from './query-plan.ts';
import type { Part } from './results.ts';
import type { Shape } from './shape.ts';
import { failedWith, filled, isPromise, type Waiting } from './waiting.ts';

type Values = Record<string, unknown>;

/** Where something of an answer is: the last step, and what lies before it. */
type Path = GraphQLResolveInfo['path'];

/** Runs a plan; `variables` are coerced, and the same object for the whole run. The lists of the result are `leftovers`. */
export function runQuery(
  plan: QueryPlan,
  context: Context,
  variables: Values,
  leftovers: Leftovers | null = null,
): Part | Promise<Part> {
  return new QueryRun(plan.planned, context, variables, leftovers).of(plan.root);
}

/**
 * Of each field: what its resolver gives (`#resolved`), completed as its type says (`#valueOf`). If that fails, at once or
 * later (`#caught`), the error is noted and null stands for the field, or it fails its parent (`#note`).
 */
class QueryRun {
  readonly #planned: Planned;
  readonly #context: Context;
  readonly #variables: Values;
  readonly #leftovers: Leftovers | null;
  readonly #errors: GraphQLError[] = [];

  constructor(planned: Planned, context: Context, variables: Values, leftovers: Leftovers | null) {
    this.#planned = planned;
    this.#context = context;
    this.#variables = variables;
    this.#leftovers = leftovers;
  }

  of(root: ObjectPlan): Part | Promise<Part> {
    try {
      const data = this.#object(root, undefined, undefined);
      if (!isPromise(data)) return this.#part(data);
      return data.then(
        (values) => this.#part(values),
        (error: GraphQLError) => this.#partOfFailure(error),
      );
    } catch (error) {
      if (error instanceof GraphQLError) return this.#partOfFailure(error);
      throw error;
    }
  }

  #part(data: unknown): Part {
    return this.#errors.length === 0 ? { data } : { data, errors: this.#errors };
  }

  #partOfFailure(error: GraphQLError): Part {
    return { data: null, errors: [...this.#errors, error] };
  }

  #object(plan: ObjectPlan, source: unknown, path: Path | undefined): Values | Promise<Values> {
    // A copy has room for all its fields at once.
    const values: Values = { ...plan.blank };
    let waiting: Waiting[] | null = null;
    try {
      for (const field of plan.fields) {
        const value = this.#field(field, source, path);
        values[field.key] = value;
        if (!isPromise(value)) continue;
        waiting ??= [];
        waiting.push({ key: field.key, value });
      }
    } catch (error) {
      if (waiting === null) throw error;
      return failedWith(error, waiting);
    }
    return waiting === null ? values : filled(values, waiting);
  }

  /** The value of a field; null if it failed and may be null. */
  #field(field: FieldPlan, source: unknown, path: Path | undefined): unknown {
    if (field.isTypename) return field.parent.name;
    try {
      const given = this.#resolved(field, source, path);
      return isPromise(given) ? this.#later(field, given, path) : this.#caught(field, given, path);
    } catch (error) {
      return this.#fail(field, error, path);
    }
  }

  #later(field: FieldPlan, given: Promise<unknown>, path: Path | undefined): Promise<unknown> {
    return given.then(
      (value) => {
        try {
          return this.#caught(field, value, path);
        } catch (error) {
          return this.#fail(field, error, path);
        }
      },
      (error) => this.#fail(field, error, path),
    );
  }

  /** The completed value, whose failure is the field's if it comes later. */
  #caught(field: FieldPlan, given: unknown, path: Path | undefined): unknown {
    const value = this.#valueOf(field, given, path);
    return isPromise(value) ? this.#caughtLater(field, value, path) : value;
  }

  #caughtLater(field: FieldPlan, value: Promise<unknown>, path: Path | undefined): Promise<unknown> {
    return value.catch((error) => this.#fail(field, error, path));
  }

  #resolved(field: FieldPlan, source: unknown, path: Path | undefined): unknown {
    const { resolve } = field;
    if (!resolve) return Object(source)[field.name];
    const given = field.argumentsOf(this.#variables);
    const isRead = field.readsInfo || this.#context.isExplained;
    return resolve(source, given, this.#context, isRead ? this.#info(field, path) : NO_INFO);
  }

  #valueOf(field: FieldPlan, value: unknown, path: Path | undefined): unknown {
    const { shape } = field;
    if (shape.kind !== 'leaf') return this.#complete(field, shape, value, pathOf(field, path));
    if (value instanceof Error) throw value;
    if (value !== null && value !== undefined) return serialized(shape.type, value);
    if (shape.isNonNull) throw mustNotBeNull(field);
    return null;
  }

  #complete(field: FieldPlan, shape: Shape, value: unknown, path: Path): unknown {
    if (value instanceof Error) throw value;
    if (value === null || value === undefined) {
      if (shape.isNonNull) throw mustNotBeNull(field);
      return null;
    }
    // None of these makes null of what is not null.
    if (shape.kind === 'leaf') return serialized(shape.type, value);
    if (shape.kind === 'list') return this.#list(field, shape.item, value, path);
    if (shape.kind === 'abstract') return this.#abstract(field, shape.type, value, path);
    return this.#object(field.objectOf(shape.type), value, path);
  }

  #list(field: FieldPlan, shape: Shape, value: unknown, listPath: Path): unknown {
    if (Array.isArray(value)) {
      const values = leaves(shape, value);
      if (values) return values;
    }
    if (!isIterable(value)) {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parent.name}.${field.name}".`,
      );
    }
    let isWaiting = false;
    // A copy has no more room than it needs, as a list that grows has.
    const items: unknown[] = [...value];
    try {
      for (let index = 0; index < items.length; index += 1) {
        const path: Path = { prev: listPath, key: index, typename: undefined };
        const completed = this.#item(field, shape, items[index], path);
        isWaiting ||= isPromise(completed);
        items[index] = completed;
      }
    } catch (error) {
      // The list has failed: nobody hears of items that fail later, and that must not end the process.
      for (const item of items) if (isPromise(item)) item.then(undefined, () => {});
      throw error;
    }
    if (isWaiting) return Promise.all(items);
    this.#leftovers?.addList(items);
    return items;
  }

  #item(field: FieldPlan, shape: Shape, item: unknown, path: Path): unknown {
    try {
      const value = isPromise(item)
        ? this.#itemLater(field, shape, item, path)
        : this.#complete(field, shape, item, path);
      return isPromise(value) ? this.#safeItem(field, shape, value, path) : value;
    } catch (error) {
      return this.#note(shape, located(error, field, path));
    }
  }

  #itemLater(field: FieldPlan, shape: Shape, item: Promise<unknown>, path: Path): unknown {
    return item.then((later) => this.#complete(field, shape, later, path));
  }

  #safeItem(field: FieldPlan, shape: Shape, value: Promise<unknown>, path: Path): unknown {
    return value.catch((error) => this.#note(shape, located(error, field, path)));
  }

  #abstract(field: FieldPlan, type: GraphQLAbstractType, value: unknown, path: Path): unknown {
    const info = this.#info(field, path.prev);
    const name = type.resolveType?.(value, this.#context, info, type) ?? Object(value).__typename;
    if (isPromise(name)) return this.#abstractLater(field, type, name, value, path);
    return this.#object(field.objectOf(this.#possible(type, name)), value, path);
  }

  #abstractLater(
    field: FieldPlan,
    type: GraphQLAbstractType,
    name: Promise<unknown>,
    value: unknown,
    path: Path,
  ): unknown {
    return name.then((later) => this.#object(field.objectOf(this.#possible(type, later)), value, path));
  }

  #possible(type: GraphQLAbstractType, name: unknown): GraphQLObjectType {
    const { schema } = this.#planned;
    const object = schema.getType(String(name));
    if (isObjectType(object) && schema.isSubType(type, object)) return object;
    throw new GraphQLError(`Abstract type "${type.name}" must resolve to one of its types at runtime.`);
  }

  #fail(field: FieldPlan, error: unknown, path: Path | undefined): null {
    return this.#note(field.shape, located(error, field, pathOf(field, path)));
  }

  /** Notes an error if null can stand for it; throws it on if not. */
  #note({ isNonNull }: Shape, error: GraphQLError): null {
    if (isNonNull) throw error;
    this.#errors.push(error);
    return null;
  }

  #info(field: FieldPlan, path: Path | undefined): GraphQLResolveInfo {
    const { schema, fragments, operation } = this.#planned;
    return {
      fieldName: field.name,
      fieldNodes: field.nodes,
      returnType: field.definition.type,
      parentType: field.parent,
      path: pathOf(field, path),
      schema,
      fragments,
      rootValue: undefined,
      operation,
      variableValues: this.#variables,
    };
  }
}

/** It stands for what a resolver says that it does not read. */
const NO_INFO: GraphQLResolveInfo = Object.create(null);

function pathOf({ key, parent }: FieldPlan, prev: Path | undefined): Path {
  return { prev, key, typename: parent.name };
}

function located(error: unknown, { nodes }: FieldPlan, path: Path): GraphQLError {
  const keys: (string | number)[] = [];
  for (let step: Path | undefined = path; step; step = step.prev) keys.push(step.key);
  return locatedError(error, nodes, keys.reverse());
}

function mustNotBeNull({ parent, name }: FieldPlan): Error {
  return new Error(`Cannot return null for non-nullable field ${parent.name}.${name}.`);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
