/** `/api/records/1.0/geocluster/`, `/api/records/1.0/boundingbox/` and their aliases under a dataset. */
import { readFilter, selectionOf } from '../analysis/filter.ts';
import { registerAnalysisFunctions } from '../analysis/functions.ts';
import { boundRecords } from '../geo-cluster/bounding-box.ts';
import { readClusterRequest } from '../geo-cluster/cluster-request.ts';
import { clusterRecords } from '../geo-cluster/clusters.ts';
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

export function boundingBoxHandler(store: Store): (c: ApiContext) => Response {
  return (c) => {
    const parameters = c.get('parameters');
    const format = readFormat(parameters, formats, 'json');
    const dataset = requestedDataset(c, store);
    const selection = selectionOf(store, dataset, readFilter(parameters));
    return sendJson(c, format, boundRecords(store.database, selection));
  };
}
