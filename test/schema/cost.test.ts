import { expect, test } from 'vitest';
import { nodeLookups, oneDataset, ownDataset } from '../../src/schema/cost.ts';

const selects = () => false;

test('the dataset of records is named without the text that says which records they are: it is long', () => {
  const dataset = oneDataset('cities');
  const records = {
    count: 100,
    get scope(): string {
      throw new Error('made');
    },
    dataset,
  };
  const cost = ownDataset({ place: records, args: {}, selects });
  expect(cost).toEqual({ charges: [], below: { ...dataset, scope: `${dataset.scope} later` } });
});

test('the lookups of nodes are told by dataset', () => {
  const cost = nodeLookups([
    { typename: 'Record', datasetId: 'cities', recordId: 'a' },
    { typename: 'Record', datasetId: 'rivers', recordId: 'b' },
    { typename: 'Record', datasetId: 'cities', recordId: 'c' },
    { typename: 'Dataset', datasetId: 'seas' },
  ]);
  expect(cost.charges).toEqual([
    { pool: 'datasets', ids: ['seas'] },
    { pool: 'datasets of records', ids: ['cities', 'rivers'], after: 'datasets' },
    { pool: 'dataset "cities" records', ids: ['a', 'c'] },
    { pool: 'dataset "rivers" records', ids: ['b'] },
  ]);
  expect(cost.items).toBe(4);
  expect(cost.types?.Record?.count).toBe(3);
});
