/** What fields say of themselves: none that loads may be without its cost, or the guard would take it for free. */
import { getNamedType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';
import { failingFields, graphFields, isNonNull, loadingFields } from '../support/graph-fields.ts';

test('the fields that load are found', () => {
  const names = loadingFields.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'Query.dataset',
      'Query.datasets',
      'Query.node',
      'Query._entities',
      'Dataset.records',
      'Dataset.analysis',
      'Dataset.geoClusters',
      'Record.dataset',
      'Record.files',
      'Mutation.pushRecords',
      'Subscription.downloadRecords',
      'Subscription.recordsPushed',
    ]),
  );
  expect(names).not.toContain('Dataset.title');
});

describe('a field that loads', () => {
  // An export asks only for what makes a link: the call is made by whoever opens the link.
  test.each(
    loadingFields
      .filter(({ name }) => name !== 'Dataset.export')
      .map(({ name, field }) => [name, field] as const),
  )('%s says what it costs', (_, { extensions }) => {
    expect(extensions.cost).toBeTypeOf('function');
  });

  test.each(
    loadingFields
      .filter(({ parent }) => parent !== schema.getMutationType() && parent !== schema.getSubscriptionType())
      .filter(({ name }) => !['Query.node', 'Query.nodes', 'Query._entities'].includes(name))
      .map(({ name, field, parent }) => [name, field, parent] as const),
  )('%s says what its answer is made of', (_, field, parent) => {
    const type = getNamedType(field.type);
    const own = field.extensions.freshness ?? (isObjectType(type) ? type.extensions.freshness : undefined);
    expect(own ?? parent.extensions.freshness).toBeTypeOf('string');
  });
});

test('a list of objects says how long it is, or what makes it so long', () => {
  const silent = graphFields.filter(({ field }) => {
    const isObjects = isObjectType(getNamedType(field.type)) && String(field.type).includes('[');
    return isObjects && field.extensions.cost === undefined && field.extensions.listSize === undefined;
  });
  // Short ones, bounded by the schema of a dataset or by what was asked.
  expect(silent.map(({ name }) => name).sort()).toEqual([
    'Dataset.alternativeExports',
    'Dataset.attachments',
    'Facet.facets',
    'Field.annotations',
    'GeoClustering.seriesRanges',
    'PushRecordsPayload.failures',
    'RecordBatch.records',
  ]);
});

test('a field that can fail by itself can be null, so that what is beside it is answered all the same', () => {
  expect(failingFields.filter(isNonNull).map(({ name }) => name)).toEqual([]);
  expect(failingFields.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Query.quota',
      'Dataset.records',
      'Dataset.export',
      'Export.url',
      'File.url',
      'RecordConnection.facets',
      'Mutation.pushRecords',
    ]),
  );
});
