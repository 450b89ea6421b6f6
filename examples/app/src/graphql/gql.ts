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
    "\n  fragment Cluster on GeoCluster {\n    count\n    center {\n      latitude\n      longitude\n    }\n    strongest: value(series: \"strongest\")\n  }\n": typeof types.ClusterFragmentDoc,
    "\n  fragment Outline on Country {\n    id\n    outline\n  }\n": typeof types.OutlineFragmentDoc,
    "\n  query EarthquakeDownloads($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      csv: export(format: CSV) {\n        url\n        filename\n      }\n      geojson: export(format: GEOJSON) {\n        url\n        filename\n      }\n    }\n  }\n": typeof types.EarthquakeDownloadsDocument,
    "\n  query EarthquakesPerDay($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      groups(by: [{ field: TIME, precision: DAY }]) {\n        key {\n          time\n        }\n        count\n        max {\n          magnitude\n        }\n      }\n    }\n  }\n": typeof types.EarthquakesPerDayDocument,
    "\n  query EarthquakeClusters($filter: RecordFilter, $zoom: Int!) {\n    dataset(datasetId: \"earthquakes\") {\n      id\n      geoClusters(\n        filter: $filter\n        zoom: $zoom\n        radius: 40\n        mode: HEATMAP\n        series: [{ name: \"strongest\", function: MAX, expression: \"mag\" }]\n      ) {\n        clusters {\n          ...Cluster\n        }\n      }\n    }\n  }\n": typeof types.EarthquakeClustersDocument,
    "\n  query Countries {\n    countries(first: 300) {\n      nodes {\n        ...Outline\n      }\n    }\n  }\n": typeof types.CountriesDocument,
    "\n  fragment EarthquakeRow on Earthquake {\n    time\n    place\n    magnitude\n    depth\n  }\n": typeof types.EarthquakeRowFragmentDoc,
    "\n  query Earthquakes($filter: EarthquakeFilter, $orderBy: [EarthquakeOrder!], $after: String) {\n    earthquakes(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          ...EarthquakeRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.EarthquakesDocument,
    "\n  query EarthquakeKinds {\n    earthquakes {\n      facets {\n        type(first: 100) {\n          value\n          count\n        }\n      }\n    }\n  }\n": typeof types.EarthquakeKindsDocument,
    "\n  query CitiesInSight($box: BoundingBoxInput) {\n    cities(filter: { withinBox: $box }, orderBy: [{ field: POPULATION, direction: DESC }], first: 5) {\n      totalCount\n      aggregate {\n        sum {\n          population\n        }\n      }\n      nodes {\n        id\n        name\n        population\n        country {\n          id\n          name\n          flag {\n            thumbnailUrl(size: 48)\n          }\n        }\n      }\n    }\n  }\n": typeof types.CitiesInSightDocument,
    "\n  subscription MeasurementsPushed {\n    recordsPushed(datasetId: \"realtime-sensors\") {\n      at\n      records\n    }\n  }\n": typeof types.MeasurementsPushedDocument,
    "\n  mutation PushMeasurement($input: PushSensorsInput!) {\n    pushSensors(input: $input) {\n      accepted\n      failures {\n        code\n        message\n      }\n    }\n  }\n": typeof types.PushMeasurementDocument,
};
const documents: Documents = {
    "\n  fragment Cluster on GeoCluster {\n    count\n    center {\n      latitude\n      longitude\n    }\n    strongest: value(series: \"strongest\")\n  }\n": types.ClusterFragmentDoc,
    "\n  fragment Outline on Country {\n    id\n    outline\n  }\n": types.OutlineFragmentDoc,
    "\n  query EarthquakeDownloads($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      csv: export(format: CSV) {\n        url\n        filename\n      }\n      geojson: export(format: GEOJSON) {\n        url\n        filename\n      }\n    }\n  }\n": types.EarthquakeDownloadsDocument,
    "\n  query EarthquakesPerDay($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      groups(by: [{ field: TIME, precision: DAY }]) {\n        key {\n          time\n        }\n        count\n        max {\n          magnitude\n        }\n      }\n    }\n  }\n": types.EarthquakesPerDayDocument,
    "\n  query EarthquakeClusters($filter: RecordFilter, $zoom: Int!) {\n    dataset(datasetId: \"earthquakes\") {\n      id\n      geoClusters(\n        filter: $filter\n        zoom: $zoom\n        radius: 40\n        mode: HEATMAP\n        series: [{ name: \"strongest\", function: MAX, expression: \"mag\" }]\n      ) {\n        clusters {\n          ...Cluster\n        }\n      }\n    }\n  }\n": types.EarthquakeClustersDocument,
    "\n  query Countries {\n    countries(first: 300) {\n      nodes {\n        ...Outline\n      }\n    }\n  }\n": types.CountriesDocument,
    "\n  fragment EarthquakeRow on Earthquake {\n    time\n    place\n    magnitude\n    depth\n  }\n": types.EarthquakeRowFragmentDoc,
    "\n  query Earthquakes($filter: EarthquakeFilter, $orderBy: [EarthquakeOrder!], $after: String) {\n    earthquakes(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          ...EarthquakeRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.EarthquakesDocument,
    "\n  query EarthquakeKinds {\n    earthquakes {\n      facets {\n        type(first: 100) {\n          value\n          count\n        }\n      }\n    }\n  }\n": types.EarthquakeKindsDocument,
    "\n  query CitiesInSight($box: BoundingBoxInput) {\n    cities(filter: { withinBox: $box }, orderBy: [{ field: POPULATION, direction: DESC }], first: 5) {\n      totalCount\n      aggregate {\n        sum {\n          population\n        }\n      }\n      nodes {\n        id\n        name\n        population\n        country {\n          id\n          name\n          flag {\n            thumbnailUrl(size: 48)\n          }\n        }\n      }\n    }\n  }\n": types.CitiesInSightDocument,
    "\n  subscription MeasurementsPushed {\n    recordsPushed(datasetId: \"realtime-sensors\") {\n      at\n      records\n    }\n  }\n": types.MeasurementsPushedDocument,
    "\n  mutation PushMeasurement($input: PushSensorsInput!) {\n    pushSensors(input: $input) {\n      accepted\n      failures {\n        code\n        message\n      }\n    }\n  }\n": types.PushMeasurementDocument,
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
export function graphql(source: "\n  fragment Cluster on GeoCluster {\n    count\n    center {\n      latitude\n      longitude\n    }\n    strongest: value(series: \"strongest\")\n  }\n"): (typeof documents)["\n  fragment Cluster on GeoCluster {\n    count\n    center {\n      latitude\n      longitude\n    }\n    strongest: value(series: \"strongest\")\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Outline on Country {\n    id\n    outline\n  }\n"): (typeof documents)["\n  fragment Outline on Country {\n    id\n    outline\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EarthquakeDownloads($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      csv: export(format: CSV) {\n        url\n        filename\n      }\n      geojson: export(format: GEOJSON) {\n        url\n        filename\n      }\n    }\n  }\n"): (typeof documents)["\n  query EarthquakeDownloads($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      csv: export(format: CSV) {\n        url\n        filename\n      }\n      geojson: export(format: GEOJSON) {\n        url\n        filename\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EarthquakesPerDay($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      groups(by: [{ field: TIME, precision: DAY }]) {\n        key {\n          time\n        }\n        count\n        max {\n          magnitude\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query EarthquakesPerDay($filter: EarthquakeFilter) {\n    earthquakes(filter: $filter) {\n      groups(by: [{ field: TIME, precision: DAY }]) {\n        key {\n          time\n        }\n        count\n        max {\n          magnitude\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EarthquakeClusters($filter: RecordFilter, $zoom: Int!) {\n    dataset(datasetId: \"earthquakes\") {\n      id\n      geoClusters(\n        filter: $filter\n        zoom: $zoom\n        radius: 40\n        mode: HEATMAP\n        series: [{ name: \"strongest\", function: MAX, expression: \"mag\" }]\n      ) {\n        clusters {\n          ...Cluster\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query EarthquakeClusters($filter: RecordFilter, $zoom: Int!) {\n    dataset(datasetId: \"earthquakes\") {\n      id\n      geoClusters(\n        filter: $filter\n        zoom: $zoom\n        radius: 40\n        mode: HEATMAP\n        series: [{ name: \"strongest\", function: MAX, expression: \"mag\" }]\n      ) {\n        clusters {\n          ...Cluster\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Countries {\n    countries(first: 300) {\n      nodes {\n        ...Outline\n      }\n    }\n  }\n"): (typeof documents)["\n  query Countries {\n    countries(first: 300) {\n      nodes {\n        ...Outline\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment EarthquakeRow on Earthquake {\n    time\n    place\n    magnitude\n    depth\n  }\n"): (typeof documents)["\n  fragment EarthquakeRow on Earthquake {\n    time\n    place\n    magnitude\n    depth\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Earthquakes($filter: EarthquakeFilter, $orderBy: [EarthquakeOrder!], $after: String) {\n    earthquakes(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          ...EarthquakeRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query Earthquakes($filter: EarthquakeFilter, $orderBy: [EarthquakeOrder!], $after: String) {\n    earthquakes(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          ...EarthquakeRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EarthquakeKinds {\n    earthquakes {\n      facets {\n        type(first: 100) {\n          value\n          count\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query EarthquakeKinds {\n    earthquakes {\n      facets {\n        type(first: 100) {\n          value\n          count\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CitiesInSight($box: BoundingBoxInput) {\n    cities(filter: { withinBox: $box }, orderBy: [{ field: POPULATION, direction: DESC }], first: 5) {\n      totalCount\n      aggregate {\n        sum {\n          population\n        }\n      }\n      nodes {\n        id\n        name\n        population\n        country {\n          id\n          name\n          flag {\n            thumbnailUrl(size: 48)\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query CitiesInSight($box: BoundingBoxInput) {\n    cities(filter: { withinBox: $box }, orderBy: [{ field: POPULATION, direction: DESC }], first: 5) {\n      totalCount\n      aggregate {\n        sum {\n          population\n        }\n      }\n      nodes {\n        id\n        name\n        population\n        country {\n          id\n          name\n          flag {\n            thumbnailUrl(size: 48)\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription MeasurementsPushed {\n    recordsPushed(datasetId: \"realtime-sensors\") {\n      at\n      records\n    }\n  }\n"): (typeof documents)["\n  subscription MeasurementsPushed {\n    recordsPushed(datasetId: \"realtime-sensors\") {\n      at\n      records\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PushMeasurement($input: PushSensorsInput!) {\n    pushSensors(input: $input) {\n      accepted\n      failures {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation PushMeasurement($input: PushSensorsInput!) {\n    pushSensors(input: $input) {\n      accepted\n      failures {\n        code\n        message\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;