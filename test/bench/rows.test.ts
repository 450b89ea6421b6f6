import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { textOf } from '../../bench/row.ts';
import { allRows } from '../../bench/rows/rows.ts';
import { TYPES } from '../../bench/sides/by-hand-schema.ts';

/** What every subgraph answers beside what its schema shows. */
const ENTITIES = `
  scalar _Any
  union _Entity = Dataset | Record
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
`;
/** With the types of the embedded portal, which some rows ask for. */
const printed = readFileSync(new URL('../../schema/embedded.graphql', import.meta.url), 'utf8');
const product = buildSchema(printed + ENTITIES);
const byHand = buildSchema(TYPES);
const rows = allRows(Array.from({ length: 300 }, (_, index) => `record-${index}`));

test.each(rows.map((row) => [row.name, row] as const))('the graph can be asked what %s asks', (_, row) => {
  expect(validate(product, parse(textOf(row.product, 0)))).toEqual([]);
  if (row.byHand) expect(validate(byHand, parse(textOf(row.byHand, 0)))).toEqual([]);
});

test('no two connections of a row ask the same at a time', () => {
  for (const { name, variants, connections, product } of rows) {
    const asked = Array.from({ length: variants }, (_, variant) =>
      JSON.stringify([textOf(product, variant), product.variables(variant)]),
    );
    if (variants > 1) expect([name, variants > connections]).toEqual([name, true]);
    expect([name, new Set(asked).size]).toEqual([name, variants]);
  }
});
