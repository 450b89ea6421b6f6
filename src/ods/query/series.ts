/** The series of an analysis or a clustering: `y.<name>.func`, `.expr`, `.cumulative`, `.subsets`. */
import { badInput } from '../errors.ts';
import type { Field, FieldSet } from '../field.ts';
import { onceFor } from '../once-for.ts';
import type { Parameter } from '../parameter.ts';
import { shown } from '../text.ts';
import { isDate } from './axis.ts';
import { checkExpression } from './expression.ts';

export type AggregateFunction =
  | 'COUNT'
  | 'AVG'
  | 'SUM'
  | 'MIN'
  | 'MAX'
  | 'STDDEV'
  | 'SUMSQUARES'
  | 'MEDIAN'
  | 'QUANTILES';

export interface Series {
  /** What the caller calls it. */
  name: string;
  function: AggregateFunction;
  /** A numeric field, or an expression over such; required for all but COUNT, which takes a field of any type. */
  expression?: string | null | undefined;
  /** Adds up along the axis. */
  cumulative?: boolean | null | undefined;
  /** Which quantile, from 0 to 100; the default is the median. Of QUANTILES only. */
  percent?: number | null | undefined;
}

/** The date of which a series is the first or the last one; undefined if it is of numbers. */
export function dateFieldOf(
  { function: aggregate, expression }: Series,
  fields: FieldSet,
): Field | undefined {
  if (aggregate !== 'MIN' && aggregate !== 'MAX') return undefined;
  const field = fields.get(expression?.trim() ?? '');
  return field && isDate(field) ? field : undefined;
}

/**
 * Refuses series that cannot be right: without a name of their own or an expression, or with a bad one. No portal
 * computes a minimum of dates: `takesDates` is for what finds it by other means.
 */
export function checkSeries(
  series: readonly Series[],
  fields: FieldSet,
  argument: string,
  { takesDates = false } = {},
): void {
  const names = new Set<string>();
  for (const [index, one] of series.entries()) {
    const { name, function: aggregate, expression } = one;
    const at = `${argument}[${index}]`;
    if (name === '' || names.has(name))
      throw badInput(`${at}.name`, `must be a name of its own, not ${shown(name)}.`);
    names.add(name);
    checkQuantile(one, at);
    if (takesDates && dateFieldOf(one, fields)) {
      if (one.cumulative)
        throw badInput(`${at}.cumulative`, `cannot be true of ${shown(name)}: dates do not add up.`);
      continue;
    }
    if (aggregate === 'COUNT' && expression && fields.get(expression.trim()) !== undefined) continue;
    if (expression) checkExpression(expression, fields, `${at}.expression`);
    else if (aggregate !== 'COUNT') {
      throw badInput(
        `${at}.expression`,
        `${aggregate} needs a numeric field or an expression, such as "population".`,
      );
    }
  }
}

function checkQuantile({ function: aggregate, percent, cumulative }: Series, at: string): void {
  if (isQuantile(aggregate) && cumulative)
    throw badInput(`${at}.cumulative`, `cannot be true of ${aggregate}: quantiles do not add up.`);
  if (aggregate === 'QUANTILES') {
    if (!(percentOf(percent) >= 0 && percentOf(percent) <= 100))
      throw badInput(`${at}.percent`, `must be from 0 to 100, and is ${percent}.`);
  } else if (percent !== null && percent !== undefined) {
    throw badInput(`${at}.percent`, `goes with QUANTILES only, and the function is ${aggregate}.`);
  }
}

const percentOf = (percent: number | null | undefined): number => percent ?? 50;

const isQuantile = (aggregate: AggregateFunction): boolean => portalFunction(aggregate) === 'QUANTILES';

/** The API has no median by that name. */
function portalFunction(aggregate: AggregateFunction): AggregateFunction {
  return aggregate === 'MEDIAN' ? 'QUANTILES' : aggregate;
}

/**
 * Two series are the same to the portal when they compute the same: their names are the callers' own. Each is looked at many
 * times on its way, and comes again with the arguments that it is one of.
 */
export const seriesKey = onceFor(
  ({ function: aggregate, expression, cumulative, percent }: Series): string => {
    const quantile = isQuantile(aggregate) ? [percentOf(percent)] : [];
    return JSON.stringify([
      portalFunction(aggregate),
      expression?.trim() || null,
      cumulative === true,
      ...quantile,
    ]);
  },
);

/** Distinct series under names of our own, so that no caller's name becomes part of a parameter's. */
export function nameSeries(series: readonly Series[]): Map<string, { upstreamName: string; series: Series }> {
  const named = new Map<string, { upstreamName: string; series: Series }>();
  for (const one of series) {
    const key = seriesKey(one);
    if (!named.has(key)) named.set(key, { upstreamName: `s${named.size}`, series: one });
  }
  return named;
}

export function seriesParameters(named: ReturnType<typeof nameSeries>): Parameter[] {
  return [...named.values()].flatMap(({ upstreamName, series }): Parameter[] => {
    const expression = series.expression?.trim();
    return [
      [`y.${upstreamName}.func`, portalFunction(series.function)],
      ...(expression ? [[`y.${upstreamName}.expr`, expression] satisfies Parameter] : []),
      ...(isQuantile(series.function)
        ? [[`y.${upstreamName}.subsets`, String(percentOf(series.percent))] satisfies Parameter]
        : []),
      ...(series.cumulative ? [[`y.${upstreamName}.cumulative`, 'true'] satisfies Parameter] : []),
    ];
  });
}
