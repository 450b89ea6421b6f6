/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { GeoJSON } from 'geojson';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A box between two corners. If its western side is east of its eastern side, the box crosses the 180th meridian. */
export type BoundingBoxInput = {
  /** The north-eastern corner. */
  northEast: GeoPointInput;
  /** The south-western corner. */
  southWest: GeoPointInput;
};

/** Exactly one of these: a combination (`all`, `any`, `not`), the tests on one field (`field`, the short form), or a test with its field beside the value (the long form: all others). It is compiled to the portal's query language (`q`), and every value is escaped. A field that the dataset does not have is an error that lists those it has. */
export type Condition =
  {   /** Every one of these conditions holds (AND). An empty list holds for everything. */
  all: Array<Condition>; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never;   /** At least one of these conditions holds (OR). An empty list holds for nothing. */
  any: Array<Condition>; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never;   /** The value is as great or greater; a date is at the start of the period or later (`>=`). Only for numbers and dates. */
  atLeast: FieldValueInput; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never;   /** The value is as great or less; a date is at the end of the period or earlier (`<=`). Only for numbers and dates. */
  atMost: FieldValueInput; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never;   /** The value is within a range, both ends included (`[a TO b]`). Only for numbers and dates. */
  between: FieldRangeInput; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never;   /** The value is this one (`==`, `#exact`). A date means its whole period: `"2017"` is the whole year. */
  equals: FieldValueInput; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never;   /** The text is this one (`#exact`). */
  exact: FieldTextInput; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never;   /** All the tests on one field: `field: { name: "mag", greaterThan: 6, lessThan: 8 }`. Each means what it means in the long form. */
  field: FieldCondition; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never;   /** The shape is of this kind (`#geometry`): point, linestring, polygon, multipoint, multilinestring, multipolygon or geometrycollection. */
  geometryType: FieldTextInput; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never;   /** The value is greater, or later than the whole period of the date (`>`). Only for numbers and dates. */
  greaterThan: FieldValueInput; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never;   /** The value is one of these. */
  in: FieldValuesInput; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never;   /** The field of this name has no value (`#null`). */
  isNull: string; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never;   /** The value is less, or earlier than the whole period of the date (`<`). Only for numbers and dates. */
  lessThan: FieldValueInput; near?: never; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never;   /** The place is within a distance of a point (`#distance`). If the dataset has one geo field, which is a point, and no `any` or `not` is above, the nearest records come first and edges have their `distance`, as with `near` beside `where`. In other places the API tells no distances. */
  near: FieldNearInput; not?: never; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never;   /** The condition does not hold (NOT). This includes results in which the field has no value. */
  not: Condition; search?: never; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never;   /** Each word is found in at least one of these fields (`#search`). */
  search: FieldsTextInput; startsWith?: never; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never;   /** The text starts with this one (`#startswith`). Upper and lower case are different. */
  startsWith: FieldTextInput; within?: never; }
  |  { all?: never; any?: never; atLeast?: never; atMost?: never; between?: never; equals?: never; exact?: never; field?: never; geometryType?: never; greaterThan?: never; in?: never; isNull?: never; lessThan?: never; near?: never; not?: never; search?: never; startsWith?: never;   /** The place is inside a polygon (`#polygon`). */
  within: FieldPolygonInput; };

/** Values of one field, as its facet counts them. A name that is no such field is an error, since a portal would ignore it silently and answer with everything. */
export type FacetSelection = {
  /** If true, a result may have any of the values; if false, it must have all of them (`disjunctive`): two values of a text of which each record has one are an error. */
  disjunctive?: boolean | null | undefined;
  /** Name of a text, numeric or date field. Mostly it is one that is annotated as a facet (`isFacet`). */
  facet: string;
  /** Values as `Facet.path` gives them: `FR`, `2020/12`, `Europe/Paris`. An empty list filters nothing. */
  values: Array<string>;
};

