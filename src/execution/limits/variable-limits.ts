/** The limits of variables: how deep their values and how long their lists and names may be, before anything reads them. */
import {
  type GraphQLEnumType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { badInput, type OdsError } from '../../ods/errors.ts';

/** How deep lists and objects may be nested: no input of the graph needs as much, and reading them is recursive. */
const MAX_VALUE_DEPTH = 200;

/** How much of a path an error shows. */
const MAX_PATH = 100;

/** Longer than any value of an enum: GraphQL compares a wrong value with each of them, letter by letter. */
const MAX_ENUM_NAME = 200;

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
 * Refuses a value with a list that is too long, or with a text where an enum's value belongs that cannot be one. Records to push are not counted: the size of a request bounds them.
 * The walk follows the types of the schema, so it never goes deeper than these and `checkDepth` allow.
 */
export function checkLengths(type: GraphQLInputType, value: unknown, path: string, maxLength: number): void {
  const own = isNonNullType(type) ? type.ofType : type;
  if (isListType(own)) {
    const item = isNonNullType(own.ofType) ? own.ofType.ofType : own.ofType;
    if (!Array.isArray(value) || (isScalarType(item) && item.name === 'JSONObject')) return;
    if (value.length > maxLength) throw tooLong(path, value.length, maxLength);
    if (isScalarType(item)) return;
    for (const one of value) checkLengths(own.ofType, one, path, maxLength);
  } else if (isInputObjectType(own) && typeof value === 'object' && value !== null) {
    const fields = own.getFields();
    for (const [name, item] of Object.entries(value)) {
      const field = fields[name];
      if (field) checkLengths(field.type, item, `${path}.${name}`, maxLength);
    }
  } else if (isEnumType(own) && typeof value === 'string' && value.length > MAX_ENUM_NAME) {
    throw badInput(path.slice(0, MAX_PATH), sayValues(own));
  }
}

/** Says which values an enum has. */
export function sayValues(type: GraphQLEnumType): string {
  const names = type.getValues().map((value) => value.name);
  return `"${type.name}" has the values ${names.join(', ')}.`;
}

function tooLong(path: string, length: number, maxLength: number): OdsError {
  return badInput(
    path.slice(0, MAX_PATH),
    `the list has ${length} items, and a list may have ${maxLength} (MAX_LIST_LENGTH); ask in several operations.`,
  );
}
