/** `/api/records/1.0/analyze/` and its alias under a dataset. */
import { type Analysis, analyze } from '../analysis/analyze.ts';
import type { Axis } from '../analysis/axis.ts';
import { registerAnalysisFunctions } from '../analysis/functions.ts';
import type { AxisValue, Group } from '../analysis/groups.ts';
import type { Series } from '../analysis/series.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './admission.ts';
import { type CsvColumn, readFormat, sendCsv, sendJson } from './formats.ts';
import { requestedDataset } from './requested-dataset.ts';

const formats = ['json', 'jsonp', 'csv'] as const;

/** Sends the groups of an analysis as an array without an envelope. */
export function analyzeHandler(store: Store): (c: ApiContext) => Response {
  registerAnalysisFunctions(store.database);
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'json');
    const analysis = analyze(store, requestedDataset(c, store), parameters);
    if (analysis.isTruncated) c.header('ODS-Analyze-Truncated', 'true');
    if (format === 'csv') return sendAnalysisCsv(c, analysis);
    const { axes, series, groups } = analysis;
    return sendJson(
      c,
      format,
      groups.map((group) => rowOf(group, axes, series)),
    );
  };
}

function rowOf({ x, values }: Group, axes: readonly Axis[], series: readonly Series[]): object {
  return Object.fromEntries([
    ...(axes.length === 0 ? [] : [['x', xOf(x, axes)] as const]),
    ...series.map(({ name }, index) => [name, values[index]] as const),
  ]);
}

/** The value if there is one axis; an object of values by field name if there are several. */
function xOf(x: readonly AxisValue[], axes: readonly Axis[]): unknown {
  return axes.length === 1
    ? x[0]
    : Object.fromEntries(axes.map(({ field }, index) => [field.name, x[index]]));
}

/** Each part of x is a column. Its name is also its sort key: `x`, `x.year`, `x.country_code`. */
function sendAnalysisCsv(c: ApiContext, { axes, series, groups }: Analysis): Response {
  const headers = [
    ...axes.flatMap(({ field, date }) => {
      const name = axes.length === 1 ? 'x' : `x.${field.name}`;
      return date === null ? [name] : date.parts.map((part) => `${name}.${part}`);
    }),
    ...series.map(({ name }) => name),
  ];
  const columns: CsvColumn[] = headers.map((header, index) => ({ key: String(index), header }));
  const rows = groups.map(({ x, values }) => {
    const cells = [...x.flatMap((value, index) => cellsOf(value, axes[index])), ...values];
    return Object.fromEntries(cells.map((cell, index) => [String(index), cell]));
  });
  return sendCsv(c, columns, rows);
}

const cellsOf = (value: AxisValue, axis: Axis | undefined): unknown[] =>
  typeof value === 'object' ? (axis?.date?.parts.map((part) => value[part]) ?? []) : [value];
