import type { GraphQLResolveInfo } from 'graphql';
import type { Loaders } from '../loading/loaders.ts';
import type { DatasetRecord } from '../ods/records.ts';
import { namesFields, recordProjection } from './projection.ts';

/** A record by its ids, with the selected fields. The dataset is loaded only if the names of fields must be checked. */
export function loadRecord(
  loaders: Loaders,
  datasetId: string,
  recordId: string,
  info: GraphQLResolveInfo,
): Promise<DatasetRecord | null> {
  if (!namesFields(info)) return loaders.recordById.load(datasetId, recordId, 'all');
  return loaders.datasetById
    .load(datasetId)
    .then(
      (dataset) =>
        dataset && loaders.recordById.load(datasetId, recordId, recordProjection(info, dataset.fields)),
    );
}