/** Tests on one field. There is at least one, and all of them hold (AND). A test that is null is not made. Bounds between which nothing can be are an error. */
export type FieldCondition = {
  /** The value is as great or greater; a date is at the start of the period or later (`>=`). Only for numbers and dates: a number, or `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  atLeast?: unknown;
  /** The value is as great or less; a date is at the end of the period or earlier (`<=`). Only for numbers and dates: a number, or `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  atMost?: unknown;
  /** The value is this one (`==`, `#exact`). A date means its whole period: `"2017"` is the whole year. A number for a numeric field, a text for a text field; for a date field `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  equals?: unknown;
  /** The shape is of this kind (`#geometry`): point, linestring, polygon, multipoint, multilinestring, multipolygon or geometrycollection. */
  geometryType?: string | null | undefined;
  /** The value is greater, or later than the whole period of the date (`>`). Only for numbers and dates: a number, or `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  greaterThan?: unknown;
  /** The value is one of these. With none of them the test holds for nothing. A number for a numeric field, a text for a text field; for a date field `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  in?: Array<unknown> | null | undefined;
  /** If true, the field has no value (`#null`); if false, it has one. */
  isNull?: boolean | null | undefined;
  /** The value is less, or earlier than the whole period of the date (`<`). Only for numbers and dates: a number, or `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  lessThan?: unknown;
  /** Name of the field. */
  name: string;
  /** The place is within a distance of a point (`#distance`). If the dataset has one geo field, which is a point, and no `any` or `not` is above, the nearest records come first and edges have their `distance`, as with `near` beside `where`. In other places the API tells no distances. */
  near?: NearInput | null | undefined;
  /** The words are found in the field (`#search`). Words match as prefixes, and "quoted phrases" match exactly; all of them must be found. Operators have no meaning here, and an empty text holds for everything. The API cannot look for a phrase in one field: a quoted phrase is found if the phrase is anywhere and its words are in these fields. */
  search?: string | null | undefined;
  /** The text, or one of the values of a field with several, starts with this one (`#startswith`). Upper and lower case are different. */
  startsWith?: string | null | undefined;
  /** The place is inside a polygon of at least 3 points (`#polygon`). The first point need not be repeated at the end. An edge takes the short way around the globe, so the polygon may cross the 180th meridian. */
  within?: Array<GeoPointInput> | null | undefined;
};

/** A geo field and a circle. */
export type FieldNearInput = {
  /** Name of a geo point or geo shape field. */
  field: string;
  /** Latitude of the centre, in degrees. */
  latitude: number;
  /** Longitude of the centre, in degrees. */
  longitude: number;
  /** Radius in metres, above 0. */
  meters: number;
};

/** A geo field and a polygon. */
export type FieldPolygonInput = {
  /** Name of a geo point or geo shape field. */
  field: string;
  /** At least 3 points; the first need not be repeated. An edge takes the short way around the globe, so the polygon may cross the 180th meridian. */
  polygon: Array<GeoPointInput>;
};

