import { isScalarType, isSpecifiedScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { scalars } from '../../src/codegen.ts';
import { typedSchema } from '../../src/schema/schema.ts';
import { TYPES } from '../support/types.ts';

test('every scalar of the graph, with types and without, has a type for generated code', () => {
  const own = Object.values(typedSchema(TYPES).getTypeMap())
    .filter((type) => isScalarType(type) && !isSpecifiedScalarType(type))
    .map(({ name }) => name)
    // What only gateways ask is not shown to others.
    .filter((name) => !name.startsWith('_'));
  expect(Object.keys(scalars).toSorted()).toEqual(own.toSorted());
});
