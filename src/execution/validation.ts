/** What is right in a document: GraphQL's own rules and those of `@defer` and `@stream`, in words that repeat no value. */
import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  validate,
} from 'graphql';
import { withHint } from './hints.ts';

/** The most errors that are shown: more of them help nobody. */
const MAX_ERRORS = 20;

const RULES: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule,
);

let incrementalRules: readonly ValidationRule[] | undefined;

/** Loads the rules of `@defer` and `@stream` when they are first needed: Yoga comes with them, and a start does not wait for that. */
export async function loadIncrementalRules(): Promise<void> {
  incrementalRules ??= await withIncrementalDelivery(RULES);
}

/** The errors of a document; none if it can be executed. */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  { isIncremental, introspection }: ValidationOptions,
): readonly GraphQLError[] {
  const rules = isIncremental ? incrementalRules : RULES;
  if (!rules) throw new Error('loadIncrementalRules() has to come first.');
  return validate(schema, document, introspection ? rules : [...rules, noIntrospection], {
    maxErrors: MAX_ERRORS,
  }).map(withCode);
}

export interface ValidationOptions {
  /** True if the document has `@defer` or `@stream`, whose rules are loaded. */
  isIncremental: boolean;
  /** False refuses the fields that tell the schema. */
  introspection: boolean;
}

/** `_service` tells gateways the schema, and so it tells everybody. */
const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type', '_service']);

function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!INTROSPECTION.has(node.name.value)) return;
      const message = `The schema cannot be asked for here (INTROSPECTION is off): "${node.name.value}" is refused.`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

/** The error without its nodes, which would keep the whole document in memory as long as the error is kept. */
function withCode({ message, source, positions, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(withHint(message), {
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { spec: true, status: 400 }, ...extensions },
  });
}

/** GraphQL's rule repeats a value that does not fit, and with it a push key that stands in the wrong place. */
function valuesOfCorrectType(context: ValidationContext) {
  const quiet: ValidationContext = Object.create(context, {
    reportError: {
      value: (error: GraphQLError) => context.reportError(withoutValue(error, context)),
    },
  });
  return ValuesOfCorrectTypeRule(quiet);
}

/** The names of values of an enum are the schema's own; of all other values only their kind is told. */
function withoutValue(error: GraphQLError, context: ValidationContext): GraphQLError {
  const [node] = error.nodes ?? [];
  const kind = node && VALUE_KINDS.get(node.kind);
  if (!node || kind === undefined) return error;
  // What is wrong with the fields of an object is told by their names.
  if (node.kind === Kind.OBJECT && !error.message.startsWith('Expected value')) return error;
  return new GraphQLError(`A value of type "${String(context.getInputType())}" is expected, not ${kind}.`, {
    nodes: node,
  });
}

const VALUE_KINDS: ReadonlyMap<string, string> = new Map([
  [Kind.STRING, 'a text'],
  [Kind.INT, 'this whole number'],
  [Kind.FLOAT, 'this number'],
  [Kind.BOOLEAN, 'true or false'],
  [Kind.NULL, 'null'],
  [Kind.LIST, 'a list'],
  [Kind.OBJECT, 'an object'],
]);

/** The rules that the plugin brings replace one of GraphQL's, and are slower, so they are used only for documents that need them. */
async function withIncrementalDelivery(rules: readonly ValidationRule[]): Promise<readonly ValidationRule[]> {
  const params = { rules: [...rules] };
  const more: ValidationRule[] = [];
  const { useDeferStream } = await import('@graphql-yoga/plugin-defer-stream');
  const { onValidate } = useDeferStream();
  if (onValidate) {
    const addValidationRule = (rule: ValidationRule) => more.push(rule);
    Reflect.apply(onValidate, undefined, [{ params, addValidationRule }]);
  }
  return [...params.rules, ...more];
}
