/** The groups of an analysis, put together from what was loaded of them. */
import { type AnalysisAnswer, type AnalysisRow, seriesValue } from '../ods/analysis.ts';
import type { AxisValue } from '../ods/axis-value.ts';
import type { Series } from '../ods/query/series.ts';
import type { AnalysisPoint } from './analysis-point.ts';
import { groupKey } from './date-axis.ts';
import type { DateEnds } from './date-ends.ts';
import type { SeriesAnswer } from './series-loader.ts';

/** What was loaded for an analysis. */
export interface LoadedAnalysis {
  /** The series that are numbers, and their answer; null if all series are dates. */
  numbers: (SeriesAnswer<AnalysisAnswer> & { series: readonly Series[] }) | null;
  /** True if the portal cut the points, in the order asked for. */
  isCut: boolean;
  /** The dates that were read; null if there are none. */
  dates: DateEnds | null;
}

/** The groups in the order of the portal, each with its numbers and its dates. */
export function groupsOf(series: readonly Series[], { numbers, dates }: LoadedAnalysis): AnalysisPoint[] {
  const names = series.map(({ name }) => name);
  const columns = columnsOf(series, numbers);
  const rows = numbers?.answer.rows ?? [];
  if (!dates) return rows.map((row) => ({ x: row.x, values: valuesOf(row, columns), names }));
  const byGroup = datesByGroup(dates);
  if (!numbers) {
    const none = names.map(() => null);
    return [...byGroup.values()].map(({ x, texts }) => ({
      x,
      values: none,
      dates: textsOf(names, texts),
      names,
    }));
  }
  return rows.map((row) => ({
    x: row.x,
    values: valuesOf(row, columns),
    dates: textsOf(names, byGroup.get(groupKey(row.x))?.texts),
    names,
  }));
}

/** The name of each series in the answer; null of those that are dates. */
function columnsOf(series: readonly Series[], numbers: LoadedAnalysis['numbers']): (string | null)[] {
  const columns = new Map(numbers?.series.map(({ name }, index) => [name, numbers.names[index] ?? null]));
  return series.map(({ name }) => columns.get(name) ?? null);
}

function valuesOf(row: AnalysisRow, columns: readonly (string | null)[]): (number | null)[] {
  const values: (number | null)[] = [];
  for (const column of columns) values.push(column === null ? null : seriesValue(row, column));
  return values;
}

interface Dated {
  x: AxisValue[];
  texts: Map<string, string>;
}

/** Dates of several fields are loaded each by itself. */
function datesByGroup({ groups }: DateEnds): Map<string, Dated> {
  const byGroup = new Map<string, Dated>();
  for (const { x, dates } of groups) {
    const key = groupKey(x);
    const known = byGroup.get(key);
    byGroup.set(key, { x, texts: new Map([...(known?.texts ?? []), ...dates]) });
  }
  return byGroup;
}

function textsOf(
  names: readonly string[],
  texts: ReadonlyMap<string, string> | undefined,
): (string | null)[] {
  return names.map((name) => texts?.get(name) ?? null);
}
