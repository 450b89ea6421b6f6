/**
 * Variables become the values that resolvers read, or errors that never repeat a value: it may be a secret, such as a
 * push key in the wrong place.
 */
import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { withHint } from './hints.ts';
import { checkDepth, checkLengths, sayValues } from './limits/variable-limits.ts';

type Values = Record<string, unknown>;

/** The most errors that are shown: more of them help nobody. */
const MAX_ERRORS = 20;

/** How much of a name that the caller made up an error shows. */
const MAX_NAME = 100;

/** The values of an operation's variables. Throws an error that says what is wrong with them, all at once. */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Values>,
  maxListLength: number,
): Values {
  if (variableDefinitions.length === 0) return {};
  checkDepth(given);
  const values: Values = {};
  const errors: GraphQLError[] = [];
  for (const definition of variableDefinitions) {
    const type = typeFromAST(schema, definition.type);
    // The validation has refused an unknown type already.
    if (!isInputType(type)) continue;
    const name = definition.variable.name.value;
    const isGiven = Object.hasOwn(given, name) && given[name] !== undefined;
    if (!isGiven) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type)) errors.push(missing(definition));
      continue;
    }
    checkLengths(type, given[name], `$${name}`, maxListLength);
    values[name] =
      listOfLeaves(type, given[name]) ??
      coerceInputValue(given[name], type, (path, value, error) => {
        if (errors.length < MAX_ERRORS) errors.push(wrong(definition, type, path, value === null, error));
      });
  }
  const [first] = errors;
  if (first) throw errors.length === 1 ? first : new VariablesError(errors);
  return values;
}

/**
 * The value of a list of scalars or enums, such as hundreds of ids; null if anything is to be said of it, or it is no such list.
 * The library finds out for each item anew what its type is, which takes three times as long.
 */
function listOfLeaves(type: GraphQLInputType, given: unknown): unknown[] | null {
  const list = getNullableType(type);
  if (!isListType(list) || !Array.isArray(given)) return null;
  const item = getNullableType(list.ofType);
  if (!isLeafType(item)) return null;
  const values: unknown[] = [];
  for (const one of given) {
    const value = one === null || one === undefined ? undefined : parsed(item, one);
    if (value === undefined) return null;
    values.push(value);
  }
  return values;
}

function parsed(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.parseValue(value);
  } catch {
    return undefined;
  }
}

/** Several variables, or several of their fields, are wrong. */
export class VariablesError extends Error {
  override readonly name = 'VariablesError';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('Several variables are wrong.');
    this.errors = errors;
  }
}

function missing(definition: VariableDefinitionNode): GraphQLError {
  return variableError(definition, `of required type "${print(definition.type)}" was not provided.`);
}

function wrong(
  definition: VariableDefinitionNode,
  type: GraphQLInputType,
  path: readonly (string | number)[],
  isNull: boolean,
  error: GraphQLError,
): GraphQLError {
  const name = definition.variable.name.value;
  const at = [name, ...path].reduce<string>(
    (text, key, index) =>
      typeof key === 'number' ? `${text}[${key}]` : index === 0 ? key : `${text}.${key}`,
    '',
  );
  const place = path.length === 0 ? '' : ` at "${at.slice(0, MAX_NAME)}"`;
  return variableError(
    definition,
    `has a value that cannot be used${place}: ${isNull ? 'it must not be null.' : reasonOf(typeAt(type, path), error)}`,
  );
}

/** What is wrong, without the value. GraphQL's sentence about the fields of an object says only their names. */
function reasonOf(type: GraphQLInputType | undefined, { message }: GraphQLError): string {
  if (type === undefined) return 'it does not fit its type.';
  if (isInputObjectType(type))
    return message.length > 2 * MAX_NAME ? `it does not fit "${type.name}".` : withHint(message);
  if (isEnumType(type)) return sayValues(type);
  return `a value of type "${String(type)}" is expected.`;
}

function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType | undefined {
  let current: GraphQLInputType | undefined = type;
  for (const key of path) {
    const own: GraphQLInputType | undefined = isNonNullType(current) ? current.ofType : current;
    if (isListType(own)) current = own.ofType;
    else current = isInputObjectType(own) ? own.getFields()[key]?.type : undefined;
  }
  return isNonNullType(current) ? current.ofType : current;
}

function variableError(definition: VariableDefinitionNode, what: string): GraphQLError {
  return new GraphQLError(`Variable "$${definition.variable.name.value.slice(0, MAX_NAME)}" ${what}`, {
    nodes: definition,
    extensions: { code: 'BAD_USER_INPUT', http: { spec: true, status: 400 } },
  });
}
