/** The short form of a condition, beside the long one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOG } from '../../../src/ods/catalog.ts';
import { type Condition, compileCondition } from '../../../src/ods/query/condition.ts';
import { compileRecordFilter } from '../../../src/ods/query/filter.ts';
import { longCondition, shortForm } from '../../support/random-condition.ts';
import { FIELDS, refusal } from './fields.ts';

type Tests = NonNullable<Condition['field']>;

const compile = (condition: Condition) => compileCondition(condition, FIELDS, 'where');
const triangle = [
  { latitude: 0, longitude: 0 },
  { latitude: 0, longitude: 1 },
  { latitude: 1, longitude: 1 },
];

test.each<[Tests, string]>([
  [{ name: 'name', equals: 'a' }, '#exact(name,"a")'],
  [{ name: 'day', equals: '2017-4' }, 'day=="2017/04"'],
  [{ name: 'kind', in: ['a', 'b'] }, '#exact(kind,"a") OR #exact(kind,"b")'],
  [{ name: 'size', greaterThan: 6, lessThan: 8 }, '(size>6) AND (size<8)'],
  [{ name: 'size', lessThan: 8, greaterThan: 6 }, '(size>6) AND (size<8)'],
  [{ name: 'count', atLeast: 0, atMost: 0 }, '(count>=0) AND (count<=0)'],
  [{ name: 'name', isNull: true }, '#null(name)'],
  [{ name: 'name', isNull: false }, 'NOT (#null(name))'],
  [{ name: 'name', startsWith: 'Saint' }, '#startswith(name,"Saint")'],
  [{ name: 'name', search: 'a b' }, '#search(name,"a") AND #search(name,"b")'],
  [{ name: 'place', near: { latitude: 48, longitude: 2, meters: 10 } }, '#distance(place,"48,2",10)'],
  [{ name: 'place', within: triangle }, '#polygon(place,"(0,0),(0,1),(1,1)")'],
  [{ name: 'place', geometryType: 'Point' }, '#geometry(place,"point")'],
  [{ name: 'count', in: [1, 2], atLeast: 2 }, '(count==1 OR count==2) AND (count>=2)'],
  [{ name: 'count', in: [], atLeast: 2 }, '#null(name) AND NOT (#null(name))'],
  [{ name: 'count', equals: null, greaterThan: 1, in: null, isNull: null }, 'count>1'],
])('%j is %s', (field, q) => {
  expect(compile({ field })).toBe(q);
  expect(compile({ not: { field } })).toBe(q.startsWith('#null(name) AND') ? null : `NOT (${q})`);
});

test.each<[Tests, string, RegExp]>([
  [{ name: 'nope', equals: 1 }, 'name', /no field "nope"/],
  [{ name: 'count' }, '', /at least one test, such as equals/],
  [{ name: 'count', equals: null }, '', /at least one test/],
  [{ name: 'count', equals: '12' }, 'equals', /a number such as 12/],
  [{ name: 'name', in: ['a', 7] }, 'in[1]', /string/],
  [{ name: 'name', greaterThan: 'a' }, 'greaterThan', /text, which has no order/],
  [{ name: 'place', equals: 1 }, 'equals', /near, within or geometryType/],
  [{ name: 'photo', equals: 'x' }, 'equals', /cannot be compared/],
  [{ name: 'count', startsWith: '1' }, 'startsWith', /not a text field .* such are: name, kind/],
  [{ name: 'name', startsWith: '\ud800' }, 'startsWith', /surrogate/],
  [{ name: 'name', near: { latitude: 0, longitude: 0, meters: 1 } }, 'near', /not a geo field/],
  [{ name: 'place', near: { latitude: 0, longitude: 0, meters: 0 } }, 'near.meters', /above 0/],
  [{ name: 'place', within: [] }, 'within', /3 points/],
  [{ name: 'place', geometryType: 'circle' }, 'geometryType', /must be one of point/],
  [
    { name: 'size', greaterThan: 8, lessThan: 6 },
    '',
    /greaterThan "8" and lessThan "6" are a range that ends/,
  ],
  [{ name: 'day', atLeast: '2018', atMost: '2017' }, '', /ends before it begins/],
])('%j is refused, naming %s', (field, key, message) => {
  for (const [condition, path] of [
    [{ field }, 'where.field'],
    [{ any: [{ field }] }, 'where.any[0].field'],
    [{ all: [{ any: [{ field, at: 'filter.some' }] }] }, 'filter.some'],
  ] satisfies [Condition, string][]) {
    // In another form, the field is named by the path itself.
    const own = key === 'name' && path === 'filter.some' ? '' : key;
    const argument = own === '' ? path : `${path}.${own}`;
    expect(refusal(() => compile(condition))).toEqual({ argument, message: expect.stringMatching(message) });
  }
});

test('fields of the catalog go by the names of the graph, of the portal and of its templates', () => {
  const compiled = ['recordsCount', 'records_count'].map((name) =>
    compileCondition({ field: { name, atLeast: 5, lessThan: 9 } }, CATALOG, 'where'),
  );
  expect(compiled).toEqual(Array(2).fill('(records_count>=5) AND (records_count<9)'));
  const themes = compileCondition({ field: { name: 'themes', search: 'a b' } }, CATALOG, 'where');
  expect(themes).toBe('#search(theme,"a") AND #search(theme,"b")');
  expect(compileCondition({ field: { name: 'explore.x', equals: 'y' } }, CATALOG, 'where')).toBe(
    '#exact(explore.x,"y")',
  );
});

describe('conditions that were written in another form', () => {
  test.each<[Condition, string]>([
    [{ any: [{}], at: 'filter.any' }, 'filter.any[0]'],
    [{ any: [{ field: { name: 'count', atLeast: 'x' } }], at: 'filter.any' }, 'filter.any[0].field.atLeast'],
    [{ not: { isNull: 'nope', at: 'filter.not.nope' }, at: 'filter.not' }, 'filter.not.nope'],
    [{ equals: { field: 'count', value: 'x' }, at: 'filter.count' }, 'filter.count'],
    [{ in: { field: 'count', values: [1, 'x'] }, at: 'filter.count.in' }, 'filter.count.in[1]'],
    [{ startsWith: { field: 'count', text: 'x' }, at: 'filter.count.startsWith' }, 'filter.count.startsWith'],
    [{ search: { fields: ['*'], text: '\ud800' }, at: 'filter.search' }, 'filter.search'],
    [
      { near: { field: 'place', latitude: 0, longitude: 0, meters: -1 }, at: 'filter.near' },
      'filter.near.meters',
    ],
    [{ within: { field: 'place', polygon: [] }, at: 'filter.within' }, 'filter.within'],
    [{ at: 'filter' }, 'filter'],
  ])('%j: the error names %s', (condition, argument) => {
    expect(refusal(() => compile(condition)).argument).toBe(argument);
  });

  test('so does that of conditions nested too deep', () => {
    let condition: Condition = { isNull: 'name' };
    for (let depth = 0; depth < 60; depth += 1) condition = { not: condition, at: 'filter.not' };
    expect(refusal(() => compile(condition))).toMatchObject({ argument: 'filter.not' });
  });
});

test('the short and the long form of one meaning are the same query', () => {
  fc.assert(
    fc.property(longCondition, (condition) => {
      const short = shortForm(condition);
      expect(compile(short)).toBe(compile(condition));
      const days = (where: Condition) => compileRecordFilter({ where }, FIELDS).hasDays;
      expect(days(short)).toBe(days(condition));
    }),
    { numRuns: 500 },
  );
});
