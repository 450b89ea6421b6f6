/** `/api/records/1.0/search/` and its aliases under a dataset. */
import { badRequest } from '../errors.ts';
import type { Parameters } from '../parameters.ts';
import { lookUpDataset } from '../search/datasets.ts';
import { toFeature } from '../search/record-renderer.ts';
import { lookUpRecord, type RecordsFound, searchRecords } from '../search/records.ts';
import { echo, readSearchRequest, readZone } from '../search/search-request.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './admission.ts';
import { readFormat, sendCsv, sendJson } from './formats.ts';

const formats = ['json', 'jsonp', 'geojson', 'geojsonp', 'csv'] as const;

/** Searches the dataset of the path, or that of the parameter. */
export function searchRecordsHandler(store: Store): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const datasetid = c.req.param('datasetid') ?? readDatasetId(parameters);
    const format = readFormat(parameters, formats, 'json');
    const dataset = lookUpDataset(store, c.get('caller'), datasetid);
    const request = readSearchRequest(parameters);
    const found = searchRecords(store, dataset, request);
    switch (format) {
      case 'csv':
        return sendRecordsCsv(c, dataset, found);
      case 'geojson':
      case 'geojsonp':
        return sendJson(c, format, {
          type: 'FeatureCollection',
          features: found.records.map((record) => toFeature(record, found.fields)),
        });
      default:
        return sendJson(c, format, {
          nhits: found.nhits,
          parameters: echo(request, format, datasetid),
          records: found.records,
          ...(found.facetGroups.length > 0 ? { facet_groups: found.facetGroups } : {}),
        });
    }
  };
}

export function readDatasetId(parameters: Parameters): string {
  const [datasetid, ...others] = new Set(parameters.all('dataset'));
  if (datasetid === undefined) throw badRequest('Missing API parameter: dataset.');
  if (others.length > 0) throw badRequest('Only one dataset can be searched at a time.');
  return datasetid;
}

function sendRecordsCsv(c: ApiContext, { definition }: Dataset, found: RecordsFound): Response {
  const usesLabels = c.get('parameters').flag('use_labels_for_header');
  const labels = new Map(definition.fields.map(({ name, label }) => [name, label]));
  const columns = found.fields.map(({ name }) => ({
    key: name,
    header: (usesLabels && labels.get(name)) || name,
  }));
  return sendCsv(
    c,
    columns,
    found.records.map((record) => record.fields),
  );
}

/** Sends one record by its id, without an envelope. */
export function lookUpRecordHandler(store: Store): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, ['json', 'jsonp'], 'json');
    const dataset = lookUpDataset(store, c.get('caller'), c.req.param('datasetid') ?? '');
    const record = lookUpRecord(store, dataset, c.req.param('recordid') ?? '', readZone(parameters));
    return sendJson(c, format, record);
  };
}
