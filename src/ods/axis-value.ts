/** Values on the axis of an analysis: text, numbers, and dates as their parts. */
import { isObject } from './json.ts';

/** From the largest to the smallest: a date without a year stands for that part of every year. */
export const DATE_PARTS = ['year', 'yearday', 'month', 'week', 'weekday', 'day', 'hour', 'minute'] as const;

export type DatePart = (typeof DATE_PARTS)[number];
export type DateParts = Partial<Record<DatePart, number>>;

/** The place of a group of records on an axis; null for records without a value. */
export type AxisValue = string | number | boolean | DateParts | null;

/** Reads a place; one that is of no known kind becomes its JSON. */
export function readAxisValue(json: unknown): AxisValue {
  if (json === null || json === undefined) return null;
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json;
  return isDateParts(json) ? json : JSON.stringify(json);
}

function isDateParts(json: unknown): json is DateParts {
  if (!isObject(json)) return false;
  let isDate = false;
  for (const part of DATE_PARTS) {
    if (!(part in json)) continue;
    if (typeof json[part] !== 'number') return false;
    isDate = true;
  }
  return isDate;
}
