/** `/api/records/1.0/download/` and its aliases: all records of a request in one streamed answer. */

import { readDownloadRequest } from '../download/download-request.ts';
import { RecordCursor } from '../download/record-cursor.ts';
import { streamText, type TextShape } from '../download/text-stream.ts';
import type { Parameters } from '../parameters.ts';
import { type ApiRecord, toFeature } from '../search/record-renderer.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';
import type { TableField } from '../store/table.ts';
import type { ApiContext } from './admission.ts';
import { contentDisposition } from './content-disposition.ts';
import { csvLines, escapeForScript, readCallback, readCsvSeparator, readFormat, types } from './formats.ts';
import { requestedDataset } from './requested-dataset.ts';

const formats = ['csv', 'json', 'jsonp', 'geojson', 'geojsonp'] as const;

type Format = (typeof formats)[number];

export function downloadHandler(
  store: Store,
  onFailure: (error: Error) => void,
): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'csv');
    const dataset = requestedDataset(c, store);
    const cursor = new RecordCursor(store, dataset, readDownloadRequest(parameters));
    const shape = shapeOf(format, parameters, dataset, cursor.fields);
    const { datasetid } = dataset.definition;
    const headers = {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : types[format],
      'X-Content-Type-Options': 'nosniff',
      // JSONP is a script to run, not a file to save.
      ...(format.endsWith('p')
        ? {}
        : { 'Content-Disposition': contentDisposition('attachment', `${datasetid}.${format}`) }),
    };
    // Nobody would read the stream of a HEAD, or cancel it.
    if (c.req.raw.method === 'HEAD') return c.body(null, 200, headers);
    store.usage.note('downloads', datasetid);
    return c.body(streamText(cursor, shape, onFailure), 200, headers);
  };
}

function shapeOf(
  format: Format,
  parameters: Parameters,
  dataset: Dataset,
  fields: readonly TableField[],
): TextShape<ApiRecord> {
  if (format === 'csv') return csvShape(parameters, dataset, fields);
  const isGeo = format.startsWith('geo');
  const indent = parameters.flag('pretty_print') ? 2 : undefined;
  const [open, close] = isGeo ? ['{"type":"FeatureCollection","features":[', ']}'] : ['[', ']'];
  const separator = indent === undefined ? ',' : ',\n';
  const jsonOf = (record: ApiRecord, index: number) =>
    (index === 0 ? '' : separator) + JSON.stringify(isGeo ? toFeature(record, fields) : record, null, indent);
  if (!format.endsWith('p')) return { before: open, piece: jsonOf, after: close };
  return {
    before: `${readCallback(parameters)}(${open}`,
    piece: (record, index) => escapeForScript(jsonOf(record, index)),
    after: `${close});`,
  };
}

function csvShape(
  parameters: Parameters,
  { definition }: Dataset,
  fields: readonly TableField[],
): TextShape<ApiRecord> {
  const separator = readCsvSeparator(parameters);
  const labels = new Map(
    parameters.flag('use_labels_for_header') ? definition.fields.map(({ name, label }) => [name, label]) : [],
  );
  const names = fields.map(({ name }) => name);
  return {
    before: csvLines([names.map((name) => labels.get(name) || name)], separator),
    piece: (record) => csvLines([names.map((name) => record.fields[name])], separator),
    after: '',
  };
}
