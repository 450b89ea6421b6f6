import { describe, expect, test } from 'vitest';
import { type Field, FieldSet, type FieldType } from '../../../src/ods/field.ts';
import type { Condition } from '../../../src/ods/query/condition.ts';
import { compileRecordFilter, type RecordFilter } from '../../../src/ods/query/filter.ts';
import { refusal } from './fields.ts';

const setOf = (fields: Record<string, FieldType>) =>
  new FieldSet(
    'dataset "d"',
    Object.entries(fields).map(
      ([name, type]): Field => ({
        name,
        label: name,
        description: null,
        type,
        rawType: type.toLowerCase(),
        annotations: [],
      }),
    ),
  );
const POINT = setOf({ count: 'INT', place: 'GEO_POINT' });
const compile = (filter: RecordFilter, fields = POINT) => compileRecordFilter(filter, fields);

const circle = { latitude: 48, longitude: 2, meters: 10 };
const near: Condition = { near: { field: 'place', ...circle } };
const short: Condition = { field: { name: 'place', near: circle } };
const isMany: Condition = { field: { name: 'count', atLeast: 5 } };
const byDistance = ['geofilter.distance', '48,2,10'];
const byQuery = '#distance(place,"48,2",10)';

describe('a circle that must hold is a filter by distance', () => {
  test.each<[Condition, string | null]>([
    [near, null],
    [short, null],
    [{ all: [short] }, null],
    [{ all: [{ all: [isMany, near] }, { isNull: 'place' }] }, '(count>=5) AND (#null(place))'],
    [{ field: { name: 'place', near: circle, geometryType: 'point' } }, '#geometry(place,"point")'],
    // Of two circles, one is.
    [{ all: [near, { near: { field: 'place', ...circle, meters: 20 } }] }, '#distance(place,"48,2",20)'],
  ])('%j', (where, q) => {
    const { parameters, hasDistance } = compile({ where });
    expect(parameters).toEqual([...(q === null ? [] : [['q', q]]), byDistance]);
    expect(hasDistance).toBe(true);
  });
});

describe('any other is part of the query', () => {
  test.each<[Condition, string]>([
    [{ any: [near] }, byQuery],
    [{ not: short }, `NOT (${byQuery})`],
    [{ all: [isMany, { any: [near, isMany] }] }, `(count>=5) AND ((${byQuery}) OR (count>=5))`],
  ])('%j', (where, q) => {
    const { parameters, hasDistance } = compile({ where });
    expect([parameters, hasDistance]).toEqual([[['q', q]], false]);
  });

  test.each<[string, Record<string, FieldType>]>([
    ['another point', { place: 'GEO_POINT', other: 'GEO_POINT' }],
    ['a shape', { other: 'GEO_SHAPE', place: 'GEO_POINT' }],
    ['no point', { place: 'GEO_SHAPE' }],
    ['a field that a distance would hide', { place: 'GEO_POINT', dist: 'DOUBLE' }],
  ])('if the dataset has %s', (_, fields) => {
    expect(compile({ where: short }, setOf(fields))).toMatchObject({
      parameters: [['q', byQuery]],
      hasDistance: false,
    });
  });

  test('if the answer is a file, whose columns are those of the dataset', () => {
    const { parameters } = compileRecordFilter({ where: near }, POINT, { isFile: true });
    expect(parameters).toEqual([['q', byQuery]]);
  });

  test('if the filter has a circle of its own', () => {
    const other = { latitude: 1, longitude: 2, meters: 3 };
    expect(compile({ where: near, near: other }).parameters).toEqual([
      ['q', byQuery],
      ['geofilter.distance', '1,2,3'],
    ]);
  });
});

test.each<[Condition, string]>([
  [{ near: { field: 'place', ...circle, meters: 0 } }, 'filter.where.near.meters'],
  [{ near: { field: 'count', ...circle } }, 'filter.where.near.field'],
  [{ field: { name: 'place', near: circle, equals: 1 } }, 'filter.where.field.equals'],
  [{ all: [near, isMany, { isNull: 'nope' }] }, 'filter.where.all[2].isNull'],
  [{ all: [{ ...short, at: 'filter.place' }, {}], at: 'filter.all' }, 'filter.all[1]'],
])('%j is refused, naming %s', (where, argument) => {
  expect(refusal(() => compile({ where })).argument).toBe(argument);
});
