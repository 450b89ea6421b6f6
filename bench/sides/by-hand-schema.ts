/** Types and resolvers of the facade written by hand. */
import type { Loaders } from './by-hand-loaders.ts';
import type { Cluster, Dataset, PlaceRecord, Point, PortalClient, RecordPage } from './portal-client.ts';

interface Context {
  client: PortalClient;
  loaders: Loaders;
}

declare module 'mercurius' {
  interface MercuriusContext extends Context {}
}

export const TYPES = /* GraphQL */ `
  scalar JSON
  scalar _Any
  union _Entity = Record
  type Query {
    dataset(datasetId: ID!): Dataset
    datasetsById(datasetIds: [ID!]!): [Dataset]!
    _entities(representations: [_Any!]!): [_Entity]!
  }
  type Dataset {
    datasetId: ID!
    title: String!
    publisher: String
    recordsCount: Int!
    records(first: Int = 10, atLeast: Int, facets: [String!]): RecordPage!
    analysis(x: String!, first: Int!, atLeast: Int): Analysis!
    geoClusters(zoom: Int!, radius: Float!, atLeast: Int): Clustering!
  }
  type RecordPage {
    totalCount: Int!
    nodes: [Record!]!
    facets: [FacetGroup!]!
  }
  type Record {
    recordId: ID!
    name: String
    country: String
    kind: String
    population: Int
    elevation: Int
    timezone: String
    fields: JSON!
  }
  type FacetGroup {
    name: String!
    facets: [Facet!]!
  }
  type Facet {
    name: String!
    count: Int!
  }
  type Analysis {
    points: [Point!]!
  }
  type Point {
    label: String!
    values: [Float]!
  }
  type Clustering {
    clusters: [Cluster!]!
  }
  type Cluster {
    center: GeoPoint!
    count: Int!
    shape: JSON
  }
  type GeoPoint {
    latitude: Float!
    longitude: Float!
  }
`;

/** A field of the metadata, which are loaded if the dataset is not there yet: records need none. */
function card<T>(pick: (metas: Dataset['metas']) => T) {
  return (dataset: Pick<Dataset, 'datasetid'> | Dataset, _: unknown, { loaders }: Context) =>
    'metas' in dataset
      ? pick(dataset.metas)
      : loaders.dataset.load(dataset.datasetid).then((found) => found && pick(found.metas));
}

interface RecordsArguments {
  first: number;
  atLeast?: number;
  facets?: string[];
}

export const resolvers = {
  Query: {
    dataset: (_: unknown, { datasetId }: { datasetId: string }) => ({ datasetid: datasetId }),
    datasetsById: (_: unknown, { datasetIds }: { datasetIds: string[] }, { loaders }: Context) =>
      loaders.dataset.loadMany(datasetIds),
    _entities: (
      _: unknown,
      { representations }: { representations: { datasetId: string; recordId: string }[] },
      { loaders }: Context,
    ) => loaders.record.loadMany(representations),
  },
  _Entity: { resolveType: () => 'Record' },
  Dataset: {
    datasetId: ({ datasetid }: Dataset) => datasetid,
    title: card(({ title }) => title),
    publisher: card(({ publisher }) => publisher),
    recordsCount: card(({ records_count }) => records_count),
    records: ({ datasetid }: Dataset, { first, atLeast, facets }: RecordsArguments, { client }: Context) =>
      client.records(datasetid, first, atLeast, facets),
    analysis: async (
      { datasetid }: Dataset,
      { x, first, atLeast }: { x: string; first: number; atLeast?: number },
      { client }: Context,
    ) => ({ points: await client.analysis(datasetid, x, first, atLeast) }),
    geoClusters: (
      { datasetid }: Dataset,
      { zoom, radius, atLeast }: { zoom: number; radius: number; atLeast?: number },
      { client }: Context,
    ) => client.clusters(datasetid, zoom, radius, atLeast),
  },
  RecordPage: {
    totalCount: ({ nhits }: RecordPage) => nhits,
    nodes: ({ records }: RecordPage) => records,
    facets: ({ facet_groups = [] }: RecordPage) => facet_groups,
  },
  Record: {
    recordId: ({ recordid }: PlaceRecord) => recordid,
    name: ({ fields }: PlaceRecord) => fields.name,
    country: ({ fields }: PlaceRecord) => fields.country_code,
    kind: ({ fields }: PlaceRecord) => fields.feature_code,
    population: ({ fields }: PlaceRecord) => fields.population,
    elevation: ({ fields }: PlaceRecord) => fields.dem,
    timezone: ({ fields }: PlaceRecord) => fields.timezone,
  },
  Point: {
    label: ({ x }: Point) => x,
    values: ({ places, people }: Point) => [places, people],
  },
  Cluster: {
    center: ({ cluster_center: [latitude, longitude] }: Cluster) => ({ latitude, longitude }),
    shape: ({ cluster }: Cluster) => cluster,
  },
};
