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
import { asHtml, type FeedSource, sendFeed } from './feeds.ts';
import { readFormat, sendCsv, sendJson } from './formats.ts';

const formats = ['json', 'jsonp', 'geojson', 'geojsonp', 'csv', 'rss', 'atom'] as const;

/** Searches the dataset of the path, or that of the parameter. */
export function searchRecordsHandler(store: Store): (c: ApiContext) => Response | Promise<Response> {
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
      case 'rss':
      case 'atom':
        return sendFeed(c, format, recordsFeed(c, dataset, found));
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

/** A record is called by the first of its texts. */
function recordsFeed(c: ApiContext, { definition }: Dataset, { records, fields }: RecordsFound): FeedSource {
  const { origin } = new URL(c.req.url);
  const dataset = `${origin}/api/datasets/1.0/${encodeURIComponent(definition.datasetid)}`;
  const named = fields.filter(({ type }) => type === 'text');
  const entries = records.map(({ recordid, fields: values, record_timestamp }) => {
    const title = named.map(({ name }) => values[name]).find((value) => value !== undefined && value !== '');
    return {
      id: recordid,
      link: `${dataset}/records/${recordid}/`,
      title: title === undefined ? recordid : String(title),
      description: descriptionOf(values),
      modified: new Date(record_timestamp),
    };
  });
  return { title: definition.metas.title, link: `${dataset}/`, entries };
}

const descriptionOf = (values: Record<string, unknown>): string =>
  `<ul>${Object.entries(values)
    .map(([name, value]) => `<li>${asHtml(name)}: ${asHtml(textOf(value))}</li>`)
    .join('')}</ul>`;

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

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
