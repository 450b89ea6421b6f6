import { describe, expect, test } from 'vitest';
import {
  type CutOrder,
  planRequest,
  planSeries,
  type SeriesWant,
  wantKey,
} from '../../src/loading/series-plan.ts';
import type { Series } from '../../src/ods/query/series.ts';

const count: Series = { name: 'n', function: 'COUNT' };
const people: Series = { name: 'people', function: 'SUM', expression: 'population' };
const byPeople: CutOrder = { series: people, descending: true };

const want = (parts: Partial<SeriesWant> = {}): SeriesWant => ({
  datasetId: 'd',
  parameters: [['x', 'country']],
  series: [count],
  ...parts,
});
const top = (points: number, order: CutOrder | null = byPeople): SeriesWant =>
  want({ cut: { points, order } });

function requests(...wants: SeriesWant[]): string[] {
  return planSeries(wants).map((plan) =>
    planRequest(plan)
      .parameters.map(([name, value]) => `${name}=${value}`)
      .join('&'),
  );
}

describe('what shares a call', () => {
  test('the series of one view, each computed once', () => {
    const twice: Series = { name: 'other', function: 'SUM', expression: ' population ' };
    expect(requests(want(), want({ series: [people] }), want({ series: [twice, count] }))).toEqual([
      'x=country&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population',
    ]);
  });

  test('another dataset, filter or axis is another call', () => {
    const wants = [want(), want({ datasetId: 'e' }), want({ parameters: [['x', 'city']] })];
    expect(planSeries(wants)).toHaveLength(3);
  });

  test('cuts after the same order, as the longest of them', () => {
    expect(requests(top(5), top(10), top(3))).toEqual([
      'x=country&maxpoints=10&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population&sort=s1',
    ]);
  });

  test('cuts after different orders are different points', () => {
    expect(
      requests(top(5), top(5, { ...byPeople, descending: false }), top(5, { axis: '-x' }), top(5, null)),
    ).toEqual([
      'x=country&maxpoints=5&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population&sort=s1',
      'x=country&maxpoints=5&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population&sort=-s1',
      'x=country&maxpoints=5&y.s0.func=COUNT&sort=-x',
      'x=country&maxpoints=5&y.s0.func=COUNT',
    ]);
  });

  test('all points serve a cut, in its order', () => {
    expect(requests(top(5), want({ series: [people] }))).toEqual([
      'x=country&y.s0.func=SUM&y.s0.expr=population&y.s1.func=COUNT&sort=s0',
    ]);
  });

  test('a series that adds up along the axis joins no other order', () => {
    const growing: Series = { ...count, cumulative: true };
    expect(requests(top(5), want({ series: [growing] }))).toHaveLength(2);
    expect(requests(want({ series: [growing] }), want({ series: [people] }))).toHaveLength(1);
  });
});

test('equal wants have equal keys, whatever their series are called', () => {
  expect(wantKey(want({ series: [{ ...people, name: 'a' }] }))).toBe(wantKey(want({ series: [people] })));
  expect(wantKey(top(5))).not.toBe(wantKey(top(6)));
  expect(wantKey(top(5))).not.toBe(wantKey(want()));
});
