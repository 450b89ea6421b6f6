import type { GraphQLResolveInfo } from 'graphql';
import { attempt } from '../loading/attempt.ts';
import type { Loaders } from '../loading/loaders.ts';
import type { DatasetRecord } from '../ods/records.ts';
import { namesFields, recordProjection } from './projection.ts';

/** A record by its ids, with the selected fields. The dataset is loaded only if the names of fields must be checked. */
export async function loadRecord(
  loaders: Loaders,
  datasetId: string,
  recordId: string,
  info: GraphQLResolveInfo,
): Promise<DatasetRecord | null> {
  if (!namesFields(info)) return loaders.recordById.load(datasetId, recordId, 'all');
  const dataset = await loaders.datasetById.load(datasetId);
  return dataset && loaders.recordById.load(datasetId, recordId, recordProjection(info, dataset.fields));
}

/** Records of one dataset by their ids, in their order; an error in the place of each that cannot be loaded. */
export async function loadRecords(
  loaders: Loaders,
  datasetId: string,
  recordIds: readonly string[],
  info: GraphQLResolveInfo,
): Promise<(DatasetRecord | null | Error)[]> {
  if (!namesFields(info)) return loaders.recordById.loadMany(datasetId, recordIds, 'all');
  const projection = await attempt(async () => {
    const dataset = await loaders.datasetById.load(datasetId);
    return dataset && recordProjection(info, dataset.fields);
  });
  return projection === null || projection instanceof Error
    ? recordIds.map(() => projection)
    : loaders.recordById.loadMany(datasetId, recordIds, projection);
}
