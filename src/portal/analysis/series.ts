/** The series of an analysis or a clustering: `y.<name>.func`, `.expr`, `.cumulative`, `.subsets`. */
import { badRequest } from '../errors.ts';
import { isTrue, type Parameters } from '../parameters.ts';
import { RequestBudget } from '../request-budget.ts';
import { shown } from '../shown.ts';
import { type Row, type Sql, sql } from '../store/sql.ts';
import type { Table } from '../store/table.ts';
import { readCounted, readExpression } from './expression.ts';

const aggregates = ['COUNT', 'AVG', 'SUM', 'MIN', 'MAX', 'STDDEV', 'SUMSQUARES', 'QUANTILES'] as const;

export type Aggregate = (typeof aggregates)[number];

export interface Series {
  name: string;
  aggregate: Aggregate;
  /** SQL for the value of a record; null if the records themselves are counted. */
  value: Sql | null;
  isCumulative: boolean;
  /** For QUANTILES only. */
  percents: readonly number[];
}

/** The series of a request, in their order. */
export function readSeries(parameters: Parameters, table: Table): Series[] {
  const budget = new RequestBudget();
  const series = settingsByName(parameters);
  budget.spend('series', series.size);
  return [...series].map(([name, settings]) => oneSeries(name, settings, table, budget));
}

type Settings = Map<string, string>;

/** The settings of each series. A name may have dots. Unknown settings are ignored. */
function settingsByName(parameters: Parameters): Map<string, Settings> {
  const series = new Map<string, Settings>();
  for (const [key, values] of parameters.named('y')) {
    const [, name, setting] = /^(.+)\.(func|expr|cumulative|subsets)$/.exec(key) ?? [];
    if (name === undefined || setting === undefined) continue;
    const settings = series.get(name) ?? new Map();
    series.set(name, settings.set(setting, values.at(-1)));
  }
  return series;
}

function oneSeries(name: string, settings: Settings, table: Table, budget: RequestBudget): Series {
  // Its values would replace those of the axis.
  if (name === 'x') throw badRequest('A series cannot have the name x: the answer gives the axis that name.');
  const aggregate = readAggregate(name, settings.get('func'));
  const expression = settings.get('expr');
  if (expression === undefined && aggregate !== 'COUNT') {
    throw badRequest(`Missing API parameter: y.${shown(name)}.expr, which ${aggregate} needs.`);
  }
  const read = aggregate === 'COUNT' ? readCounted : readExpression;
  return {
    name,
    aggregate,
    value: expression === undefined ? null : read(expression, table, `y.${name}.expr`, budget),
    isCumulative: isTrue(settings.get('cumulative')),
    percents: aggregate === 'QUANTILES' ? readPercents(name, settings.get('subsets')) : [],
  };
}

function readAggregate(name: string, text: string | undefined): Aggregate {
  if (text === undefined) throw badRequest(`Missing API parameter: y.${shown(name)}.func.`);
  const aggregate = aggregates.find((candidate) => candidate === text.trim().toUpperCase());
  if (aggregate !== undefined) return aggregate;
  throw badRequest(
    `Invalid value for y.${shown(name)}.func API parameter: ${shown(text)} was found but one of ${aggregates.join(', ')} is expected.`,
  );
}

function readPercents(name: string, text: string | undefined): number[] {
  if (text === undefined) return [50];
  const percents = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (percents.length <= 20 && percents.every((percent) => percent >= 0 && percent <= 100)) return percents;
  throw badRequest(
    `Invalid value for y.${shown(name)}.subsets API parameter: ${shown(text)} was found but percentages from 0 to 100 are expected.`,
  );
}

/** The SQL columns of a series: one, or one for each quantile. */
export function columnsOf({ aggregate, value, percents }: Series): Sql[] {
  if (value === null) return [sql('count(*)')];
  const { text, values } = value;
  switch (aggregate) {
    case 'STDDEV':
      return [sql(`stat_deviation(${text})`, ...values)];
    case 'SUMSQUARES':
      return [sql(`sum(${text} * ${text})`, ...values, ...values)];
    case 'QUANTILES':
      return percents.map((percent) => sql(`stat_quantile(${text}, ?)`, ...values, percent));
    default:
      return [sql(`${aggregate}(${text})`, ...values)];
  }
}

export type SeriesValue = number | null | Record<string, number | null>;

/** The value of a series from its columns. Quantiles are an object by percentage, also if there is only one. */
export function seriesValue({ aggregate, percents }: Series, columns: readonly unknown[]): SeriesValue {
  const numbers = columns.map(finite);
  if (aggregate !== 'QUANTILES') return numbers[0] ?? null;
  return Object.fromEntries(percents.map((percent, index) => [keyOf(percent), numbers[index] ?? null]));
}

/** The values of all series in a row, whose columns are `y0`, `y1` and so on, in the order of `columns`. */
export function seriesValues(
  row: Row,
  series: readonly Series[],
  columns: readonly (readonly unknown[])[],
): SeriesValue[] {
  let next = 0;
  return series.map((one, index) => seriesValue(one, columns[index]?.map(() => row[`y${next++}`]) ?? []));
}

/** With one decimal at least: `50.0`, `99.9`. */
const keyOf = (percent: number): string => (Number.isInteger(percent) ? percent.toFixed(1) : String(percent));

/** JSON cannot write an infinity. */
const finite = (value: unknown): number | null =>
  value !== null && Number.isFinite(Number(value)) ? Number(value) : null;
