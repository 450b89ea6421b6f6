/** The empty buckets of a date axis: portals leave them out, and charts need them. */

import type { AxisValue, DateParts } from '../ods/axis-value.ts';
import { badInput } from '../ods/errors.ts';
import type { Axis } from '../ods/query/axis.ts';
import type { Series } from '../ods/query/series.ts';
import type { AnalysisPoint } from './analysis-point.ts';
import { compareValues } from './axis-value.ts';

/** More points than a chart can show or a client wants: minutes over years. */
const MAX_POINTS = 50_000;

/**
 * The points with one for every bucket between the first and the last. In a bucket without records a count is 0 and
 * any other series has no value; what adds up stays as it was.
 */
export function fillDateGaps(
  points: readonly AnalysisPoint[],
  series: readonly Series[],
  axis: Axis,
): AnalysisPoint[] {
  const known = points.toSorted((a, b) => compareValues(a.x[0], b.x[0], false));
  const filled: AnalysisPoint[] = [];
  for (const point of known) {
    const previous = filled.at(-1);
    const missing = previous ? bucketsBetween(previous.x[0], point.x[0], axis) : [];
    for (const parts of missing) filled.push(emptyPoint(parts, filled.at(-1), point.names, series));
    filled.push(point);
    if (filled.length > MAX_POINTS) {
      throw badInput(
        'fillGaps',
        `would give more than ${MAX_POINTS} points; take a coarser precision or a narrower filter.`,
      );
    }
  }
  return filled;
}

function emptyPoint(
  parts: DateParts,
  previous: AnalysisPoint | undefined,
  names: readonly string[],
  series: readonly Series[],
): AnalysisPoint {
  const values = series.map(({ function: aggregate, cumulative }, index) => {
    if (cumulative) return previous?.values[index] ?? null;
    return aggregate === 'COUNT' ? 0 : null;
  });
  return { x: [parts], values, names };
}

/** The buckets after one and before another, by the parts that the portal gives. */
function bucketsBetween(start: AxisValue | undefined, end: AxisValue | undefined, axis: Axis): DateParts[] {
  if (!isParts(start) || !isParts(end)) return [];
  const buckets: DateParts[] = [];
  for (
    let bucket = nextBucket(start, axis);
    compareValues(bucket, end, false) < 0;
    bucket = nextBucket(bucket, axis)
  ) {
    buckets.push(bucket);
    if (buckets.length > MAX_POINTS) break;
  }
  return buckets;
}

function isParts(value: AxisValue | undefined): value is DateParts {
  return typeof value === 'object' && value !== null;
}

function nextBucket(parts: DateParts, { precision }: Axis): DateParts {
  if (parts.week !== undefined) return weekAfter(parts);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute);
  if (parts.minute !== undefined) date.setUTCMinutes(minute + 1);
  else if (parts.hour !== undefined) date.setUTCHours(hour + 1);
  else if (parts.day !== undefined) date.setUTCDate(day + (precision === 'WEEK' ? 7 : 1));
  else if (parts.month !== undefined) date.setUTCMonth(month);
  else date.setUTCFullYear(year + 1);
  return sameParts(parts, date);
}

/** The date's parts, those that the given one has. */
function sameParts(parts: DateParts, date: Date): DateParts {
  return {
    year: date.getUTCFullYear(),
    ...(parts.month !== undefined && { month: date.getUTCMonth() + 1 }),
    ...(parts.day !== undefined && { day: date.getUTCDate() }),
    ...(parts.hour !== undefined && { hour: date.getUTCHours() }),
    ...(parts.minute !== undefined && { minute: date.getUTCMinutes() }),
  };
}

/** ISO weeks: a year has 53 if its first or last day is a Thursday. */
function weekAfter({ year = 0, week = 1 }: DateParts): DateParts {
  const isThursday = (month: number, day: number) => new Date(Date.UTC(year, month, day)).getUTCDay() === 4;
  const weeks = isThursday(0, 1) || isThursday(11, 31) ? 53 : 52;
  return week < weeks ? { year, week: week + 1 } : { year: year + 1, week: 1 };
}
