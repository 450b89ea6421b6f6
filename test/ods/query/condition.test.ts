import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OdsError } from '../../../src/ods/errors.ts';
import { type Condition, compileCondition } from '../../../src/ods/query/condition.ts';
import { compileRecordFilter, type RecordFilter } from '../../../src/ods/query/filter.ts';
import { compileSearchText } from '../../../src/ods/query/search-text.ts';
import { sortParameters } from '../../../src/ods/query/sort.ts';
import { FIELDS as fields, refusal } from './fields.ts';

const compile = (condition: Condition) => compileCondition(condition, fields, 'where');

test.each<[Condition, string]>([
  [{ equals: { field: 'name', value: 'a "b" \\ c' } }, '#exact(name,"a \\"b\\" \\\\ c")'],
  [{ equals: { field: 'count', value: -5 } }, 'count==-5'],
  [{ equals: { field: 'day', value: '2017-4' } }, 'day=="2017/04"'],
  [{ equals: { field: 'time', value: '2017-04-12T10:00:00+02:00' } }, 'time=="2017-04-12T10:00:00+02:00"'],
  [{ in: { field: 'kind', values: ['a', 'b'] } }, '#exact(kind,"a") OR #exact(kind,"b")'],
  [{ greaterThan: { field: 'size', value: 1.5 } }, 'size>1.5'],
  [{ atLeast: { field: 'size', value: 0 } }, 'size>=0'],
  [{ lessThan: { field: 'day', value: '2017' } }, 'day<"2017"'],
  [{ atMost: { field: 'count', value: 3 } }, 'count<=3'],
  [{ between: { field: 'day', from: '1950', to: '2000' } }, 'day:["1950" TO "2000"]'],
  [{ isNull: 'name' }, '#null(name)'],
  [{ startsWith: { field: 'name', text: 'Saint' } }, '#startswith(name,"Saint")'],
  [{ exact: { field: 'name', text: '' } }, '#exact(name,"")'],
  [
    { search: { fields: ['name', 'kind'], text: 'a b' } },
    '#search(name,kind,"a") AND #search(name,kind,"b")',
  ],
  [
    { search: { fields: ['name'], text: 'or "a b"' } },
    '#search(name,"or") AND "a b" AND #search(name,"a b")',
  ],
  [{ search: { fields: ['*'], text: 'a or b' } }, 'a AND "or" AND b'],
  [{ search: { fields: ['name', '*'], text: 'a' } }, 'a'],
  [{ not: { search: { fields: ['*'], text: ' ' } } }, '#null(name) AND NOT (#null(name))'],
  [{ near: { field: 'place', latitude: 48, longitude: 2, meters: 10 } }, '#distance(place,"48,2",10)'],
  [{ geometryType: { field: 'place', text: 'Point' } }, '#geometry(place,"point")'],
  [{ not: { isNull: 'name' } }, 'NOT (#null(name))'],
  [{ between: { field: 'day', from: '2017-04', to: '2017' } }, 'day:["2017/04" TO "2017"]'],
  [{ between: { field: 'day', from: '0050', to: '0100' } }, 'day:["0050" TO "0100"]'],
  [
    { between: { field: 'time', from: '2017-04-13', to: '2017-04-12T20:00:00Z' } },
    'time:["2017/04/13" TO "2017-04-12T20:00:00Z"]',
  ],
  [{ all: [{ all: [] }, { isNull: 'name' }] }, '#null(name)'],
  [{ any: [{ any: [] }, { isNull: 'name' }] }, '#null(name)'],
  [{ any: [] }, '#null(name) AND NOT (#null(name))'],
  [{ in: { field: 'name', values: [] } }, '#null(name) AND NOT (#null(name))'],
  [{ any: [{ in: { field: 'name', values: [] } }, { isNull: 'name' }] }, '#null(name)'],
  [{ not: { all: [] } }, '#null(name) AND NOT (#null(name))'],
  [{ all: [{ isNull: 'name' }, { any: [] }] }, '#null(name) AND NOT (#null(name))'],
  [{ all: [{ isNull: 'name' }, { any: [{ isNull: 'kind' }] }] }, '(#null(name)) AND (#null(kind))'],
])('%j is %s', (condition, q) => {
  expect(compile(condition)).toBe(q);
});

