/** `/api/datasets/1.0/search/` and `/api/datasets/1.0/<id>/`. */

import type { Parameters } from '../parameters.ts';
import { type DatasetParts, datasetBody, lookUpDataset, searchDatasets } from '../search/datasets.ts';
import { echo, readSearchRequest, readZone } from '../search/search-request.ts';
import { type Dataset, featuresOf } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './admission.ts';
import { type FeedSource, sendFeed } from './feeds.ts';
import { readFormat, sendCsv, sendJson } from './formats.ts';

const formats = ['json', 'jsonp', 'csv', 'rss', 'atom'] as const;

const readParts = (parameters: Parameters): DatasetParts => ({
  interopMetas: parameters.flag('interopmetas'),
  extraMetas: parameters.flag('extrametas'),
  assetMetas: parameters.flag('assetmetas'),
});

export function searchDatasetsHandler(store: Store): (c: ApiContext) => Response | Promise<Response> {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'json');
    const request = readSearchRequest(parameters);
    const parts = readParts(parameters);
    const found = searchDatasets(store, c.get('caller'), request);
    switch (format) {
      case 'csv':
        return sendCatalogCsv(c, store, found.datasets);
      case 'rss':
      case 'atom':
        return sendFeed(c, format, catalogFeed(c, found.datasets));
      default: {
        const flags = {
          interopmetas: parts.interopMetas,
          extrametas: parts.extraMetas,
          assetmetas: parts.assetMetas,
        };
        return sendJson(c, format, {
          nhits: found.nhits,
          parameters: echo(request, format, undefined, flags),
          datasets: found.datasets.map((dataset) => datasetBody(store, dataset, parts, request.zone)),
          ...(found.facetGroups.length > 0 ? { facet_groups: found.facetGroups } : {}),
        });
      }
    }
  };
}

/** Sends one dataset by its id, without an envelope. */
export function lookUpDatasetHandler(store: Store): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, ['json', 'jsonp'], 'json');
    const dataset = lookUpDataset(store, c.get('caller'), c.req.param('datasetid') ?? '');
    return sendJson(c, format, datasetBody(store, dataset, readParts(parameters), readZone(parameters)));
  };
}

function sendCatalogCsv(c: ApiContext, store: Store, datasets: readonly Dataset[]): Response {
  const columns = [...store.catalog.fields.keys()].map((name) => ({ key: name, header: name }));
  const rows = datasets.map(({ definition, metas, summary }) => ({
    ...definition.dcat,
    ...metas,
    datasetid: definition.datasetid,
    features: featuresOf(definition, summary),
  }));
  return sendCsv(c, columns, rows);
}

function catalogFeed(c: ApiContext, datasets: readonly Dataset[]): FeedSource {
  const { origin } = new URL(c.req.url);
  const entries = datasets.map(({ definition: { datasetid, metas } }) => ({
    id: datasetid,
    link: `${origin}/explore/dataset/${encodeURIComponent(datasetid)}/`,
    title: metas.title,
    description: metas.description,
    modified: new Date(metas.modified),
  }));
  return { title: 'Datasets', link: `${origin}/explore/`, entries };
}
