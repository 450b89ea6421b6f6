/** Input that means no good: refused in a sentence that does not grow with it, and in time that does. */
import { describe, expect, test } from 'vitest';
import { requireFields } from '../../src/loading/download.ts';
import { CATALOG } from '../../src/ods/catalog.ts';
import { OdsError } from '../../src/ods/errors.ts';
import { type Field, FieldSet } from '../../src/ods/field.ts';
import { readInstant } from '../../src/ods/instant.ts';
import { parsePortalJson, tryParseJson } from '../../src/ods/json.ts';
import type { Condition } from '../../src/ods/query/condition.ts';
import { checkExpression } from '../../src/ods/query/expression.ts';
import { compileDatasetFilter, compileRecordFilter, type RecordFilter } from '../../src/ods/query/filter.ts';
import { compileSearchText } from '../../src/ods/query/search-text.ts';
import { checkSeries } from '../../src/ods/query/series.ts';
import { sortParameters } from '../../src/ods/query/sort.ts';
import { Redaction } from '../../src/ods/redaction.ts';
import { Credential } from '../../src/ods/transport/credential.ts';

const field = (name: string, type: Field['type']): Field => ({
  name,
  label: name,
  description: null,
  type,
  rawType: type.toLowerCase(),
  annotations: [{ name: 'facet', args: [] }],
});
const FIELDS = new FieldSet('dataset "d"', [
  field('text', 'TEXT'),
  field('number', 'INT'),
  field('day', 'DATE'),
  field('place', 'GEO_POINT'),
]);
const compile = (filter: RecordFilter) => compileRecordFilter(filter, FIELDS);

function refusalOf(work: () => unknown): OdsError {
  try {
    work();
  } catch (error) {
    if (error instanceof OdsError) return error;
    throw error;
  }
  throw new Error('Not refused.');
}

const long = 'x'.repeat(1_500_000);
const equals = (value: string): Condition => ({ equals: { field: 'text', value } });

describe('a message quotes no more than a line of what it was given', () => {
  const wide = new FieldSet(
    `dataset "${'d'.repeat(200)}"`,
    Array.from({ length: 5000 }, (_, index) => field(`field_${index}`, 'TEXT')),
  );
  test.each<[string, () => unknown]>([
    ['a search without a word', () => compile({ search: '!'.repeat(1_500_000) })],
    ['a field', () => compile({ where: { isNull: long } })],
    ['a field that is not there, of 5,000', () => wide.require(long, 'x')],
    ['a facet', () => compile({ refine: [{ facet: long, values: ['a'] }] })],
    [
      'a template field',
      () => sortParameters([{ field: `${long}.a b`, direction: 'ASC' }], CATALOG, 'orderBy'),
    ],
    [
      'a comparison of a template field',
      () => compileDatasetFilter({ where: { atLeast: { field: `a.${long}`, value: 1 } } }, CATALOG),
    ],
    ['an expression', () => checkExpression(`${'('.repeat(1900)}`, FIELDS, 'x')],
    ['a function', () => checkExpression(`${'f'.repeat(1900)}(1)`, FIELDS, 'x')],
    [
      'the name of a series',
      () =>
        checkSeries(
          [1, 2].map(() => ({ name: long, function: 'COUNT' as const })),
          FIELDS,
          'series',
        ),
    ],
    ['fields', () => requireFields([long], FIELDS)],
    ['a geometry type', () => compile({ where: { geometryType: { field: 'place', text: long } } })],
    ['a date', () => compile({ where: { equals: { field: 'day', value: long } } })],
    ['a number', () => compile({ where: { equals: { field: 'number', value: long } } })],
    ['a query', () => compile({ q: long })],
  ])('%s', (_, work) => {
    const { code, message, extensions } = refusalOf(work);
    expect(code).toBe('BAD_USER_INPUT');
    expect(message.length).toBeLessThan(1200);
    expect(JSON.stringify(extensions).length).toBeLessThan(1200);
  });
});