test.each<[Condition]>([
  [{ all: [] }],
  [{ search: { fields: ['name'], text: ' ' } }],
  [{ not: { any: [] } }],
  [{ any: [{ isNull: 'name' }, { all: [] }] }],
])('%j holds for everything', (condition) => {
  expect(compile(condition)).toBeNull();
});

test.each<[Condition, string, RegExp]>([
  [{ equals: { field: 'name', value: 75 } }, 'where.equals.value', /must be a string such as "75"/],
  [{ equals: { field: 'count', value: '12' } }, 'where.equals.value', /a number such as 12, without quotes,/],
  [{ equals: { field: 'day', value: 2017 } }, 'where.equals.value', /a date such as "2017"/],
  [{ in: { field: 'name', values: ['a', 7] } }, 'where.in.values[1]', /string/],
  [{ between: { field: 'count', from: 2, to: 1 } }, 'where.between', /ends before it begins/],
  [{ between: { field: 'day', from: '2018', to: '2017-12-31' } }, 'where.between', /ends before it begins/],
  [{ between: { field: 'day', from: '2017-04-13', to: '2017-04-12' } }, 'where.between', /exchange its ends/],
  [
    { between: { field: 'time', from: '2017-04-12T10:00:00Z', to: '2017-04-12T10:00:00+02:00' } },
    'where.between',
    /ends before it begins/,
  ],
  [{ equals: { field: 'nope', value: 1 } }, 'where.equals.field', /it has name, kind, count/],
  [{ equals: { field: 'name', value: true } }, 'where.equals.value', /string/],
  [{ equals: { field: 'count', value: '' } }, 'where.equals.value', /number/],
  [{ equals: { field: 'count', value: Number.NaN } }, 'where.equals.value', /number/],
  [{ equals: { field: 'day', value: '12/04/2017' } }, 'where.equals.value', /2017-04-12/],
  [{ equals: { field: 'day', value: '2017-02-29' } }, 'where.equals.value', /2017-04-12/],
  [{ equals: { field: 'photo', value: 'x' } }, 'where.equals.field', /cannot be compared/],
  [{ equals: { field: 'more', value: 'x' } }, 'where.equals.field', /cannot be compared/],
  [{ in: { field: 'count', values: [1, 'x'] } }, 'where.in.values[1]', /number/],
  [{ between: { field: 'name', from: 'a', to: 'b' } }, 'where.between.field', /text/],
  [{ between: { field: 'count', from: 1, to: 'x' } }, 'where.between.to', /number/],
  [{ search: { fields: [], text: 'x' } }, 'where.search.fields', /at least one/],
  [{ search: { fields: ['name'], text: '?!' } }, 'where.search.text', /no word or number/],
  [{ search: { fields: ['*'], text: '_' } }, 'where.search.text', /no word or number/],
  [{ all: [{ not: { any: [{ isNull: 'nope' }] } }] }, 'where.all[0].not.any[0].isNull', /no field/],
  [{}, 'where', /exactly one/],
])('%j is refused, naming %s', (condition, argument, message) => {
  expect(refusal(() => compile(condition))).toEqual({ argument, message: expect.stringMatching(message) });
});

test('conditions nested without end are refused, not a crash', () => {
  let condition: Condition = { isNull: 'name' };
  for (let depth = 0; depth < 10_000; depth += 1) condition = { not: condition };
  expect(refusal(() => compile(condition)).message).toContain('50 deep');
});

