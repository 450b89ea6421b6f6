import { lookUpDataset } from '../search/datasets.ts';
import type { Dataset } from '../store/dataset.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './admission.ts';
import { readDatasetId } from './records-api.ts';

/** The dataset of the path, or that of the parameter. Throws an ApiError if the caller may not see it. */
export function requestedDataset(c: ApiContext, store: Store): Dataset {
  const datasetid = c.req.param('datasetid') ?? readDatasetId(c.get('parameters'));
  return lookUpDataset(store, c.get('caller'), datasetid);
}