/** A field and a range, both ends included. */
export type FieldRangeInput = {
  /** Name of a numeric or date field. */
  field: string;
  /** The lower end of the range. It is a number for a numeric field. For a date field it is `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  from: unknown;
  /** The upper end of the range. If it is a date, its whole period is included. It is a number for a numeric field. For a date field it is `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  to: unknown;
};

/** A field and a text. */
export type FieldTextInput = {
  /** Name of the field. */
  field: string;
  /** The text, taken as it is. */
  text: string;
};

/** A field and a value to compare it with. */
export type FieldValueInput = {
  /** Name of the field. */
  field: string;
  /** It is a number for a numeric field, and a text for a text field; a value of another type is an error. For a date field it is `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  value: unknown;
};

/** A field and the values it may have. */
export type FieldValuesInput = {
  /** Name of the field. */
  field: string;
  /** The values. With none of them the condition holds for nothing. Each is a number for a numeric field, and a text for a text field; a value of another type is an error. For a date field it is `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant. */
  values: Array<unknown>;
};

/** Words to find in any of some fields. */
export type FieldsTextInput = {
  /** Names of the fields, or `["*"]` for all: then it means what `search` means beside `where`. */
  fields: Array<string>;
  /** The words. Words match as prefixes, and "quoted phrases" match exactly; all of them must be found. Operators have no meaning here, and an empty text holds for everything. The API cannot look for a phrase in one field: a quoted phrase is found if the phrase is anywhere and its words are in these fields. */
  text: string;
};

/** A place. */
export type GeoPointInput = {
  /** Degrees north of the equator, -90 to 90. */
  latitude: number;
  /** Degrees east of Greenwich, -180 to 180. */
  longitude: number;
};

/** A circle. */
export type NearInput = {
  /** Latitude of the centre, in degrees. */
  latitude: number;
  /** Longitude of the centre, in degrees. */
  longitude: number;
  /** Radius in metres, above 0. */
  meters: number;
};

/** A field to sort by, which must hold numbers, dates or text. ASC sorts from small to large and DESC from large to small, for every type; text is sorted as the portal sorts it, by code points (`Z` before `a`, `é` after both). The minus sign of the REST API's `sort` means ASC for numbers and dates, and DESC for text. */
export type OrderBy = {
  /** Ascending or descending. */
  direction?: SortDirection;
  /** Name of the field, for example `population`. Records can also be sorted by `record_timestamp`. */
  field: string;
};

/** Why records were not accepted: an error code, like those of the graph, or `NOT_SENT`. */
export type PushFailureCode =
  /** The portal refused the records, as they are or for their size. */
  | 'BAD_USER_INPUT'
  /** The push key may not be used for this. */
  | 'FORBIDDEN'
  /** The portal has no such dataset or resource. */
  | 'NOT_FOUND'
  /** The records were never sent, since an earlier request failed or the caller went away: it is safe to push them again. */
  | 'NOT_SENT'
  /** The records were sent, but no answer tells what became of them (the connection broke, the answer did not come in time, or it was an error of the portal itself), so the portal may or may not have taken them. This server never sends them again by itself. */
  | 'OUTCOME_UNKNOWN'
  /** No call is left. */
  | 'QUOTA_EXCEEDED'
  /** The portal did not accept the push key. */
  | 'UNAUTHENTICATED'
  /** The portal answered with something that no portal answers. */
  | 'UPSTREAM_INVALID_RESPONSE'
  /** The portal could not be reached in time; nothing was sent. */
  | 'UPSTREAM_TIMEOUT'
  /** The portal could not be reached; nothing was sent. */
  | 'UPSTREAM_UNAVAILABLE';

/** Records for one resource of a dataset. */
export type PushRecordsInput = {
  /** If true, the names of the fields are not checked, and the call that looks them up is saved: for datasets whose portal makes other fields of what is pushed. A value of a field that is not there is lost without a word. */
  allowUnknownFields?: boolean | null | undefined;
  /** Identifier of a dataset that takes real-time records (`datasetid`). */
  datasetId: string | number;
  /** The push key of the resource. It may be left out if this server holds it (`ODS_PUSH_KEYS`) and the caller sends `Authorization: Bearer <token>` with a token of `PUSH_TOKENS`. */
  pushKey?: string | null | undefined;
  /** The records, each with its values by field name. A file is `{ content: <base64>, "content-type": <media type> }`. One record may be up to 5 MB (5,000,000 bytes) of JSON; all records together may be as large as this server takes in one request (`MAX_BODY_MB`). A field that the dataset does not have is an error, and nothing is sent then. */
  records: Array<Record<string, unknown>>;
  /** Identifier of the resource that takes the records, as its push URL names it; mostly `realtime`. */
  resourceId: string | number;
};

/** Which records to keep. All its parts are combined by AND, and mean the same in every API. */
export type RecordFilter = {
  /** Leave out results with these facet values (`exclude`). */
  exclude?: Array<FacetSelection> | null | undefined;
  /** Keep only records within a distance of a point (`geofilter.distance`). The nearest come first unless `orderBy` says otherwise, and each edge has its `distance`. */
  near?: NearInput | null | undefined;
  /** A text in the portal's own query language, which is sent as it is (`q`). It is combined with the rest by AND. */
  q?: string | null | undefined;
  /** Keep only results with these facet values (`refine`). */
  refine?: Array<FacetSelection> | null | undefined;
  /** Full text. Words match as prefixes, and "quoted phrases" match exactly; all of them must be found. Operators have no meaning here, and an empty text holds for everything. */
  search?: string | null | undefined;
  /** A typed condition on fields. */
  where?: Condition | null | undefined;
  /** Keep only records inside a polygon of at least 3 points (`geofilter.polygon`). The first point need not be repeated at the end. An edge takes the short way around the globe, so the polygon may cross the 180th meridian. */
  within?: Array<GeoPointInput> | null | undefined;
  /** Keep only records inside a box (`geofilter.bbox`). */
  withinBox?: BoundingBoxInput | null | undefined;
};

/** The direction in which results are sorted. */
export type SortDirection =
  /** From small to large, from past to future, from A to Z by code points. */
  | 'ASC'
  /** From large to small, from future to past, from Z to A by code points. */
  | 'DESC';

export type ClusterFragment = { count: number, strongest: number | null, center: { latitude: number, longitude: number } };

export type OutlineFragment = { node: { id: string, outline: GeoJSON | null } };

export type EarthquakeDownloadsQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
}>;


export type EarthquakeDownloadsQuery = { dataset: { id: string, csv: { url: string | null, filename: string } | null, geojson: { url: string | null, filename: string } | null } | null };

export type EarthquakesPerDayQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
}>;


