/** Points over time, at the precision that shows the most and can still be read. */
import { useState } from 'preact/hooks';
import type { Field } from './fields.ts';
import { type Answer, useOperation } from './graph.ts';
import type { PageChartQuery, RecordFilter, SeriesInput } from './graphql/graphql.ts';
import { Chart } from './operations.ts';

/** From the coarse to the fine. */
const PRECISIONS = ['YEAR', 'MONTH', 'DAY', 'HOUR'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** So many bars tell something over time, and can be told apart. */
const GOOD = { least: 10, most: 60 };

export interface DatePoint {
  label: string;
  value: number;
}

interface Question {
  datasetId: string;
  filter: RecordFilter;
  axis: Field;
  series: SeriesInput;
}

type Points = Omit<Answer<PageChartQuery>, 'data'> & { points: readonly DatePoint[]; precision: Precision };

/** By year at first: what gives too few points is asked once more, finer. */
export function useDatePoints({ datasetId, filter, axis, series }: Question): Points {
  const [finest, setFinest] = useState(0);
  const precision = PRECISIONS[finest] ?? 'YEAR';
  const { data, ...answer } = useOperation(Chart, {
    datasetId,
    x: [{ field: axis.name, precision }],
    series: [series],
    filter,
  });
  const points = (data?.dataset?.analysis?.points ?? []).map(({ label, value }) => ({
    label,
    value: value ?? 0,
  }));
  const finer = finerFor(points, precision, axis);
  if (!answer.isLoading && finer !== null && finer > finest) setFinest(finer);
  // Too fine, and the next coarser is too coarse: the last of many are better than one bar.
  return { ...answer, points: points.slice(-GOOD.most * 4), precision };
}

/** The place of the precision to ask for instead; null if this one is good. */
function finerFor(points: readonly DatePoint[], precision: Precision, { type }: Field): number | null {
  const [first, last] = [points[0]?.label, points.at(-1)?.label];
  if (points.length === 0 || points.length >= GOOD.least || first === undefined || last === undefined)
    return null;
  // How many there may be at each: whoever has all months of one year has at most so many days.
  const most = { YEAR: 12, MONTH: 31, DAY: 24, HOUR: 0 }[precision] * points.length;
  const next = PRECISIONS.indexOf(precision) + 1;
  const isPossible = next < PRECISIONS.length && !(type === 'DATE' && PRECISIONS[next] === 'HOUR');
  return isPossible && (points.length === 1 || most <= GOOD.most * 2) ? next : null;
}

/** The span of a point, as `from/to`: the end belongs to the next. */
export function spanOf({ label }: DatePoint, precision: Precision): string {
  const [year = 1970, month = 1, day = 1, hour = 0] = label
    .split(/[^\d]+/)
    .filter(Boolean)
    .map(Number);
  const parts = {
    YEAR: [year, 0, 1, 0],
    MONTH: [year, month - 1, 1, 0],
    DAY: [year, month - 1, day, 0],
    HOUR: [year, month - 1, day, hour],
  }[precision] as [number, number, number, number];
  const next = parts.map((part, index) =>
    index === PRECISIONS.indexOf(precision) ? part + 1 : part,
  ) as typeof parts;
  const text = (date: typeof parts) =>
    new Date(Date.UTC(...date)).toISOString().slice(0, precision === 'HOUR' ? 19 : 10);
  return `${text(parts)}/${text(next)}`;
}
