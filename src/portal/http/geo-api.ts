/** `/api/records/1.0/` with geocluster, geopolygon, geopreview and boundingbox, and their aliases under a dataset. */
import { readFilter, selectionOf } from '../analysis/filter.ts';
import { registerAnalysisFunctions } from '../analysis/functions.ts';
import { readSeries } from '../analysis/series.ts';
import { boundRecords } from '../geo-cluster/bounding-box.ts';
import { readClusterRequest, readMost, readZoom } from '../geo-cluster/cluster-request.ts';
import { clusterRecords } from '../geo-cluster/clusters.ts';
import { countShapes, previewShapes, shapeField } from '../geo-cluster/shapes.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './admission.ts';
import { readFormat, sendJson } from './formats.ts';
import { requestedDataset } from './requested-dataset.ts';

const formats = ['json', 'jsonp'] as const;

export function geoClusterHandler(store: Store): (c: ApiContext) => Response {
  registerAnalysisFunctions(store.database);
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'json');
    const dataset = requestedDataset(c, store);
    const request = readClusterRequest(parameters, dataset.table);
    return sendJson(c, format, clusterRecords(store, dataset, request));
  };
}

/** Each shape once, with its count and series, in the envelope of a clustering. */
export function geoPolygonHandler(store: Store): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'json');
    const dataset = requestedDataset(c, store);
    const { table } = dataset;
    const zoom = readZoom(parameters);
    const series = readSeries(parameters, table);
    const field = shapeField(table, parameters.one('geo_field'));
    const selection = selectionOf(store, dataset, readFilter(parameters));
    const most = readMost(parameters, 'maxpoints');
    return sendJson(c, format, countShapes(store, selection, field, series, most, zoom));
  };
}

/** Each shape once, as an array without an envelope. */
export function geoPreviewHandler(store: Store): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'json');
    const dataset = requestedDataset(c, store);
    const field = shapeField(dataset.table, parameters.one('geo_field'));
    const selection = selectionOf(store, dataset, readFilter(parameters));
    return sendJson(c, format, previewShapes(store, selection, field, readMost(parameters, 'rows')));
  };
}

export function boundingBoxHandler(store: Store): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'json');
    const dataset = requestedDataset(c, store);
    const selection = selectionOf(store, dataset, readFilter(parameters));
    return sendJson(c, format, boundRecords(store.database, selection));
  };
}
