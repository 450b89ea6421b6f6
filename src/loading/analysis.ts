import { badInput } from '../ods/errors.ts';
import type { FieldSet } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type Axis, axisParameters, isDate, isMonthOfYear } from '../ods/query/axis.ts';
import { checkSeries, dateFieldOf, type Series } from '../ods/query/series.ts';
import type { OrderBy } from '../ods/query/sort.ts';
import { listed, shown } from '../ods/text.ts';
import { groupsOf, type LoadedAnalysis } from './analysis-groups.ts';
import type { AnalysisPoint } from './analysis-point.ts';
import { compareValues } from './axis-value.ts';
import { requireCount } from './counts.ts';
import { type DateEnd, dateEndsOf } from './date-ends.ts';
import { fillDateGaps } from './date-gaps.ts';
import { checkHaving, type Having, holds } from './having.ts';
import type { CutOrder, SeriesRequest } from './series-plan.ts';

/** The question of an analysis, beside its filter. */
export interface AnalysisArguments {
  x: readonly Axis[];
  series: readonly Series[];
  orderBy?: OrderBy | null | undefined;
  first?: number | null | undefined;
  fillGaps?: boolean | null | undefined;
  having?: readonly Having[] | null | undefined;
  /** For each value of the first axis. */
  firstPerGroup?: number | null | undefined;
  /** True if the number of all groups is asked for. */
  isCounted?: boolean | undefined;
  /** The series that are read as dates, and as numbers. */
  reads?: { dates: readonly string[]; numbers: readonly string[] } | undefined;
}

export interface Analysis {
  points: AnalysisPoint[];
  truncated: boolean;
  /** How many groups there are; only known if it was asked for, or if no group was cut off. */
  distinct: number;
}

/**
 * Checks an analysis and makes what is to be loaded for it; nothing is asked of the portal before. Null if there is
 * nothing but dates in it.
 */
export function analysisRequest(
  question: AnalysisArguments,
  filter: readonly Parameter[],
  datasetId: string,
  fields: FieldSet,
): SeriesRequest | null {
  const { x, series, orderBy, first, fillGaps } = question;
  if (series.length === 0)
    throw badInput('series', 'needs at least one series, such as { name: "count", function: COUNT }.');
  checkSeries(series, fields, 'series', { takesDates: true });
  const ends = dateEndsOf(series, fields);
  checkReads(question, ends);
  const axes = axisParameters(x, fields, 'x');
  checkHaving(question.having ?? [], series, ends);
  requireCount(first, 'first');
  requireCount(question.firstPerGroup, 'firstPerGroup');
  if (fillGaps) requireFillable(x, fields);
  if (fillGaps && isChosenHere(question))
    throw badInput('fillGaps', 'would add points that having or firstPerGroup leave out: give one of them.');
  if (isGiven(question.firstPerGroup) && x.length < 2)
    throw badInput('firstPerGroup', 'is for two or more axes; the points of one are cut by first.');
  const ordered = orderBy ? orderOf(orderBy, x, series) : null;
  const isCut =
    isGiven(first) && !question.isCounted && !isChosenHere(question) && isSortable(ordered, x, ends);
  const numbers = series.filter((one) => !dateFieldOf(one, fields));
  // If only dates are asked for, those have the groups.
  if (numbers.length === 0 && ends.some(({ name }) => question.reads?.dates.includes(name))) return null;
  return {
    datasetId,
    parameters: [...filter, ...axes],
    axes: x.map(({ field }) => field),
    series: numbers.length > 0 ? numbers : [{ name: '', function: 'COUNT' }],
    // To a portal, 0 points are all of them. The order matters to it only if it cuts: the answer is sorted here too.
    cut: isCut ? { points: Math.max(first, 1), order: ordered && cutOrder(ordered, x) } : undefined,
  };
}

/** False of an order that the portal has no name for: it cannot cut by that. */
function isSortable(order: Order | null, axes: readonly Axis[], ends: readonly DateEnd[]): boolean {
  if (order?.kind === 'series') return !ends.some(({ name }) => name === order.series.name);
  return !axes.some(isMonthOfYear);
}

/** True if the groups are chosen here, and so all of them are needed. */
export function isChosenHere({ having, firstPerGroup }: AnalysisArguments): boolean {
  return (having ?? []).length > 0 || isGiven(firstPerGroup);
}

/** The dates that are read of an analysis. */
export function readDateEnds({ series, reads }: AnalysisArguments, fields: FieldSet): DateEnd[] {
  return dateEndsOf(series, fields).filter(({ name }) => reads?.dates.includes(name));
}

