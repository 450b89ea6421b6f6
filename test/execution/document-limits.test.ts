/** How a document is measured: one pass, each fragment once, whatever it is used for. */
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { checkDocument, type DocumentLimits } from '../../src/execution/limits/document-limits.ts';
import { shapeOf } from '../../src/execution/limits/document-shape.ts';

const LIMITS: DocumentLimits = {
  maxOperationKb: 1024,
  maxTokens: 15_000,
  maxDepth: 5,
  maxAliases: 3,
  maxRootFields: 4,
  maxDirectives: 2,
  introspection: true,
};

describe('a document is measured', () => {
  test('with its fragments unfolded where they are used', () => {
    const shape = shapeOf(
      parse('{ a: portal { ...P } portal { ...P } } fragment P on Portal { n: name @skip(if: false) url }'),
    );
    expect(shape).toMatchObject({
      depth: 2,
      aliases: 3,
      directives: 2,
      rootFields: 2,
      widest: 2,
      fields: 6,
      definitions: 2,
    });
  });

  test('in no time, though its fragments unfold to more than anybody could count', () => {
    const chain = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
    );
    const shape = shapeOf(parse(`{ ...F0 } ${chain.join(' ')} fragment F60 on Query { __typename }`));
    expect(shape.rootFields).toBe(2 ** 60);
  });

  test('though a fragment uses itself: the validation refuses that', () => {
    expect(shapeOf(parse('{ ...A } fragment A on Query { ...A a: __typename }')).aliases).toBeLessThan(5);
  });

  test('by the largest of its operations', () => {
    expect(shapeOf(parse('query A { a b } query B { a b c { d } }'))).toMatchObject({
      rootFields: 3,
      depth: 2,
    });
  });

  test('by what is introspected, aliases below it included', () => {
    expect(
      shapeOf(parse('{ __schema { a: types { name } } x: __type(name: "Query") { name } }')),
    ).toMatchObject({
      introspections: 3,
    });
  });
});

describe('a document is refused', () => {
  test.each([
    ['{ a { b { c { d { e { f } } } } } }', /6 levels of fields, and one may have 5 \(MAX_DEPTH\)/],
    ['{ a: x b: x c: x d: x }', /4 aliases, and one may have 3 \(MAX_ALIASES\)/],
    ['{ a b c d e }', /5 fields at its root, and one may have 4 \(MAX_ROOT_FIELDS\)/],
    ['{ a @x @y @z }', /3 directives, and one may have 2 \(MAX_DIRECTIVES\)/],
    [`{ a { ${'b '.repeat(601)} } }`, /601 fields in one selection, and one may have 600/],
  ])('%.40s', (text, message) => {
    expect(() => checkDocument(parse(text), LIMITS)).toThrow(message);
  });

  test('only beyond a limit, and not at it', () => {
    expect(() => checkDocument(parse('{ a { b { c { d { e } } } } }'), LIMITS)).not.toThrow();
    expect(() => checkDocument(parse('{ a: x b: x c: x }'), LIMITS)).not.toThrow();
  });
});
