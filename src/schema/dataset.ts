import type { Dataset as DatasetSource } from '../ods/dataset.ts';
import { annotate, annotateType, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import { connectionType, pageArguments } from './connection.ts';
import { datasetLookups, idsOf, keyOf, searchPage } from './cost.ts';
import { Field } from './field.ts';
import { DatasetFilter } from './filter.ts';
import { encodeGlobalId } from './global-id.ts';
import { Node } from './node.ts';
import { OrderBy } from './order-by.ts';
import { separateItems } from './separate-items.ts';

export const Dataset = builder.objectRef<DatasetSource>('Dataset').implement({
  description:
    'A dataset of the portal: its metadata, the schema of its records, and the records (dataset lookup API).',
  interfaces: [Node],
  extensions: annotateType({ freshness: 'dataset', key: 'datasetId' }),
  fields: (t) => ({
    id: t.id({
      description: 'Global id: it is opaque, and `node` and `nodes` accept it.',
      resolve: ({ datasetId }) => encodeGlobalId({ typename: 'Dataset', datasetId }),
    }),
    datasetId: t.exposeID('datasetId', {
      description:
        'Its identifier at the portal (`datasetid`). It ends in `@domain` if the dataset is federated from another domain.',
    }),
    title: t.exposeString('title', {
      description: 'The title to show people; it is the identifier if there is no title.',
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'The description as HTML, as it was published: sanitise it before a browser shows it.',
    }),
    publisher: t.exposeString('publisher', { nullable: true, description: 'Who publishes it.' }),
    license: t.exposeString('license', { nullable: true, description: 'Name of the licence.' }),
    licenseUrl: t.exposeString('licenseUrl', {
      nullable: true,
      description: 'The address at which the licence can be read.',
    }),
    themes: t.exposeStringList('themes', {
      description: 'Its themes. Some portals give several themes as one text with commas in it.',
    }),
    keywords: t.exposeStringList('keywords', { description: 'Its keywords.' }),
    languages: t.exposeStringList('languages', {
      description: 'Languages of the data, as codes of two letters.',
    }),
    references: t.exposeStringList('references', {
      description: 'Where to read more about it, mostly addresses.',
    }),
    attributions: t.exposeStringList('attributions', { description: 'Whom to credit.' }),
    timezone: t.exposeString('timezone', {
      nullable: true,
      description: 'IANA time zone that the publisher set.',
    }),
    modifiedAt: t.expose('modifiedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the publisher last changed it (`modified`).',
    }),
    dataProcessedAt: t.expose('dataProcessedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the portal last processed its records (`data_processed`).',
    }),
    metadataProcessedAt: t.expose('metadataProcessedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the portal last processed its metadata (`metadata_processed`).',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was made (`created` of DCAT).',
    }),
    issuedAt: t.expose('issuedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was first published (`issued` of DCAT).',
    }),
    creator: t.exposeString('creator', { nullable: true, description: 'Who made it (`creator` of DCAT).' }),
    contributor: t.exposeString('contributor', {
      nullable: true,
      description: 'Who helped to make it (`contributor` of DCAT).',
    }),
    frequency: t.exposeString('frequency', {
      nullable: true,
      description: 'How often it changes, in the words of its publisher (`accrualperiodicity` of DCAT).',
    }),
    territories: t.exposeStringList('territories', {
      description: 'The places that it is about (`territory`).',
    }),
    sourceDomain: t.exposeString('sourceDomain', {
      nullable: true,
      description:
        'The domain that it is federated from (`source_domain_address`); null if it is a dataset of this portal itself.',
    }),
    pageUrl: t.field({
      type: 'URL',
      nullable: true,
      description:
        'Its page on the portal, for people. It is null if the portal is the embedded one, which has no pages.',
      resolve: ({ datasetId }, _, { portal }) =>
        portal.embedded
          ? null
          : new URL(`explore/dataset/${encodeURIComponent(datasetId)}/`, withSlash(portal.url)),
    }),
    recordsCount: t.expose('recordsCount', {
      type: 'SafeInt',
      description: 'How many records it has (`records_count`).',
    }),
    hasRecords: t.exposeBoolean('hasRecords', {
      description: 'False if it has metadata and attachments only.',
    }),
    dataVisible: t.exposeBoolean('dataVisible', {
      description:
        'False if the caller may see the metadata but not the records. What asks for them is refused then with FORBIDDEN, without a call.',
    }),
    features: t.exposeStringList('features', {
      description: 'What can be done with it: `geo`, `analyze`, `timeserie`, `image`, …',
    }),
    metas: t.expose('metas', {
      type: 'JSONObject',
      description:
        "Every metadata value of the portal's templates, under the portal's own names. It includes the values that have a field of their own here.",
    }),
    fields: t.field({
      type: [Field],
      extensions: annotate({ listSize: 20 }),
      description: 'The schema of its records, in the order declared.',
      resolve: ({ fields }) => [...fields],
    }),
    field: t.field({
      type: Field,
      nullable: true,
      description: 'One field of the schema; null if there is none of that name.',
      args: { name: t.arg.string({ required: true, description: 'Name of the field.' }) },
      resolve: ({ fields }, { name }) => fields.get(name) ?? null,
    }),
  }),
});

/** An address may have a path of its own, which an address relative to it has to keep. */
function withSlash(url: URL): URL {
  return url.pathname.endsWith('/') ? url : new URL(`${url.pathname}/`, url);
}

const { ConnectionType: DatasetConnection } = connectionType('Dataset', Dataset, 'dataset', () => 'all');

builder.queryFields((t) => ({
  datasets: t.field({
    type: DatasetConnection,
    nullable: true,
    extensions: annotate({
      weight: CALL_WEIGHT,
      listSize: 'page',
      cost: (use) => searchPage(`catalog ${keyOf([use.args.filter, use.args.orderBy])}`, use),
    }),
    description: 'The catalog: search, refine, exclude and facet over datasets (dataset search API).',
    args: {
      ...pageArguments(t.arg),
      filter: t.arg({ type: DatasetFilter, description: 'Which datasets; all datasets if it is left out.' }),
      orderBy: t.arg({
        type: [OrderBy],
        description:
          "What to sort by: fields of the catalog such as `title`, `modifiedAt` or `recordsCount`, by the names of this graph or of the portal (`modified`, `records_count`). If it is left out, the portal's own order is kept.",
      }),
    },
    resolve: (_, args, { loaders }) => loaders.datasets(args),
  }),
  dataset: t.field({
    type: Dataset,
    extensions: annotate({ cost: ({ args }) => datasetLookups([String(args.datasetId)]) }),
    nullable: true,
    description:
      'One dataset (dataset lookup API); null if the portal does not have it, or hides it from these credentials. Several lookups in one operation are one upstream call.',
    args: {
      datasetId: t.arg.id({ required: true, description: 'Its identifier at the portal (`datasetid`).' }),
    },
    resolve: (_, { datasetId }, { loaders }) => loaders.datasetById.load(datasetId),
  }),
  datasetsById: t.field({
    type: [Dataset],
    extensions: annotate({ listSize: 10, cost: ({ args }) => datasetLookups(idsOf(args.datasetIds)) }),
    nullable: { list: true, items: true },
    description:
      'Many datasets, in the order asked for; null for each that is unknown. Each hundred of them is one upstream call, or up to three if hardly one of them is known.',
    args: { datasetIds: t.arg.idList({ required: true, description: 'Their identifiers at the portal.' }) },
    resolve: (_, { datasetIds }, { loaders }) =>
      separateItems(datasetIds, (id) => loaders.datasetById.load(id)),
  }),
}));