export type EarthquakesPerDayQuery = { dataset: { id: string, analysis: { points: Array<{ label: string, count: number | null, strongest: number | null }> } | null } | null };

export type EarthquakeClustersQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
  zoom: number;
}>;


export type EarthquakeClustersQuery = { dataset: { id: string, geoClusters: { clusters: Array<{ count: number, strongest: number | null, center: { latitude: number, longitude: number } }> } | null } | null };

export type CountriesQueryVariables = Exact<{ [key: string]: never; }>;


export type CountriesQuery = { dataset: { id: string, records: { edges: Array<{ cursor: string, node: { id: string, outline: GeoJSON | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type EarthquakeRowFragment = { time: unknown, place: unknown, magnitude: unknown, depth: unknown };

export type EarthquakesQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
  orderBy?: Array<OrderBy> | OrderBy | null | undefined;
  after?: string | null | undefined;
}>;


export type EarthquakesQuery = { dataset: { id: string, records: { totalCount: number, edges: Array<{ cursor: string, node: { id: string, time: unknown, place: unknown, magnitude: unknown, depth: unknown } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type EarthquakeKindsQueryVariables = Exact<{ [key: string]: never; }>;


export type EarthquakeKindsQuery = { dataset: { id: string, values: { nodes: Array<{ value: string, count: number }> } | null } | null };

export type MeasurementsPushedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type MeasurementsPushedSubscription = { recordsPushed: { at: string, records: Array<Record<string, unknown>> } | null };

export type PushMeasurementMutationVariables = Exact<{
  input: PushRecordsInput;
}>;


export type PushMeasurementMutation = { pushRecords: { accepted: number, failures: Array<{ code: PushFailureCode, message: string }> } | null };

export const ClusterFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cluster"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GeoCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"center"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"strongest"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"strongest","block":false}}]}]}}]} as unknown as DocumentNode<ClusterFragment, unknown>;
export const OutlineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outline"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RecordEdge"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","alias":{"kind":"Name","value":"outline"},"name":{"kind":"Name","value":"geo"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"geo_shape","block":false}}]}]}}]}}]} as unknown as DocumentNode<OutlineFragment, unknown>;
export const EarthquakeRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EarthquakeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"time"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"time","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"place"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"place","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"magnitude"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"mag","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"depth"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"depth","block":false}}]}]}}]} as unknown as DocumentNode<EarthquakeRowFragment, unknown>;
export const EarthquakeDownloadsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakeDownloads"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"earthquakes","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","alias":{"kind":"Name","value":"csv"},"name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"CSV"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"filename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"geojson"},"name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"GEOJSON"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"filename"}}]}}]}}]}}]} as unknown as DocumentNode<EarthquakeDownloadsQuery, EarthquakeDownloadsQueryVariables>;
export const EarthquakesPerDayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakesPerDay"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"earthquakes","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"x"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"time","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"precision"},"value":{"kind":"EnumValue","value":"DAY"}}]}]}},{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"count","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"function"},"value":{"kind":"EnumValue","value":"COUNT"}}]},{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"strongest","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"function"},"value":{"kind":"EnumValue","value":"MAX"}},{"kind":"ObjectField","name":{"kind":"Name","value":"expression"},"value":{"kind":"StringValue","value":"mag","block":false}}]}]}},{"kind":"Argument","name":{"kind":"Name","value":"fillGaps"},"value":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","alias":{"kind":"Name","value":"count"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"count","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"strongest"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"strongest","block":false}}]}]}}]}}]}}]}}]} as unknown as DocumentNode<EarthquakesPerDayQuery, EarthquakesPerDayQueryVariables>;
export const EarthquakeClustersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakeClusters"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"earthquakes","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"geoClusters"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"zoom"},"value":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}}},{"kind":"Argument","name":{"kind":"Name","value":"radius"},"value":{"kind":"IntValue","value":"40"}},{"kind":"Argument","name":{"kind":"Name","value":"mode"},"value":{"kind":"EnumValue","value":"HEATMAP"}},{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"strongest","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"function"},"value":{"kind":"EnumValue","value":"MAX"}},{"kind":"ObjectField","name":{"kind":"Name","value":"expression"},"value":{"kind":"StringValue","value":"mag","block":false}}]}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Cluster"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cluster"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GeoCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"center"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"strongest"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"strongest","block":false}}]}]}}]} as unknown as DocumentNode<EarthquakeClustersQuery, EarthquakeClustersQueryVariables>;
export const CountriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"world-countries","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"300"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outline"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outline"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RecordEdge"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","alias":{"kind":"Name","value":"outline"},"name":{"kind":"Name","value":"geo"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"geo_shape","block":false}}]}]}}]}}]} as unknown as DocumentNode<CountriesQuery, CountriesQueryVariables>;
export const EarthquakesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Earthquakes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderBy"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"earthquakes","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"EarthquakeRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EarthquakeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"time"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"time","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"place"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"place","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"magnitude"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"mag","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"depth"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"depth","block":false}}]}]}}]} as unknown as DocumentNode<EarthquakesQuery, EarthquakesQueryVariables>;
export const EarthquakeKindsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakeKinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"earthquakes","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"values"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"field"},"value":{"kind":"StringValue","value":"type","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]}}]} as unknown as DocumentNode<EarthquakeKindsQuery, EarthquakeKindsQueryVariables>;
export const MeasurementsPushedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"MeasurementsPushed"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsPushed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"realtime-sensors","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"records"}}]}}]}}]} as unknown as DocumentNode<MeasurementsPushedSubscription, MeasurementsPushedSubscriptionVariables>;
export const PushMeasurementDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PushMeasurement"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PushRecordsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pushRecords"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accepted"}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PushMeasurementMutation, PushMeasurementMutationVariables>;