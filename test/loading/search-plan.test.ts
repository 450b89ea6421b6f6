import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  planParameters,
  planSearches,
  requestKey,
  rowsOf,
  type SearchPlan,
  type SearchRequest,
} from '../../src/loading/search-plan.ts';
import { FieldSet } from '../../src/ods/field.ts';
import type { Parameter } from '../../src/ods/parameter.ts';
import type { CompiledFilter } from '../../src/ods/query/filter.ts';

const filterOf = (...parameters: Parameter[]): CompiledFilter => ({
  parameters,
  hasDistance: false,
  refined: [],
  hasDays: false,
});
const FIELDS = new FieldSet('dataset "d"', []);
const request = (parts: Partial<SearchRequest> = {}): SearchRequest => ({
  datasetId: 'd',
  fields: FIELDS,
  filter: filterOf(),
  timezone: null,
  order: [],
  rows: null,
  projection: 'all',
  facets: [],
  ...parts,
});
const rows = (start: number, end: number, ...names: string[]): SearchRequest =>
  request({ rows: { start, end }, projection: names.length > 0 ? new Set(names) : 'all' });
const facet = (name: string, direction?: 'ASC' | 'DESC'): SearchRequest =>
  request({ facets: [{ name, sort: direction ? { by: 'COUNT', direction } : null }] });

describe('what shares a call', () => {
  test('rows, total and facets of one search, in any order', () => {
    const requests = [facet('a'), request(), rows(0, 10), facet('b')];
    const [plan, ...others] = planSearches(requests);
    expect(others).toEqual([]);
    expect(plan?.requests).toHaveLength(4);
    expect(plan && planParameters(plan)).toEqual([
      ['rows', '10'],
      ['facet', 'a'],
      ['facet', 'b'],
    ]);
  });

  test('pages that touch or overlap, and not pages apart', () => {
    expect(planSearches([rows(10, 20), rows(0, 10)]).map((plan) => plan.rows)).toEqual([
      { start: 0, end: 20 },
    ]);
    expect(planSearches([rows(0, 10), rows(5, 7)]).map((plan) => plan.rows)).toEqual([{ start: 0, end: 10 }]);
    expect(planSearches([rows(11, 20), rows(0, 10)]).map((plan) => plan.rows)).toEqual([
      { start: 0, end: 10 },
      { start: 11, end: 20 },
    ]);
  });

  test('the fields that any of them asks for, all if one asks for all', () => {
    const [some] = planSearches([rows(0, 10, 'a'), rows(0, 10, 'b')]);
    expect(some && planParameters(some)).toContainEqual(['fields', 'a,b']);
    const [all] = planSearches([rows(0, 10, 'a'), rows(0, 10)]);
    expect(all && planParameters(all).map(([name]) => name)).not.toContain('fields');
    // A total has no rows, and so asks for no field.
    const [beside] = planSearches([request(), rows(0, 10, 'a')]);
    expect(beside && planParameters(beside)).toContainEqual(['fields', 'a']);
  });

  test('a facet in two orders is two calls, since each keeps another hundred values', () => {
    expect(planSearches([facet('a'), facet('a', 'ASC')])).toHaveLength(2);
    expect(planSearches([facet('a', 'ASC'), facet('a', 'ASC')])).toHaveLength(1);
  });

  test('another dataset, filter, order or time zone is another search', () => {
    const requests = [request(), request({ datasetId: 'e' }), request({ filter: filterOf(['q', 'x']) })];
    expect(planSearches(requests)).toHaveLength(3);
    const zones = [null, 'UTC', 'Asia/Tokyo', 'UTC', null].map((timezone) => request({ timezone }));
    expect(planSearches(zones).map((plan) => planParameters(plan))).toEqual([
      [['rows', '0']],
      [
        ['timezone', 'Asia/Tokyo'],
        ['rows', '0'],
      ],
    ]);
    const sorted = (sort: string) => request({ rows: { start: 0, end: 10 }, order: [['sort', sort]] });
    expect(planSearches([rows(0, 10), sorted('x'), sorted('y')])).toHaveLength(3);
  });

  test('a total and facets have no order: they join the rows of any', () => {
    const sorted = request({ rows: { start: 0, end: 10 }, order: [['sort', 'x']] });
    const total = request({ order: [['sort', 'y']] });
    const [plan, ...others] = planSearches([total, facet('a'), sorted]);
    expect(others).toEqual([]);
    expect(plan && planParameters(plan)).toEqual([
      ['sort', 'x'],
      ['rows', '10'],
      ['facet', 'a'],
    ]);
    const [alone] = planSearches([total]);
    expect(alone && planParameters(alone)).toEqual([['rows', '0']]);
    expect(requestKey(total)).toBe(requestKey(request()));
  });
});

test('a first page of no start sends none, a later one does', () => {
  const [first] = planSearches([rows(0, 5)]);
  const [later] = planSearches([rows(5, 10)]);
  expect(first && planParameters(first)).toEqual([['rows', '5']]);
  expect(later && planParameters(later)).toEqual([
    ['rows', '5'],
    ['start', '5'],
  ]);
});

test('merged and split again, every request gets what it would have got alone', () => {
  const anyRequest = fc
    .record({
      filter: fc.constantFrom(filterOf(), filterOf(['q', 'x'])),
      timezone: fc.constantFrom(null, 'UTC', 'Asia/Tokyo'),
      order: fc.constantFrom<SearchRequest['order']>([], [['sort', 'x']]),
      range: fc.option(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 15 }))),
      names: fc.subarray(['a', 'b', 'c']),
      facets: fc.subarray(['f', 'g']),
    })
    .map(({ filter, timezone, order, range, names, facets }) =>
      request({
        filter,
        timezone,
        order,
        rows: range && { start: range[0], end: range[0] + range[1] },
        projection: names.length > 0 ? new Set(names) : 'all',
        facets: facets.map((name) => ({ name, sort: null })),
      }),
    );
  const everyRow = Array.from({ length: 60 }, (_, index) => index);
  const answer = ({ rows: range }: Pick<SearchPlan, 'rows'>) =>
    range ? everyRow.slice(range.start, range.end) : [];
  fc.assert(
    fc.property(fc.array(anyRequest, { maxLength: 12 }), (requests) => {
      const plans = planSearches(requests);
      expect(plans.flatMap((plan) => plan.requests)).toHaveLength(requests.length);
      expect(plans.length).toBeLessThanOrEqual(new Set(requests.map(requestKey)).size);
      for (const plan of plans) {
        for (const one of plan.requests) {
          expect(rowsOf(plan, one, answer(plan))).toEqual(answer(one));
          if (one.rows) expect(one.order).toEqual(plan.order);
          expect(one.filter).toEqual(plan.filter);
          if (one.timezone !== null) expect(one.timezone).toBe(plan.timezone);
          for (const { name } of one.facets) expect(plan.facets.has(name)).toBe(true);
          const isServed =
            !one.rows ||
            plan.projection === 'all' ||
            (one.projection !== 'all' &&
              [...one.projection].every((name) => plan.projection !== 'all' && plan.projection.has(name)));
          expect(isServed).toBe(true);
        }
      }
    }),
  );
});