test('any text at all stays one string literal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const compiled = compile({ exact: { field: 'name', text } }) ?? '';
      const [, literal = ''] = /^#exact\(name,"(.*)"\)$/s.exec(compiled) ?? [];
      // Nothing in it ends the literal, and unescaped it is the text.
      expect(literal.replaceAll(/\\["\\]/g, '')).not.toMatch(/["\\]/);
      expect(literal.replaceAll(/\\(["\\])/g, '$1')).toBe(text);
    }),
  );
});

describe('plain words', () => {
  test.each([
    ['paris', 'paris'],
    ['  a  b ', 'a AND b'],
    ['a OR b', 'a AND "OR" AND b'],
    ['to be or not to be', 'to AND be AND "or" AND "not" AND to AND be'],
    ['a TO b', 'a AND to AND b'],
    ['NOT x', '"NOT" AND x'],
    ['country:FR', 'country AND FR'],
    ['(a) #now() "two words"', 'a AND now AND "two words"'],
    ["d'été", 'd AND été'],
    ['open "quote', 'open AND quote'],
    ['_ a_b __', 'a_b'],
  ])('%j are %s', (text, q) => {
    expect(compileSearchText(text, 'search')).toBe(q);
  });

  test('none at all is no condition, signs alone are refused', () => {
    expect(compileSearchText('  ', 'search')).toBeNull();
    expect(refusal(() => compileSearchText('?!', 'search')).argument).toBe('search');
  });

  test('never make an operator, a function or a field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let q: string | null = null;
        try {
          q = compileSearchText(text, 'search');
        } catch (error) {
          expect(error).toBeInstanceOf(OdsError);
        }
        for (const term of q?.split(' AND ') ?? [])
          expect(term).toMatch(/^([\p{L}\p{N}\p{M}_]+|"[^"]*"|[^"]*"|"[^"]*)$/u);
      }),
    );
  });
});

test('a filter is checked and compiled as a whole', () => {
  const filter: RecordFilter = {
    search: 'a',
    where: { isNull: 'name' },
    q: ' x OR y ',
    refine: [{ facet: 'kind', values: ['a', 'b'], disjunctive: true }],
    exclude: [{ facet: 'kind', values: ['c'] }],
    near: { latitude: 1, longitude: 2, meters: 3 },
    within: [
      { latitude: 0, longitude: 0 },
      { latitude: 0, longitude: 1 },
      { latitude: 1, longitude: 1 },
    ],
    withinBox: { southWest: { latitude: -1, longitude: 170 }, northEast: { latitude: 1, longitude: -170 } },
  };
  expect(compileRecordFilter(filter, fields).parameters).toEqual([
    ['q', 'a'],
    ['q', '#null(name)'],
    ['q', 'x OR y'],
    ['refine.kind', 'a'],
    ['refine.kind', 'b'],
    ['exclude.kind', 'c'],
    ['disjunctive.kind', 'true'],
    ['geofilter.distance', '1,2,3'],
    ['geofilter.polygon', '(0,0),(0,1),(1,1)'],
    ['geofilter.bbox', '-1,170,1,-170'],
  ]);
  expect(compileRecordFilter({}, fields).parameters).toEqual([]);
});

test('sort: no sign is descending for numbers and dates, and ascending for text', () => {
  const sort = (name: string, direction: 'ASC' | 'DESC') =>
    sortParameters([{ field: name, direction }], fields, 'orderBy');
  expect(sort('count', 'DESC')).toEqual([['sort', 'count']]);
  expect(sort('count', 'ASC')).toEqual([['sort', '-count']]);
  expect(sort('time', 'DESC')).toEqual([['sort', 'time']]);
  expect(sort('name', 'ASC')).toEqual([['sort', 'name']]);
  expect(sort('name', 'DESC')).toEqual([['sort', '-name']]);
  const both = [{ field: 'name', direction: 'ASC' } as const, { field: 'day', direction: 'ASC' } as const];
  expect(sortParameters(both, fields, 'orderBy')).toEqual([['sort', 'name,-day']]);
  expect(refusal(() => sort('place', 'ASC'))).toMatchObject({ argument: 'orderBy[0].field' });
  expect(sortParameters([], fields, 'orderBy')).toEqual([]);
});
