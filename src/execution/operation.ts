/** An operation: all that is found out about the text of one, once, however often it is run. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { LimitError } from '../loading/limit-error.ts';
import type { Freshness } from '../schema/annotations.ts';
import type { Context } from '../schema/context.ts';
import { isForGateways } from '../schema/entity.ts';
import { publicError } from './errors.ts';
import { type Estimate, estimate } from './estimate.ts';
import { freshnessOf } from './freshness.ts';
import type { Leftovers } from './leftovers.ts';
import { checkDocument, checkText, type DocumentLimits } from './limits/document-limits.ts';
import { isRunByPlan, QueryPlans } from './query-plan.ts';
import { runQuery } from './query-run.ts';
import type { Results } from './results.ts';
import { validateDocument } from './validation.ts';
import { coerceVariables } from './variables.ts';

/** What a text turned out to be: an operation that can be run, or why it cannot. */
export type Compiled = Operation | InvalidOperation;

/** A text that is no operation of the schema, or too large a one. */
export class InvalidOperation {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    this.errors = errors;
  }
}

/** An operation of the schema, ready to be run with any variables. */
export class Operation {
  static #last = 0;
  /** No other operation of this process has the same. */
  readonly id = ++Operation.#last;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  /** What its answer is made of. */
  readonly freshness: ReadonlySet<Freshness>;
  readonly hasVariables: boolean;
  readonly #plans: QueryPlans;
  /** False if it has to be interpreted. */
  readonly #isRunByPlan: boolean;
  /** True if it asks for the schema: it is told of the schema that is shown. */
  readonly #tellsSchema: boolean;
  /** True if it subscribes to a download. */
  readonly isDownload: boolean;

  constructor(schema: GraphQLSchema, document: DocumentNode, node: OperationDefinitionNode) {
    this.schema = schema;
    this.document = document;
    this.node = node;
    this.hasVariables = (node.variableDefinitions?.length ?? 0) > 0;
    this.freshness = freshnessOf(schema, document, node.name?.value);
    this.#plans = new QueryPlans(schema, document, node);
    this.#isRunByPlan = isRunByPlan(document, node);
    this.#tellsSchema = !this.#isRunByPlan && asksSchema(document) && !isForGateways(document);
    this.isDownload = node.operation === 'subscription' && hasDownload(schema, document, node.selectionSet);
  }

  get name(): string | null {
    return this.node.name?.value ?? null;
  }

  get kind(): OperationTypeNode {
    return this.node.operation;
  }

  /** The variables as resolvers read them; throws an error that repeats no value. */
  variables(given: Readonly<Record<string, unknown>>, maxListLength: number): Record<string, unknown> {
    return coerceVariables(this.schema, this.node, given, maxListLength);
  }

  /** Keeps of the given variables only those that the operation declares: the rest would stay in memory for as long as it runs. */
  #declared(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const names = (this.node.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    return Object.fromEntries(
      names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]),
    );
  }

  /**
   * Runs it: a plan reads `variables`, which are as resolvers read them; whoever interprets makes them anew of what was
   * `given`. The lists of its one result are `leftovers`.
   */
  run(
    contextValue: Context,
    variables: Record<string, unknown>,
    given: Readonly<Record<string, unknown>>,
    leftovers: Leftovers | null = null,
  ): Results | Promise<Results> {
    if (this.#isRunByPlan)
      return runQuery(this.#plans.planFor(variables), contextValue, variables, leftovers);
    return this.#interpret(contextValue, given);
  }

  async #interpret(contextValue: Context, given: Readonly<Record<string, unknown>>): Promise<Results> {
    // A start does not wait for it: few operations need it.
    const { normalizedExecutor } = await import('@graphql-tools/executor');
    const { document, name: operationName } = this;
    const schema = this.#tellsSchema ? (this.schema.extensions.shown ?? this.schema) : this.schema;
    const variableValues = this.#declared(given);
    return normalizedExecutor({ schema, document, operationName, variableValues, contextValue });
  }

  /** To be called after a run: what of its plan is too large is not kept. */
  trim(): void {
    this.#plans.trim();
  }

  /** What a run with these variables may cost. */
  estimate(variables: Readonly<Record<string, unknown>>): Estimate {
    return estimate(this.#plans.planFor(variables), variables);
  }
}

/** True if a document asks for the schema (`__schema`, `__type`). */
function asksSchema(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (name.value === '__schema' || name.value === '__type') found = true;
    },
  });
  return found;
}

/** True if one of these fields of `Subscription` sends a download. The document is valid: no fragment contains itself. */
function hasDownload(
  schema: GraphQLSchema,
  document: DocumentNode,
  { selections }: SelectionSetNode,
): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD)
      return schema.getSubscriptionType()?.getFields()[selection.name.value]?.extensions.isDownload === true;
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(document, selection);
    return fragment !== undefined && hasDownload(schema, document, fragment.selectionSet);
  });
}

function fragmentOf(
  { definitions }: DocumentNode,
  { name }: FragmentSpreadNode,
): FragmentDefinitionNode | undefined {
  return definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .find((fragment) => fragment.name.value === name.value);
}

/** True if a text may ask for an answer in parts: the rules for that must be loaded before it is compiled. */
export function isIncremental(text: string): boolean {
  return text.includes('@defer') || text.includes('@stream');
}

/** Compiles the text of an operation. What is wrong with it is kept as well, since it stays wrong. */
export function compile(
  schema: GraphQLSchema,
  text: string,
  operationName: string | null,
  limits: DocumentLimits,
): Compiled {
  try {
    checkText(text, limits);
    const document = parseText(text, limits.maxTokens);
    checkDocument(document, limits);
    const { introspection } = limits;
    const errors = validateDocument(schema, document, { isIncremental: isIncremental(text), introspection });
    if (errors.length > 0) return new InvalidOperation(errors);
    const node = getOperationAST(document, operationName);
    if (!node) return new InvalidOperation([unknownOperation(operationName)]);
    return new Operation(schema, document, node);
  } catch (error) {
    if (error instanceof LimitError) return new InvalidOperation([publicError(error, null)]);
    if (error instanceof GraphQLError) return new InvalidOperation([error]);
    throw error;
  }
}

function parseText(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    if (!(error instanceof GraphQLError)) throw error;
    // The library gives this error no code, and throws it in the middle of parsing.
    if (error.message.includes('more that') && error.message.includes('tokens'))
      throw tooManyTokens(maxTokens);
    const { nodes = null, source = null, positions = null } = error;
    throw new GraphQLError(error.message, {
      nodes,
      source,
      positions,
      extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { spec: true, status: 400 } },
    });
  }
}

function tooManyTokens(maxTokens: number): LimitError {
  return new LimitError(
    'OPERATION_TOO_LARGE',
    `The operation has more than ${maxTokens} tokens (MAX_TOKENS): give values as variables, or ask in several operations.`,
  );
}

function tooDeep(): LimitError {
  return new LimitError('OPERATION_TOO_LARGE', 'The operation is nested too deep to be read (MAX_DEPTH).');
}

function unknownOperation(operationName: string | null): GraphQLError {
  const message =
    operationName === null
      ? 'operationName: the document has no operation, or several of which one must be named.'
      : 'operationName: the document has no operation of this name.';
  return new GraphQLError(message, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });
}
