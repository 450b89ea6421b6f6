/** The DataLoaders of the facade written by hand, made for each request. */
import DataLoader from 'dataloader';
import type { Dataset, PlaceRecord, PortalClient } from './portal-client.ts';

interface RecordKey {
  datasetId: string;
  recordId: string;
}

export class Loaders {
  readonly dataset: DataLoader<string, Dataset | null>;
  readonly record: DataLoader<RecordKey, PlaceRecord | null, string>;

  constructor(client: PortalClient) {
    this.dataset = new DataLoader(async (ids) => {
      const [only] = ids;
      if (only !== undefined && ids.length === 1) return [await client.dataset(only)];
      const { datasets } = await client.datasets(ids);
      const byId = new Map(datasets.map((dataset) => [dataset.datasetid, dataset]));
      return ids.map((id) => byId.get(id) ?? null);
    });
    // All are of one dataset: the schema of the afternoon knows no other.
    this.record = new DataLoader(
      async (keys) => {
        const [first] = keys;
        const { records } = await client.recordsById(
          first?.datasetId ?? '',
          keys.map(({ recordId }) => recordId),
        );
        const byId = new Map(records.map((record) => [record.recordid, record]));
        return keys.map(({ recordId }) => byId.get(recordId) ?? null);
      },
      { cacheKeyFn: ({ recordId }) => recordId },
    );
  }
}
