/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query PageCatalog($first: NonNegativeInt!, $filter: DatasetFilter) {\n    portal { name url }\n    datasets(first: $first, filter: $filter) {\n      totalCount\n      nodes { id datasetId title publisher recordsCount modifiedAt themes features }\n      facets(names: [\"theme\", \"publisher\", \"keyword\"]) { name facets(limit: 8) { name path count state } }\n    }\n    quota { limit remaining resetAt }\n  }\n": typeof types.PageCatalogDocument,
    "\n  query PageDataset($datasetId: ID!) {\n    dataset(datasetId: $datasetId) {\n      id\n      datasetId\n      title\n      publisher\n      license\n      attributions\n      recordsCount\n      modifiedAt\n      features\n      fields { name label type isFacet isSortable unit }\n    }\n    quota { limit remaining resetAt }\n  }\n": typeof types.PageDatasetDocument,
    "\n  query PageRecords($datasetId: ID!, $first: NonNegativeInt!, $after: String, $filter: RecordFilter, $orderBy: [OrderBy!], $names: [String!]!, $facets: [String!]!) {\n    dataset(datasetId: $datasetId) {\n      id\n      records(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id fields(names: $names) }\n        facets(names: $facets) { name facets(limit: 6) { name path count state } }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n": typeof types.PageRecordsDocument,
    "\n  query PageChart($datasetId: ID!, $x: [AxisInput!]!, $series: [SeriesInput!]!, $filter: RecordFilter, $orderBy: OrderBy, $maxPoints: PositiveInt) {\n    dataset(datasetId: $datasetId) {\n      id\n      analysis(x: $x, series: $series, filter: $filter, orderBy: $orderBy, maxPoints: $maxPoints) {\n        truncated\n        points { label value(series: \"value\") }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n": typeof types.PageChartDocument,
    "\n  query PageClusters($datasetId: ID!, $zoom: Int!, $filter: RecordFilter) {\n    dataset(datasetId: $datasetId) {\n      id\n      boundingBox(filter: $filter) {\n        southWest { latitude longitude }\n        northEast { latitude longitude }\n      }\n      geoClusters(zoom: $zoom, radius: 30, mode: HEATMAP, filter: $filter) {\n        clusters { center { latitude longitude } count }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n": typeof types.PageClustersDocument,
};
const documents: Documents = {
    "\n  query PageCatalog($first: NonNegativeInt!, $filter: DatasetFilter) {\n    portal { name url }\n    datasets(first: $first, filter: $filter) {\n      totalCount\n      nodes { id datasetId title publisher recordsCount modifiedAt themes features }\n      facets(names: [\"theme\", \"publisher\", \"keyword\"]) { name facets(limit: 8) { name path count state } }\n    }\n    quota { limit remaining resetAt }\n  }\n": types.PageCatalogDocument,
    "\n  query PageDataset($datasetId: ID!) {\n    dataset(datasetId: $datasetId) {\n      id\n      datasetId\n      title\n      publisher\n      license\n      attributions\n      recordsCount\n      modifiedAt\n      features\n      fields { name label type isFacet isSortable unit }\n    }\n    quota { limit remaining resetAt }\n  }\n": types.PageDatasetDocument,
    "\n  query PageRecords($datasetId: ID!, $first: NonNegativeInt!, $after: String, $filter: RecordFilter, $orderBy: [OrderBy!], $names: [String!]!, $facets: [String!]!) {\n    dataset(datasetId: $datasetId) {\n      id\n      records(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id fields(names: $names) }\n        facets(names: $facets) { name facets(limit: 6) { name path count state } }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n": types.PageRecordsDocument,
    "\n  query PageChart($datasetId: ID!, $x: [AxisInput!]!, $series: [SeriesInput!]!, $filter: RecordFilter, $orderBy: OrderBy, $maxPoints: PositiveInt) {\n    dataset(datasetId: $datasetId) {\n      id\n      analysis(x: $x, series: $series, filter: $filter, orderBy: $orderBy, maxPoints: $maxPoints) {\n        truncated\n        points { label value(series: \"value\") }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n": types.PageChartDocument,
    "\n  query PageClusters($datasetId: ID!, $zoom: Int!, $filter: RecordFilter) {\n    dataset(datasetId: $datasetId) {\n      id\n      boundingBox(filter: $filter) {\n        southWest { latitude longitude }\n        northEast { latitude longitude }\n      }\n      geoClusters(zoom: $zoom, radius: 30, mode: HEATMAP, filter: $filter) {\n        clusters { center { latitude longitude } count }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n": types.PageClustersDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PageCatalog($first: NonNegativeInt!, $filter: DatasetFilter) {\n    portal { name url }\n    datasets(first: $first, filter: $filter) {\n      totalCount\n      nodes { id datasetId title publisher recordsCount modifiedAt themes features }\n      facets(names: [\"theme\", \"publisher\", \"keyword\"]) { name facets(limit: 8) { name path count state } }\n    }\n    quota { limit remaining resetAt }\n  }\n"): (typeof documents)["\n  query PageCatalog($first: NonNegativeInt!, $filter: DatasetFilter) {\n    portal { name url }\n    datasets(first: $first, filter: $filter) {\n      totalCount\n      nodes { id datasetId title publisher recordsCount modifiedAt themes features }\n      facets(names: [\"theme\", \"publisher\", \"keyword\"]) { name facets(limit: 8) { name path count state } }\n    }\n    quota { limit remaining resetAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PageDataset($datasetId: ID!) {\n    dataset(datasetId: $datasetId) {\n      id\n      datasetId\n      title\n      publisher\n      license\n      attributions\n      recordsCount\n      modifiedAt\n      features\n      fields { name label type isFacet isSortable unit }\n    }\n    quota { limit remaining resetAt }\n  }\n"): (typeof documents)["\n  query PageDataset($datasetId: ID!) {\n    dataset(datasetId: $datasetId) {\n      id\n      datasetId\n      title\n      publisher\n      license\n      attributions\n      recordsCount\n      modifiedAt\n      features\n      fields { name label type isFacet isSortable unit }\n    }\n    quota { limit remaining resetAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PageRecords($datasetId: ID!, $first: NonNegativeInt!, $after: String, $filter: RecordFilter, $orderBy: [OrderBy!], $names: [String!]!, $facets: [String!]!) {\n    dataset(datasetId: $datasetId) {\n      id\n      records(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id fields(names: $names) }\n        facets(names: $facets) { name facets(limit: 6) { name path count state } }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n"): (typeof documents)["\n  query PageRecords($datasetId: ID!, $first: NonNegativeInt!, $after: String, $filter: RecordFilter, $orderBy: [OrderBy!], $names: [String!]!, $facets: [String!]!) {\n    dataset(datasetId: $datasetId) {\n      id\n      records(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id fields(names: $names) }\n        facets(names: $facets) { name facets(limit: 6) { name path count state } }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PageChart($datasetId: ID!, $x: [AxisInput!]!, $series: [SeriesInput!]!, $filter: RecordFilter, $orderBy: OrderBy, $maxPoints: PositiveInt) {\n    dataset(datasetId: $datasetId) {\n      id\n      analysis(x: $x, series: $series, filter: $filter, orderBy: $orderBy, maxPoints: $maxPoints) {\n        truncated\n        points { label value(series: \"value\") }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n"): (typeof documents)["\n  query PageChart($datasetId: ID!, $x: [AxisInput!]!, $series: [SeriesInput!]!, $filter: RecordFilter, $orderBy: OrderBy, $maxPoints: PositiveInt) {\n    dataset(datasetId: $datasetId) {\n      id\n      analysis(x: $x, series: $series, filter: $filter, orderBy: $orderBy, maxPoints: $maxPoints) {\n        truncated\n        points { label value(series: \"value\") }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PageClusters($datasetId: ID!, $zoom: Int!, $filter: RecordFilter) {\n    dataset(datasetId: $datasetId) {\n      id\n      boundingBox(filter: $filter) {\n        southWest { latitude longitude }\n        northEast { latitude longitude }\n      }\n      geoClusters(zoom: $zoom, radius: 30, mode: HEATMAP, filter: $filter) {\n        clusters { center { latitude longitude } count }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n"): (typeof documents)["\n  query PageClusters($datasetId: ID!, $zoom: Int!, $filter: RecordFilter) {\n    dataset(datasetId: $datasetId) {\n      id\n      boundingBox(filter: $filter) {\n        southWest { latitude longitude }\n        northEast { latitude longitude }\n      }\n      geoClusters(zoom: $zoom, radius: 30, mode: HEATMAP, filter: $filter) {\n        clusters { center { latitude longitude } count }\n      }\n    }\n    quota { limit remaining resetAt }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;