/** Refuses a series that is read as what it is not, and an order by dates that are not read. */
function checkReads({ reads, orderBy }: AnalysisArguments, ends: readonly DateEnd[]): void {
  const isEnd = (name: string) => ends.some((end) => end.name === name);
  const noDate = reads?.dates.find((name) => !isEnd(name));
  if (noDate !== undefined)
    throw badInput(
      'series',
      `${shown(noDate)} is no date: that is MIN or MAX of a date field. Its value is value(series: ${shown(noDate)}).`,
    );
  const noNumber = reads?.numbers.find(isEnd);
  const unread =
    orderBy && isEnd(orderBy.field) && !reads?.dates.includes(orderBy.field) ? orderBy.field : null;
  const date = noNumber ?? unread;
  if (date !== null)
    throw badInput('series', `${shown(date)} is a date, which is read by date(series: ${shown(date)}).`);
}

/** The answer as it was asked for: by name, sorted, its gaps filled. */
export function analysisOf(question: AnalysisArguments, loaded: LoadedAnalysis): Analysis {
  const { x, orderBy, series, first, fillGaps, having, firstPerGroup } = question;
  const groups = groupsOf(series, loaded);
  const held = having ? groups.filter((group) => holds(having, group)) : groups;
  const comparator = comparatorOf(orderBy, x, series);
  // What the portal has cut is in the order asked for; of equal points, its own first ones are meant.
  const sorted = loaded.isCut ? held : held.toSorted(comparator);
  const chosen = isGiven(firstPerGroup) ? firstOfEach(sorted, firstPerGroup) : sorted;
  // The call may have been for more points, in the same order.
  const cut = chosen.slice(0, first ?? undefined);
  const points = (fillGaps && x[0] ? fillDateGaps(cut, series, x[0]) : cut).toSorted(comparator);
  // Whoever asks for so many points knows that there may be more: only the portal's own limit is told.
  const truncated = loaded.numbers?.answer.truncated === true || loaded.dates?.truncated === true;
  return { points, truncated, distinct: held.length };
}

function firstOfEach(points: readonly AnalysisPoint[], most: number): AnalysisPoint[] {
  const seen = new Map<string, number>();
  return points.filter(({ x: [group] }) => {
    const key = JSON.stringify(group);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= most;
  });
}

type Order = { descending: boolean } & (
  | { kind: 'axis'; index: number }
  | { kind: 'series'; index: number; series: Series }
);

/** An axis by its field, or a series by its name. */
function orderOf({ field, direction }: OrderBy, axes: readonly Axis[], series: readonly Series[]): Order {
  const descending = direction === 'DESC';
  const axis = axes.findIndex((one) => one.field === field);
  if (axis >= 0) return { kind: 'axis', index: axis, descending };
  const index = series.findIndex(({ name }) => name === field);
  const found = series[index];
  if (found) return { kind: 'series', index, series: found, descending };
  const names = [...axes.map((one) => one.field), ...series.map(({ name }) => name)];
  throw badInput('orderBy.field', `there is no axis or series ${shown(field)}; there are ${listed(names)}.`);
}

/** An axis with the minus sign is descending, unlike a number field in a search; all ascend without any order. */
function cutOrder(order: Order, axes: readonly Axis[]): CutOrder | null {
  if (order.kind === 'series') return { series: order.series, descending: order.descending };
  if (!order.descending && order.index === 0) return null;
  const name = axes.length === 1 ? 'x' : `x.${axes[order.index]?.field}`;
  return { axis: order.descending ? `-${name}` : name };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** Sorted here too, so that it is right whatever the portal does; equal ones by their axes, upwards. */
function comparatorOf(orderBy: OrderBy | null | undefined, axes: readonly Axis[], series: readonly Series[]) {
  const order = orderBy ? orderOf(orderBy, axes, series) : null;
  const keyOf = (point: AnalysisPoint) =>
    order?.kind === 'series'
      ? (point.dates?.[order.index] ?? point.values[order.index])
      : point.x[order?.index ?? 0];
  return (a: AnalysisPoint, b: AnalysisPoint): number => {
    const byOrder = order ? compareValues(keyOf(a), keyOf(b), order.descending) : 0;
    if (byOrder !== 0) return byOrder;
    for (let index = 0; index < axes.length; index++) {
      const byAxis = compareValues(a.x[index], b.x[index], false);
      if (byAxis !== 0) return byAxis;
    }
    return 0;
  };
}

function requireFillable(axes: readonly Axis[], fields: FieldSet): void {
  const [axis, ...others] = axes;
  const field = axis && fields.get(axis.field);
  if (!axis || !field || others.length > 0 || !isDate(field) || axis.periodic) {
    throw badInput(
      'fillGaps',
      'needs one axis, which is a date without `periodic`: of no other axis is it known which points are missing.',
    );
  }
}
