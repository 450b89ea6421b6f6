import fc from 'fast-check';
import { buildSchema, getOperationAST, getVariableValues, parse } from 'graphql';
import { expect, test } from 'vitest';
import { coerceVariables } from '../../src/execution/variables.ts';

const schema = buildSchema(
  'enum Color { RED GREEN } input Point { x: Int! } type Query { a(i: ID, s: String, f: Float, b: Boolean, c: Color, p: Point): Int }',
);

const item = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom('RED', 'GREEN', null, undefined),
  fc.record({ x: fc.integer() }),
);
// A variable that is undefined is none.
const given = fc.oneof(
  item.filter((value) => value !== undefined),
  fc.array(fc.oneof(item, fc.array(item, { maxLength: 3 })), { maxLength: 5 }),
);
const uniform = fc.oneof(
  fc.array(fc.string()),
  fc.array(fc.integer()),
  fc.array(fc.constantFrom('RED', 'GREEN')),
);

function operationOf(type: string) {
  const operation = getOperationAST(parse(`query ($value: ${type}) { a }`));
  if (!operation) throw new Error('It must be an operation.');
  return operation;
}

test.each([
  '[ID!]!',
  '[ID]',
  '[String!]',
  '[Int!]',
  '[Float]',
  '[Boolean!]',
  '[Color!]!',
  '[[Int!]]',
  '[Point!]',
  'Int',
])('a variable of type %s becomes what the library makes of it, or is refused as there', (type) => {
  const operation = operationOf(type);
  const ours = (value: unknown) => {
    try {
      return coerceVariables(schema, operation, { value }, 100);
    } catch {
      return null;
    }
  };
  const theirs = (value: unknown) => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], { value });
    return coerced ?? null;
  };
  fc.assert(
    fc.property(fc.oneof(given, uniform), (value) => {
      expect(ours(value)).toEqual(theirs(value));
    }),
  );
});

test('a list with one wrong item is refused with its place', () => {
  const value = Array.from({ length: 50 }, (_, index) => (index === 40 ? null : 'a'));
  expect(() => coerceVariables(schema, operationOf('[ID!]'), { value }, 100)).toThrow(
    'Variable "$value" has a value that cannot be used at "value[40]": it must not be null.',
  );
});
