/** Documents, variables and the rest of a request: random texts, and valid ones in which something was changed. */
import fc from 'fast-check';
import { readExamples } from './examples.ts';

/** What means something to a parser of GraphQL, JSON, the portal's queries or HTTP. */
const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '!',
  '=',
  '|',
  '&',
  '@',
  '$',
  '...',
  '"',
  '"""',
  '\\',
  '#',
  ',',
  '\n',
  '\0',
  '\ufeff',
  '\ud800',
  '\u2028',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  'null',
  'true',
  '""',
  '"x"',
  '""""""',
  '"\\u0000"',
  '"\\ud800"',
  'query',
  'mutation',
  'subscription',
  'fragment',
  'on',
  '__typename',
  '__schema',
  '__type',
  '...F',
  '@include(if: true)',
  '@skip(if: $v)',
  '@defer',
  '@stream',
  '$v',
  'dataset(datasetId: "world-countries")',
  'datasets',
  'records(first: 2)',
  'nodes',
  'node(id: "x")',
  'totalCount',
  'title',
  'fields',
  'value(field: "name")',
  'facets(names: ["name"])',
  'first: 10000',
  'first: -1',
  'after: "x"',
  'filter: { search: "a" }',
  'filter: { q: "((" }',
  'filter: { where: { not: { isNull: "x" } } }',
  'orderBy: { field: "x" }',
  'quota',
  'portal',
  'pushRecords',
  'recordsPushed(datasetId: "x")',
];

const token = fc.constantFrom(...TOKENS);

/** Texts of any characters, halves of characters among them. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(' ')),
  fc.constantFrom(
    '',
    ' ',
    '\ud800',
    '\udfff',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'x'.repeat(5000),
  ),
);

const examples = readExamples().map(({ query }) => query);
const valid = fc.constantFrom(
  ...examples,
  '{ dataset(datasetId: "world-countries") { title records(first: 2) { totalCount nodes { recordId fields } } } }',
  'query($v: String) { dataset(datasetId: "world-countries") { records(filter: { search: $v }) { totalCount } } }',
  '{ datasets(first: 2) { nodes { datasetId } } ... @defer { quota { limit } } }',
);

/** A change of a text: something left out, put in, repeated or exchanged. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 40 }),
  text: fc.oneof(token, fc.string({ unit: 'binary', maxLength: 5 })),
  times: fc.constantFrom(1, 1, 1, 2, 50),
});

/** A document with a few changes: mostly one that a parser understands for a while. */
export const mutated = fc
  .tuple(valid, fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([document, changes]) =>
    changes.reduce((text, { at, length, text: other, times }) => {
      const start = Math.floor(at * text.length);
      return text.slice(0, start) + other.repeat(times) + text.slice(start + length);
    }, document),
  );

export const document = fc.oneof(
  { arbitrary: mutated, weight: 4 },
  { arbitrary: anyText, weight: 1 },
  { arbitrary: valid, weight: 1 },
);

/** Any JSON, with the names and texts that mean something here. */
export const anyJson = fc.jsonValue({ maxDepth: 5, noUnicodeString: false });

const leaf = fc.oneof(anyText, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), anyJson);

/** What stands for a value of any input of the graph. */
export const anyValue = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 4 }),
  fc.dictionary(
    fc.constantFrom(
      'where',
      'not',
      'all',
      'any',
      'equals',
      'field',
      'value',
      'search',
      'q',
      'near',
      'center',
      'latitude',
      'longitude',
      'distance',
      'within',
      'refine',
      'pushKey',
      'records',
      '__proto__',
    ),
    fc.oneof(
      leaf,
      fc.dictionary(fc.constantFrom('field', 'value', 'values', 'not', 'text'), leaf, { maxKeys: 3 }),
    ),
    { maxKeys: 4 },
  ),
);
