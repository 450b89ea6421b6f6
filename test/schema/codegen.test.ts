import { isScalarType, isSpecifiedScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { scalars } from '../../src/codegen.ts';
import { schema } from '../../src/schema/schema.ts';

test('every scalar of the graph has a type for generated code', () => {
  const own = Object.values(schema.getTypeMap())
    .filter((type) => isScalarType(type) && !isSpecifiedScalarType(type))
    .map(({ name }) => name)
    // What only gateways ask is not shown to others.
    .filter((name) => !name.startsWith('_'));
  expect(Object.keys(scalars).toSorted()).toEqual(own.toSorted());
});