describe('conditions', () => {
  test.each(['all', 'any', 'not'] as const)('10,000 of %s in one another', (kind) => {
    let condition: Condition = equals('a');
    for (let depth = 0; depth < 10_000; depth += 1)
      condition = kind === 'not' ? { not: condition } : { [kind]: [condition] };
    const error = refusalOf(() => compile({ where: condition }));
    expect([error.code, error.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('50 deep')]);
  });

  test.each<[string, RecordFilter]>([
    ['100,000 conditions', { where: { any: Array.from({ length: 100_000 }, (_, n) => equals(`v${n}`)) } }],
    [
      '300,000 values',
      { where: { in: { field: 'text', values: Array.from({ length: 300_000 }, (_, n) => `v${n}`) } } },
    ],
    ['300,000 refinements', { refine: [{ facet: 'text', values: Array.from({ length: 300_000 }, String) }] }],
    ['a search of 1.5 MB', { search: 'word '.repeat(300_000) }],
    [
      '200,000 corners',
      { within: Array.from({ length: 200_000 }, (_, n) => ({ latitude: n / 1e5, longitude: 1 })) },
    ],
  ])('%s are more than a portal takes, and refused at once', (_, filter) => {
    const start = process.threadCpuUsage();
    const { code, message } = refusalOf(() => compile(filter));
    // The time of this thread: other work on the machine takes none of it.
    expect(process.threadCpuUsage(start).user).toBeLessThan(3_000_000);
    expect([code, message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('1000000')]);
  });
});

test.each<[string, RecordFilter, string]>([
  ['search', { search: 'a \ud800 b' }, 'filter.search'],
  ['q', { q: '\udfff' }, 'filter.q'],
  ['equals', { where: equals('\ud800') }, 'filter.where.equals.value'],
  ['in', { where: { in: { field: 'text', values: ['a', '\ud83d'] } } }, 'filter.where.in.values[1]'],
  [
    'startsWith',
    { where: { startsWith: { field: 'text', text: '\ud800' } } },
    'filter.where.startsWith.text',
  ],
  ['exact', { where: { exact: { field: 'text', text: '\ud800' } } }, 'filter.where.exact.text'],
  [
    'a search of fields',
    { where: { search: { fields: ['*'], text: '\ud800' } } },
    'filter.where.search.text',
  ],
  ['a refinement', { refine: [{ facet: 'text', values: ['a', '\ud800'] }] }, 'filter.refine[0].values[1]'],
  ['an exclusion', { exclude: [{ facet: 'text', values: ['\ud800'] }] }, 'filter.exclude[0].values[0]'],
])('half of a surrogate pair in %s is refused by its argument', (_, filter, argument) => {
  const { code, details, message } = refusalOf(() => compile(filter));
  expect([code, details.argument]).toEqual(['BAD_USER_INPUT', argument]);
  expect(message.isWellFormed()).toBe(true);
});

describe('time grows as the text does', () => {
  const redaction = new Redaction(['secret/with+odd&parts="'], '[x]');
  const readers: Record<string, (text: string) => unknown> = {
    compileSearchText: (text) => compileSearchText(text, 'x'),
    readInstant,
    parsePortalJson: tryParseJson,
    'parsePortalJson with NaN': (text) => tryParseJson(`[NaN,"${text}`),
    fromAuthorization: (text) => Credential.fromAuthorization(text),
    redact: (text) => redaction.redact(text),
    checkExpression: (text) => checkExpression(text, FIELDS, 'x'),
    filter: (text) => compile({ search: text, where: equals(text), q: text }),
  };
  const bricks = [
    '"',
    '\\',
    '\\"',
    ' ',
    'a',
    '0',
    '-',
    '[',
    '{',
    '(',
    'N',
    '-N',
    'sec',
    'secret',
    'Basic ',
    '2020-01-01 ',
  ];

  test.each(Object.keys(readers))('%s', (name) => {
    const time = (text: string) => {
      const start = performance.now();
      try {
        readers[name]?.(text);
      } catch (error) {
        if (!(error instanceof OdsError)) throw error;
      }
      return performance.now() - start;
    };
    for (const brick of bricks) {
      // Of eight times the text, quadratic time is 64 times as long. Other work on the machine may disturb a measurement,
      // and not ten in a row.
      const [short, tall] = [brick.repeat(100_000), brick.repeat(800_000)];
      const isLinear = () => time(tall) < 30 * time(short) + 100;
      expect([brick, Array.from({ length: 10 }).some(isLinear)]).toEqual([brick, true]);
    }
  });
});

test('NaN is read outside of strings only, at any size', () => {
  const text = `{"a":NaN,"b":"NaN","c":[-Infinity,"\\"NaN"],"d":"${'\\"NaN'.repeat(100_000)}"}`;
  expect(parsePortalJson(text)).toMatchObject({ a: null, b: 'NaN', c: [null, '"NaN'] });
});
