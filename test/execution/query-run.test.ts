import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import {
  buildSchema,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  getOperationAST,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { QueryPlans } from '../../src/execution/query-plan.ts';
import { runQuery } from '../../src/execution/query-run.ts';
import { coerceVariables } from '../../src/execution/variables.ts';
import type { Context } from '../../src/schema/context.ts';

const schema = buildSchema(`
  type Query { thing: Thing!, node: Node, any: [Any], echo(text: String = "none", list: [Int!], of: In): String }
  interface Node { id: ID }
  union Any = Thing | Other
  input In { text: String!, deep: In }
  enum Colour { RED BLUE }
  type Thing implements Node {
    id: ID, count: Int, must: String!, colour: Colour, thing: Thing, needed: Thing!, node: Node, any: Any
    things: [Thing!], needless: [Thing]!, matrix: [[Int!]], texts: [String], echo(text: String, list: [Int!], of: In): String
  }
  type Other implements Node { id: ID, name: String!, thing: Thing }
`);

/** What a resolver does: mostly what it should, and now and then anything else. */
const DEEDS = [
  'value',
  'value',
  'value',
  'later',
  'later',
  'null',
  'throws',
  'rejects',
  'is error',
  'wrong',
] as const;

/** The same for the same place in the same run, whoever runs it. */
function deedAt(seed: number, place: string): (typeof DEEDS)[number] {
  let hash = seed;
  for (const character of place) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  // In a third of the runs nothing fails.
  const deeds = seed % 3 === 0 ? DEEDS.slice(0, 6) : DEEDS;
  return deeds[Math.abs(hash) % deeds.length] ?? 'value';
}

const VALUES: Readonly<Record<string, (place: string) => unknown>> = {
  Int: (place) => place.length,
  ID: (place) => place,
  String: (place) => `of ${place}`,
  Colour: () => 'BLUE',
  Thing: (place) => ({ __typename: 'Thing', place }),
  Other: (place) => ({ __typename: 'Other', place }),
  Node: (place) => ({ __typename: place.length % 2 ? 'Thing' : 'Other', place }),
  Any: (place) => ({ __typename: place.length % 2 ? 'Other' : 'Thing', place }),
};

function valueAt(seed: number, type: string, place: string): unknown {
  const deed = deedAt(seed, place);
  if (deed === 'throws') throw new Error(`thrown at ${place}`);
  if (deed === 'null') return null;
  if (deed === 'rejects') return Promise.reject(new Error(`rejected at ${place}`));
  if (deed === 'is error') return new Error(`given at ${place}`);
  if (deed === 'wrong') return type.startsWith('[') ? 'no list' : { __typename: 'Nobody', place };
  const bare = type.replace(/!$/, '');
  const value = bare.startsWith('[') ? listAt(seed, bare.slice(1, -1), place) : VALUES[bare]?.(place);
  return deed === 'later' ? Promise.resolve(value) : value;
}

/**
 * If an item of a list fails at once, graphql-js leaves the promises of others to nobody, which would end this process.
 * So items that can fail are all promises.
 */
function listAt(seed: number, type: string, place: string): unknown[] {
  return [0, 1].map((index) => {
    const item = () => valueAt(seed, type, `${place}.${index}`);
    return type === 'String' && seed % 2 ? `item ${index}` : Promise.resolve().then(item);
  });
}

for (const type of Object.values(schema.getTypeMap())) {
  if (!isObjectType(type) || type.name.startsWith('__')) continue;
  for (const field of Object.values(type.getFields())) {
    const resolve: GraphQLFieldResolver<{ place?: string } | undefined, { seed: number }> = (
      source,
      args,
      { seed },
    ) => {
      const place = `${source?.place ?? ''}.${field.name}`;
      if (field.name !== 'echo') return valueAt(seed, String(field.type), place);
      return `${place} ${JSON.stringify(args)}`;
    };
    field.resolve = resolve;
  }
}

type Result = { data?: unknown; errors?: readonly GraphQLError[] | undefined };

/** These resolvers read nothing of it but the seed. */
const contextOf = (seed: number) => ({ seed }) as unknown as Context;

const DIRECTIVES = [
  '',
  '',
  '',
  ' @skip(if: $no)',
  ' @include(if: $yes)',
  ' @include(if: $no)',
  ' @skip(if: false)',
];
const ECHOES = [
  'echo',
  'echo(text: $text)',
  'echo(text: null)',
  'echo(list: [1, $number])',
  'echo(of: { text: "a", deep: { text: $needed } })',
];

const LEAVES = ['__typename', 'id', 'count', 'must', 'colour', 'matrix', 'texts', '...F', ...ECHOES];
const BRANCHES = [
  ...['thing', 'needed', 'things', 'needless'].map((name) => `${name} SELECTION`),
  'node { __typename id ... on Thing SELECTION ...F }',
  'any { __typename ... on Node { id } ... on Thing SELECTION }',
  '... SELECTION',
  '... on Thing SELECTION',
];

/** A selection of a Thing that is nested so deep at most. */
function selectionOf(depth: number): fc.Arbitrary<string> {
  const field = fc
    .tuple(
      fc.constantFrom('', '', 'a: ', 'b: '),
      fc.constantFrom(...LEAVES, ...(depth > 0 ? [...BRANCHES, ...BRANCHES] : [])),
      fc.constantFrom(...DIRECTIVES),
      depth > 0 ? selectionOf(depth - 1) : fc.constant(''),
    )
    .map(([alias, text, directive, inner]) => {
      const at = text.search(/ (?:SELECTION|\{ __typename)/);
      const [name, rest] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
      return `${text.startsWith('...') ? '' : alias}${name}${directive}${rest.replaceAll('SELECTION', inner)}`;
    });
  return fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => `{ id ${fields.join(' ')} }`);
}

const operation = selectionOf(3).map(
  (inner) => `
    query ($no: Boolean = false, $yes: Boolean!, $text: String, $number: Int! = 3, $needed: String!) {
      thing ${inner} node { ... on Thing ${inner} } any { __typename ...F } echo(text: $text) again: echo(list: [$number], of: { text: $needed })
      thing @skip(if: $no) { must } thing @include(if: $yes) { echo(text: $text) }
    }
    fragment F on Thing { count texts thing { must } }`,
);

/** The sentences of a type's own mistakes, which no caller is shown, differ. */
const MISTAKES =
  /^(Abstract type "\w+"|Expected a value of type|\w+ cannot represent|Enum "\w+" cannot represent).*/;

/**
 * The errors of fields that are there as null, in an order of their own. Which error of several made an object null, and
 * what else was noticed in it, is a matter of time.
 */
function errorsOf({ data, errors = [] }: Result): string[] {
  const texts = errors
    .filter(({ path = [] }) => path.slice(0, -1).reduce<unknown>(below, data) !== null)
    .map(({ message, path, locations }) =>
      JSON.stringify({ message: message.replace(MISTAKES, '$1'), path, locations }),
    );
  return [...new Set(texts)].sort();
}

const below = (value: unknown, key: string | number): unknown =>
  value === null || value === undefined ? null : (Reflect.get(Object(value), key) ?? null);

test('a plan gives what graphql-js gives, whatever the resolvers do', async () => {
  let compared = 0;
  const kinds = { data: 0, errors: 0, nothing: 0 };
  await fc.assert(
    fc.asyncProperty(operation, fc.integer(), fc.boolean(), async (text, seed, no) => {
      const document = parse(text);
      if (validate(schema, document).length > 0) return;
      const variables = { no, yes: !no, needed: 'sure' };
      const expected = await execute({
        schema,
        document,
        variableValues: variables,
        contextValue: contextOf(seed),
      });
      const node = getOperationAST(document);
      if (!node) throw new Error('There is one operation.');
      const coerced = coerceVariables(schema, node, variables, 100);
      const plans = new QueryPlans(schema, document, node);
      // The second run has a plan that is there already.
      for (let run = 0; run < 2; run += 1) {
        const got: Result = await runQuery(plans.planFor(coerced), contextOf(seed), coerced);
        expect(JSON.stringify(got.data)).toBe(JSON.stringify(expected.data));
        expect((got.errors ?? []).length > 0).toBe((expected.errors ?? []).length > 0);
        expect(errorsOf(got)).toEqual(errorsOf(expected));
      }
      compared += 1;
      kinds[expected.data ? (expected.errors ? 'errors' : 'data') : 'nothing'] += 1;
    }),
    { numRuns: 600 },
  );
  // Most documents are valid, and all that can come of them has come.
  expect(compared).toBeGreaterThan(100);
  expect(Math.min(...Object.values(kinds))).toBeGreaterThan(0);
});

test('a list that fails at once leaves no rejection that nobody handles', async () => {
  const document = parse('{ thing { things { must } } }');
  const node = getOperationAST(document);
  if (!node) throw new Error('There is one operation.');
  const { thing } = schema.getQueryType()?.getFields() ?? {};
  const { things } = (schema.getType('Thing') as GraphQLObjectType).getFields();
  if (!thing || !things) throw new Error('There are such fields.');
  const [before, beforeThat] = [thing.resolve, things.resolve];
  thing.resolve = () => ({});
  // The first item is waited for when the second one fails; nobody has looked at the third.
  things.resolve = () => [Promise.reject(new Error('first')), null, Promise.reject(new Error('third'))];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const plan = new QueryPlans(schema, document, node).planFor({});
  expect((await runQuery(plan, contextOf(1), {})).data).toEqual({ thing: { things: null } });
  // Rejections that nobody has handled are told after the microtasks.
  await setImmediate();
  process.off('unhandledRejection', note);
  Object.assign(thing, { resolve: before });
  Object.assign(things, { resolve: beforeThat });
  expect(unhandled).toEqual([]);
});
