/** The formats of an answer: JSON, JSONP and CSV. */
import { stringify } from 'csv-stringify/sync';
import { badRequest } from '../errors.ts';
import type { Parameters } from '../parameters.ts';
import { shown } from '../shown.ts';
import type { ApiContext } from './admission.ts';

/** The `format` parameter. A `callback` turns JSON into JSONP. */
export function readFormat<Format extends string>(
  parameters: Parameters,
  formats: readonly Format[],
  usual: Format,
): Format {
  const text = scripted(parameters) ?? parameters.one('format') ?? usual;
  const format = formats.find((candidate) => candidate === text);
  if (format === undefined) {
    throw badRequest(
      `Invalid value for format API parameter: ${shown(text)} was found but one of ${formats.join(', ')} is expected.`,
    );
  }
  return format;
}

/** The format of a script if a callback asks for one; undefined if it does not, or if the format is no JSON. */
function scripted(parameters: Parameters): 'jsonp' | 'geojsonp' | undefined {
  if (parameters.one('callback') === undefined) return undefined;
  const format = parameters.one('format') ?? 'json';
  if (format === 'json') return 'jsonp';
  return format === 'geojson' ? 'geojsonp' : undefined;
}

export const types = {
  json: 'application/json; charset=utf-8',
  jsonp: 'application/javascript; charset=utf-8',
  geojson: 'application/geo+json; charset=utf-8',
  geojsonp: 'application/javascript; charset=utf-8',
};

/** A JSON answer. The formats that end in `p` wrap it in a call of the function that `callback` names. */
export function sendJson(c: ApiContext, format: keyof typeof types, body: object): Response {
  const parameters = c.get('parameters');
  const json = JSON.stringify(body, null, parameters.flag('pretty_print') ? 2 : undefined);
  const text = format.endsWith('p') ? `${readCallback(parameters)}(${escapeForScript(json)});` : json;
  return c.body(text, 200, { 'Content-Type': types[format], 'X-Content-Type-Options': 'nosniff' });
}

export function readCallback(parameters: Parameters): string {
  const callback = parameters.one('callback');
  if (callback === undefined) throw badRequest('Missing API parameter: callback.');
  // Only a name, with dots or indexes, may become part of a script.
  if (callback.length > 200 || !/^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*|\[\d+\])*$/.test(callback)) {
    throw badRequest('Invalid value for callback API parameter: the name of a function is expected.');
  }
  return callback;
}

/** JSON allows two line separators that older versions of JavaScript do not allow. */
export const escapeForScript = (json: string): string =>
  json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

export interface CsvColumn {
  key: string;
  header: string;
}

/** A CSV answer. */
export function sendCsv(
  c: ApiContext,
  columns: readonly CsvColumn[],
  rows: readonly Record<string, unknown>[],
): Response {
  const separator = readCsvSeparator(c.get('parameters'));
  const cells = rows.map((row) => columns.map(({ key }) => row[key]));
  const text = csvLines([columns.map(({ header }) => header), ...cells], separator);
  return c.body(text, 200, { 'Content-Type': 'text/csv; charset=utf-8' });
}

/** The `csv_separator` parameter. The default is a semicolon. */
export function readCsvSeparator(parameters: Parameters): string {
  const separator = parameters.one('csv_separator') ?? ';';
  if (!/^[^"\r\n]$/u.test(separator)) {
    throw badRequest('Invalid value for csv_separator API parameter: one character is expected.');
  }
  return separator;
}

export function csvLines(rows: readonly (readonly unknown[])[], delimiter: string): string {
  return stringify(
    rows.map((values) => values.map(cell)),
    {
      delimiter,
      record_delimiter: 'windows',
      // The library does not quote a lone line feed.
      quoted_match: /[\r\n]/,
    },
  );
}

/** One value as text: a list is joined, a file is its name, and any other object is JSON. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(',');
  if (typeof value !== 'object') return String(value);
  return 'filename' in value && typeof value.filename === 'string' ? value.filename : JSON.stringify(value);
}
