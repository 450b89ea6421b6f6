/** What the page asks the graph: typed by `npm run codegen`. */
import { graphql } from './graphql/index.ts';

export const Catalog = graphql(`
  query PageCatalog($first: Int!, $filter: DatasetFilter) {
    portal { name url }
    datasets(first: $first, filter: $filter) {
      totalCount
      edges {
        node {
          id datasetId title publisher recordsCount modifiedAt themes features
          fields { name label type isFacet isSortable unit description }
        }
      }
      facets(names: ["theme", "publisher", "keyword"]) { name facets(first: 8) { name path count state } }
    }
    quota { limit remaining resetAt }
  }
`);

/** Three of the datasets, alive: where the records of one are, pictures of another, and one over the years. */
export const Live = graphql(`
  query PageLive(
    $map: ID!, $hasMap: Boolean!
    $wall: ID!, $hasWall: Boolean!
    $line: ID!, $x: [AxisInput!]!, $hasLine: Boolean!
  ) {
    map: dataset(datasetId: $map) @include(if: $hasMap) {
      id
      geoClusters(zoom: 2, radius: 20, mode: HEATMAP) { clusters { center { latitude longitude } count } }
    }
    wall: dataset(datasetId: $wall) @include(if: $hasWall) {
      id
      records(first: 12) { edges { node { id files { field file { thumbnailUrl(size: 96) } } } } }
    }
    line: dataset(datasetId: $line) @include(if: $hasLine) {
      id
      analysis(x: $x, series: [{ name: "count", function: COUNT }]) { points { label value(series: "count") } }
    }
    quota { limit remaining resetAt }
  }
`);

/** Whether the datasets of cities and countries are types of the graph, as with the embedded portal. It costs no call. */
export const Types = graphql(`
  query PageTypes {
    cityGroup: __type(name: "CityGroup") { fields { name } }
    quota { limit remaining resetAt }
  }
`);

/** A question across datasets: they are types that know of one another. */
export const LargeCities = graphql(`
  query PageLargeCities {
    cities(filter: { population: { atLeast: 1000000 } }) {
      groups(by: [{ field: COUNTRY_CODE }], orderBy: { count: true, direction: DESC }, first: 10) {
        key { countryCode }
        count
        country { name flag { thumbnailUrl(size: 96) } }
      }
    }
    quota { limit remaining resetAt }
  }
`);

/** The fields of a dataset, for who comes to it by its address: the catalog tells them of those that it lists. */
export const Fields = graphql(`
  query PageFields($datasetId: ID!) {
    dataset(datasetId: $datasetId) { id fields { name label type isFacet isSortable unit description } }
    quota { limit remaining resetAt }
  }
`);

/** All of a dataset's view: the map, which may take longer, comes after the rest. */
export const View = graphql(`
  query PageDataset(
    $datasetId: ID!, $filter: RecordFilter
    $first: Int!, $after: String, $orderBy: [OrderBy!], $names: [String!]!, $facets: [String!]!
    $hasMap: Boolean!, $zoom: Int!, $mapFilter: RecordFilter
  ) {
    dataset(datasetId: $datasetId) {
      id datasetId title description publisher license licenseUrl attributions keywords recordsCount modifiedAt
      attachments { id title url mediaType }
      alternativeExports { id title url mediaType }
      csv: export(format: CSV, filter: $filter) { url }
      json: export(format: JSON, filter: $filter) { url }
      geojson: export(format: GEOJSON, filter: $filter) @include(if: $hasMap) { url }
      records(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { node { id recordId fields(names: $names) files { field file { filename thumbnailUrl(size: 160) } } } }
        facets(names: $facets) { name facets(first: 31) { name path count state } }
      }
      ... @include(if: $hasMap) @defer(label: "map") {
        geoClusters(zoom: $zoom, radius: 50, mode: HEATMAP, filter: $mapFilter) {
          clusters { center { latitude longitude } count }
        }
      }
    }
    quota { limit remaining resetAt }
  }
`);

export const Chart = graphql(`
  query PageChart($datasetId: ID!, $x: [AxisInput!]!, $series: [SeriesInput!]!, $filter: RecordFilter, $orderBy: OrderBy, $first: Int) {
    dataset(datasetId: $datasetId) {
      id
      analysis(x: $x, series: $series, filter: $filter, orderBy: $orderBy, first: $first) {
        points { label x value(series: "value") }
      }
    }
    quota { limit remaining resetAt }
  }
`);

export const OneRecord = graphql(`
  query PageRecord($datasetId: ID!, $recordId: ID!) {
    record(datasetId: $datasetId, recordId: $recordId) {
      id recordId fields location { latitude longitude }
      files { field file { filename url thumbnailUrl(size: 480) } }
    }
    quota { limit remaining resetAt }
  }
`);

/** The record at a place: a marker of the map stands for one, and does not say which. */
export const RecordAt = graphql(`
  query PageRecordAt($datasetId: ID!, $filter: RecordFilter) {
    dataset(datasetId: $datasetId) { id records(first: 1, filter: $filter) { edges { node { id recordId } } } }
    quota { limit remaining resetAt }
  }
`);
