/** The analysis API: `/api/records/1.0/analyze/`. */
import { type AxisValue, readAxisValue } from './axis-value.ts';
import { unexpectedAnswer } from './errors.ts';
import { isObject, type JsonObject, readNumber, readObjects } from './json.ts';
import { KnownCalls } from './known-calls.ts';
import type { Parameter } from './parameter.ts';
import { Reader } from './reader.ts';
import type { ReadCall } from './transport/call.ts';
import { ask, type Session } from './transport/session.ts';

/** One group of records, as the portal gave it. */
export interface AnalysisRow {
  /** Its place on each axis. */
  x: AxisValue[];
  /** Its series by the names they were asked under, beside its place: see `seriesValue`. */
  series: JsonObject;
}

export interface AnalysisAnswer {
  rows: AnalysisRow[];
  /** The portal cut the answer short. */
  truncated: boolean;
}

const analyses = new Reader<AnalysisAnswer, readonly string[]>(
  ({ json, headers }, axes) => ({
    rows: readAnalysis(json, axes),
    truncated: String(headers['ods-analyze-truncated'] ?? '').toLowerCase() === 'true',
  }),
  ({ rows }) => {
    rows.length = 0;
  },
);

const calls = new KnownCalls<AnalysisAnswer>();

/** `GET /api/records/1.0/analyze/`. `axes`: the fields of the axes that the parameters ask for, in their order. */
export function analyze(
  session: Session,
  datasetId: string,
  parameters: readonly Parameter[],
  axes: readonly string[],
): Promise<AnalysisAnswer> {
  const make = (): ReadCall<AnalysisAnswer> => ({
    path: '/api/records/1.0/analyze/',
    parameters: [['dataset', datasetId], ...parameters],
    datasetId,
    kind: 'analysis',
    read: (answer) => analyses.read(answer, axes),
  });
  return ask(session, calls.of(parameters, make));
}

/** Reads an answer of analysis: a list of rows or, with aggregations, an object that holds one. */
export function readAnalysis(json: unknown, axes: readonly string[]): AnalysisRow[] {
  const rows = isObject(json) ? json.results : json;
  if (!Array.isArray(rows)) throw unexpectedAnswer('analysis', 'a list');
  return readObjects(rows).map((row) => ({ x: readPlace(row.x, axes), series: row }));
}

/**
 * The value of a series in a group of records; one without a value is null or missing. Quantiles come by their
 * percentage, and one is asked for at a time.
 */
export function seriesValue({ series }: { series: JsonObject }, name: string): number | null {
  const value = series[name];
  return readNumber(isObject(value) ? Object.values(value)[0] : value);
}

/** One axis is a value of its own; several are an object by field name. */
function readPlace(x: unknown, axes: readonly string[]): AxisValue[] {
  if (axes.length === 0) return [];
  if (axes.length === 1) return [readAxisValue(x)];
  const byField = isObject(x) ? x : {};
  return axes.map((field) => readAxisValue(byField[field]));
}
