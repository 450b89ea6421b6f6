import { expect, test } from 'vitest';
import { SeriesLoader } from '../../src/loading/series-loader.ts';
import type { SeriesRequest } from '../../src/loading/series-plan.ts';
import { UpstreamMeter } from '../../src/loading/upstream-meter.ts';
import type { Parameter } from '../../src/ods/parameter.ts';
import type { Series } from '../../src/ods/query/series.ts';

const count: Series = { name: 'n', function: 'COUNT' };
const whole: SeriesRequest = {
  datasetId: 'd',
  parameters: [['x', 'country']],
  axes: ['country'],
  series: [count],
};
const top: SeriesRequest = { ...whole, cut: { points: 5, order: { series: count, descending: true } } };

/** A portal that gives no more points than it likes. */
function loaderOf(truncated: boolean) {
  const calls: (readonly Parameter[])[] = [];
  const loader = new SeriesLoader(async (_, parameters) => {
    calls.push(parameters);
    return { truncated, sorted: parameters.some(([name]) => name === 'sort') };
  }, new UpstreamMeter());
  return { calls, loader };
}

test('all points serve those who ask for the first of them', async () => {
  const { calls, loader } = loaderOf(false);
  const answers = await Promise.all([loader.load(top), loader.load(whole)]);
  expect(calls).toHaveLength(1);
  expect(answers.map(({ answer }) => answer.sorted)).toEqual([true, true]);
});

test('if the portal gives not all points, a request for all gets those that it would get alone', async () => {
  const { calls, loader } = loaderOf(true);
  const answers = await Promise.all([loader.load(top), loader.load(whole)]);
  expect(answers.map(({ answer }) => answer.sorted)).toEqual([true, false]);
  expect(calls).toHaveLength(2);
});
