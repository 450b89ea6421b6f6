/** The limits of variables: how deep their values and how long their lists may be, before anything reads them. */
import { type GraphQLInputType, isInputObjectType, isListType, isNonNullType, isScalarType } from 'graphql';
import { badInput, type OdsError } from '../../ods/errors.ts';

/** How deep lists and objects may be nested: no input of the graph needs as much, and reading them is recursive. */
const MAX_VALUE_DEPTH = 200;

/** How much of a path an error shows. */
const MAX_PATH = 100;

interface Step {
  value: unknown;
  depth: number;
}

/** Refuses variables that are nested too deep to be read one level in another. */
export function checkDepth(variables: Readonly<Record<string, unknown>>): void {
  const steps: Step[] = [{ value: variables, depth: 0 }];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { value, depth } = step;
    if (depth > MAX_VALUE_DEPTH)
      throw badInput(
        'variables',
        `a value is nested deeper than ${MAX_VALUE_DEPTH} levels; write it flatter.`,
      );
    for (const item of itemsOf(value)) {
      if (typeof item === 'object' && item !== null) steps.push({ value: item, depth: depth + 1 });
    }
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/**
 * Refuses a value with a list that is too long. Records to push are not counted: the size of a request bounds them.
 * The walk follows the types of the schema, so it never goes deeper than these and `checkDepth` allow.
 */
export function checkLists(type: GraphQLInputType, value: unknown, path: string, maxLength: number): void {
  const own = isNonNullType(type) ? type.ofType : type;
  if (isListType(own)) {
    const item = isNonNullType(own.ofType) ? own.ofType.ofType : own.ofType;
    if (!Array.isArray(value) || (isScalarType(item) && item.name === 'JSONObject')) return;
    if (value.length > maxLength) throw tooLong(path, value.length, maxLength);
    if (isScalarType(item)) return;
    for (const one of value) checkLists(own.ofType, one, path, maxLength);
  } else if (isInputObjectType(own) && typeof value === 'object' && value !== null) {
    const fields = own.getFields();
    for (const [name, item] of Object.entries(value)) {
      const field = fields[name];
      if (field) checkLists(field.type, item, `${path}.${name}`, maxLength);
    }
  }
}

function tooLong(path: string, length: number, maxLength: number): OdsError {
  return badInput(
    path.slice(0, MAX_PATH),
    `the list has ${length} items, and a list may have ${maxLength} (MAX_LIST_LENGTH); ask in several operations.`,
  );
}
