import { describe, expect, test } from 'vitest';
import {
  type CutOrder,
  planParameters,
  planSeries,
  requestKey,
  type SeriesRequest,
} from '../../src/loading/series-plan.ts';
import type { Series } from '../../src/ods/query/series.ts';

const count: Series = { name: 'n', function: 'COUNT' };
const people: Series = { name: 'people', function: 'SUM', expression: 'population' };
const byPeople: CutOrder = { series: people, descending: true };

const request = (parts: Partial<SeriesRequest> = {}): SeriesRequest => ({
  datasetId: 'd',
  parameters: [['x', 'country']],
  axes: ['country'],
  series: [count],
  ...parts,
});
const top = (points: number, order: CutOrder | null = byPeople): SeriesRequest =>
  request({ cut: { points, order } });

function calls(...requests: SeriesRequest[]): string[] {
  return planSeries(requests).map((plan) =>
    planParameters(plan)
      .parameters.map(([name, value]) => `${name}=${value}`)
      .join('&'),
  );
}

describe('what shares a call', () => {
  test('the series of one view, each computed once', () => {
    const twice: Series = { name: 'other', function: 'SUM', expression: ' population ' };
    expect(calls(request(), request({ series: [people] }), request({ series: [twice, count] }))).toEqual([
      'x=country&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population',
    ]);
  });

  test('another dataset, filter or axis is another call', () => {
    const requests = [request(), request({ datasetId: 'e' }), request({ parameters: [['x', 'city']] })];
    expect(planSeries(requests)).toHaveLength(3);
  });

  test('cuts after the same order, as the longest of them', () => {
    expect(calls(top(5), top(10), top(3))).toEqual([
      'x=country&maxpoints=10&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population&sort=s1',
    ]);
  });

  test('cuts after different orders are different points', () => {
    expect(
      calls(top(5), top(5, { ...byPeople, descending: false }), top(5, { axis: '-x' }), top(5, null)),
    ).toEqual([
      'x=country&maxpoints=5&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population&sort=s1',
      'x=country&maxpoints=5&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population&sort=-s1',
      'x=country&maxpoints=5&y.s0.func=COUNT&sort=-x',
      'x=country&maxpoints=5&y.s0.func=COUNT',
    ]);
  });

  test('all points serve a cut, in its order', () => {
    expect(calls(top(5), request({ series: [people] }))).toEqual([
      'x=country&y.s0.func=SUM&y.s0.expr=population&y.s1.func=COUNT&sort=s0',
    ]);
  });

  test('a series that adds up along the axis joins no other order', () => {
    const growing: Series = { ...count, cumulative: true };
    expect(calls(top(5), request({ series: [growing] }))).toHaveLength(2);
    expect(calls(request({ series: [growing] }), request({ series: [people] }))).toHaveLength(1);
  });
});

test('equal requests have equal keys, whatever their series are called', () => {
  expect(requestKey(request({ series: [{ ...people, name: 'a' }] }))).toBe(
    requestKey(request({ series: [people] })),
  );
  expect(requestKey(top(5))).not.toBe(requestKey(top(6)));
  expect(requestKey(top(5))).not.toBe(requestKey(request()));
});
