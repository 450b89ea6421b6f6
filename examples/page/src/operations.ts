/** What the page asks the graph: typed by `npm run codegen`. */
import { graphql } from './graphql/index.ts';

export const Catalog = graphql(`
  query PageCatalog($first: NonNegativeInt!, $filter: DatasetFilter) {
    portal { name url }
    datasets(first: $first, filter: $filter) {
      totalCount
      nodes { id datasetId title publisher recordsCount modifiedAt themes features }
      facets(names: ["theme", "publisher", "keyword"]) { name facets(limit: 8) { name path count state } }
    }
    quota { limit remaining resetAt }
  }
`);

export const Card = graphql(`
  query PageDataset($datasetId: ID!) {
    dataset(datasetId: $datasetId) {
      id
      datasetId
      title
      publisher
      license
      attributions
      recordsCount
      modifiedAt
      features
      fields { name label type isFacet isSortable unit }
    }
    quota { limit remaining resetAt }
  }
`);

export const Records = graphql(`
  query PageRecords($datasetId: ID!, $first: NonNegativeInt!, $after: String, $filter: RecordFilter, $orderBy: [OrderBy!], $names: [String!]!, $facets: [String!]!) {
    dataset(datasetId: $datasetId) {
      id
      records(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { id fields(names: $names) }
        facets(names: $facets) { name facets(limit: 6) { name path count state } }
      }
    }
    quota { limit remaining resetAt }
  }
`);

export const Chart = graphql(`
  query PageChart($datasetId: ID!, $x: [AxisInput!]!, $series: [SeriesInput!]!, $filter: RecordFilter, $orderBy: OrderBy, $maxPoints: PositiveInt) {
    dataset(datasetId: $datasetId) {
      id
      analysis(x: $x, series: $series, filter: $filter, orderBy: $orderBy, maxPoints: $maxPoints) {
        truncated
        points { label value(series: "value") }
      }
    }
    quota { limit remaining resetAt }
  }
`);

export const Clusters = graphql(`
  query PageClusters($datasetId: ID!, $zoom: Int!, $filter: RecordFilter) {
    dataset(datasetId: $datasetId) {
      id
      boundingBox(filter: $filter) {
        southWest { latitude longitude }
        northEast { latitude longitude }
      }
      geoClusters(zoom: $zoom, radius: 30, mode: HEATMAP, filter: $filter) {
        clusters { center { latitude longitude } count }
      }
    }
    quota { limit remaining resetAt }
  }
`);
