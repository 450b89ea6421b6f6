/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What a series computes from the records of a group (`y.<series>.func`). */
export type AggregateFunction =
  /** The mean. */
  | 'AVG'
  /** How many records there are; with an expression, how many of them have a value of it (values are counted, not distinct ones). Only this function needs no expression, and for it the expression may be a field of any type. */
  | 'COUNT'
  /** The largest value, or the last date: `AnalysisPoint.date`. */
  | 'MAX'
  /** The median: the same as QUANTILES of 50 percent. */
  | 'MEDIAN'
  /** The smallest value, or the first date: `AnalysisPoint.date`. */
  | 'MIN'
  /** A percentile: the median, or the one that `percent` names. Several are several series, which are one call. */
  | 'QUANTILES'
  /** The standard deviation of all values of the group (of a population, not of a sample). */
  | 'STDDEV'
  /** The sum. */
  | 'SUM'
  /** The sum of the squares. */
  | 'SUMSQUARES';

/** What to group records by (`x`): a facet, a number or a date. Records without a value are left out. */
export type AxisInput = {
  /** Name of a facet, numeric or date field. */
  field: string;
  /** The period that repeats: dates at the same place of it are one point. It is for date fields only, and must be the same for all axes of an analysis. */
  periodic?: DatePeriod | null | undefined;
  /** Whether there is a point per year, month, day, hour or minute. It is for date fields only, and must be the same for all axes of an analysis. */
  precision?: DatePrecision | null | undefined;
};

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

/** Which datasets to keep. All its parts are combined by AND. */
export type DatasetFilter = {
  /** Leave out results with these facet values (`exclude`). */
  exclude?: Array<FacetSelection> | null | undefined;
  /** A text in the portal's own query language, which is sent as it is (`q`). It is combined with the rest by AND. */
  q?: string | null | undefined;
  /** Keep only results with these facet values (`refine`). */
  refine?: Array<FacetSelection> | null | undefined;
  /** Full text. Words match as prefixes, and "quoted phrases" match exactly; all of them must be found. Operators have no meaning here, and an empty text holds for everything. */
  search?: string | null | undefined;
  /** A typed condition on fields. The fields are those of the catalog, such as `publisher`, by the names of this graph (`recordsCount`, `modifiedAt`, `themes`) or of the portal (`records_count`, …). */
  where?: Condition | null | undefined;
};

/** Which dates are one point: those at the same place of a period that repeats (`periodic`). With WEEKDAY, for example, all Mondays are one point. */
export type DatePeriod =
  /** By the time of the day: with HOUR precision, a point for each of the hours 0 to 23, over all days. */
  | 'DAY'
  /** By the time within the hour: with MINUTE precision, a point for each of the minutes 0 to 59, over all hours. */
  | 'HOUR'
  /** By the time within the minute. */
  | 'MINUTE'
  /** By the day of the month: with DAY precision, a point for each of the days 1 to 31, over all months. */
  | 'MONTH'
  /** By the month of the year: `{ month }`, at most 12 points over all years. It goes without a precision (`x=<field>.month`). */
  | 'MONTH_OF_YEAR'
  /** By the day and the time within the week. */
  | 'WEEK'
  /** By the day of the week: `{ weekday }`. Monday is 0. The precision has no effect. */
  | 'WEEKDAY'
  /** No period repeats: each year, month or day is a point of its own, as the precision says. The default. */
  | 'YEAR';

/** How fine a date axis is (`precision`). It cannot be finer than the field itself. */
export type DatePrecision =
  /** A point per day: `{ year, month, day }`. The default. */
  | 'DAY'
  /** A point per hour of a datetime. */
  | 'HOUR'
  /** A point per minute of a datetime. */
  | 'MINUTE'
  /** A point per month: `{ year, month }`. January is 1. */
  | 'MONTH'
  /** A point per week, from Monday. */
  | 'WEEK'
  /** A point per year: `{ year }`. */
  | 'YEAR';

/** Values of one field, as its facet counts them. A name that is no such field is an error, since a portal would ignore it silently and answer with everything. */
export type FacetSelection = {
  /** If true, a result may have any of the values; if false, it must have all of them (`disjunctive`): two values of a text of which each record has one are an error. */
  disjunctive?: boolean | null | undefined;
  /** Name of a text, numeric or date field. Mostly it is one that is annotated as a facet (`isFacet`). */
  facet: string;
  /** Values as `Facet.path` gives them: `FR`, `2020/12`, `Europe/Paris`. An empty list filters nothing. */
  values: Array<string>;
};

/** What the filter does with a facet value. */
export type FacetState =
  /** The filter neither keeps nor leaves out this value. */
  | 'DISPLAYED'
  /** The filter leaves out results with this value (`exclude`). */
  | 'EXCLUDED'
  /** The filter keeps only results with this value (`refine`). */
  | 'REFINED';

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

/** The kinds of field. */
export type FieldType =
  /** A date `YYYY-MM-DD`, or only its first parts, as the precision says. */
  | 'DATE'
  /** A date and time, ISO 8601. */
  | 'DATETIME'
  /** A number with decimals. */
  | 'DOUBLE'
  /** A file. Its raw value is an object with at least `id` and `filename`. */
  | 'FILE'
  /** A place. Its raw value is `[latitude, longitude]`. */
  | 'GEO_POINT'
  /** A GeoJSON geometry, longitude first. */
  | 'GEO_SHAPE'
  /** A whole number. */
  | 'INT'
  /** A type that this graph does not know: see `rawType`. */
  | 'OTHER'
  /** Text. Several values are written as one text with a separator between them. */
  | 'TEXT';

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

/** A number computed for every group of records. */
export type SeriesInput = {
  /** If true, the values are added up along the axis (`y.<series>.cumulative`). */
  cumulative?: boolean | null | undefined;
  /** A numeric field, or an expression such as `sqrt(population)*2`: numbers, numeric fields, + - * /, parentheses and the functions of Java’s Math (`y.<series>.expr`). `time(updated)` makes a number of a date: its milliseconds since 1970. It is required for all functions but COUNT. MIN and MAX of an analysis take the name of a date field, too. */
  expression?: string | null | undefined;
  /** What is computed. */
  function: AggregateFunction;
  /** The name of the series in the answer; each series needs a different one. */
  name: string;
  /** Of QUANTILES: which quantile, as a percentage from 0 to 100 (`y.<series>.subsets`). If it is left out, it is the median, 50. */
  percent?: number | null | undefined;
};

/** The direction in which results are sorted. */
export type SortDirection =
  /** From small to large, from past to future, from A to Z by code points. */
  | 'ASC'
  /** From large to small, from future to past, from Z to A by code points. */
  | 'DESC';

export type PageCatalogQueryVariables = Exact<{
  first: number;
  filter?: DatasetFilter | null | undefined;
}>;


export type PageCatalogQuery = { portal: { name: string, url: string }, datasets: { totalCount: number, edges: Array<{ node: { id: string, datasetId: string, title: string, publisher: string | null, recordsCount: number, modifiedAt: string | null, themes: Array<string>, features: Array<string>, fields: Array<{ name: string, label: string, type: FieldType, isFacet: boolean, isSortable: boolean, unit: string | null, description: string | null }> } }>, facets: Array<{ name: string, facets: Array<{ name: string, path: string, count: number, state: FacetState }> }> | null } | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageLiveQueryVariables = Exact<{
  map: string | number;
  hasMap: boolean;
  wall: string | number;
  hasWall: boolean;
  line: string | number;
  x: Array<AxisInput> | AxisInput;
  hasLine: boolean;
}>;


export type PageLiveQuery = { map?: { id: string, geoClusters: { clusters: Array<{ count: number, center: { latitude: number, longitude: number } }> } | null } | null, wall?: { id: string, records: { edges: Array<{ node: { id: string, files: Array<{ field: string, file: { thumbnailUrl: string | null } }> | null } }> } | null } | null, line?: { id: string, analysis: { points: Array<{ label: string, value: number | null }> } | null } | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageTypesQueryVariables = Exact<{ [key: string]: never; }>;


export type PageTypesQuery = { cityGroup: { fields: Array<{ name: string }> | null } | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageLargeCitiesQueryVariables = Exact<{ [key: string]: never; }>;


export type PageLargeCitiesQuery = { cities: { groups: Array<{ count: number, key: { countryCode: string | null }, country: { name: string | null, flag: { thumbnailUrl: string | null } | null } | null }> | null } | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageFieldsQueryVariables = Exact<{
  datasetId: string | number;
}>;


export type PageFieldsQuery = { dataset: { id: string, fields: Array<{ name: string, label: string, type: FieldType, isFacet: boolean, isSortable: boolean, unit: string | null, description: string | null }> } | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageDatasetQueryVariables = Exact<{
  datasetId: string | number;
  filter?: RecordFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
  orderBy?: Array<OrderBy> | OrderBy | null | undefined;
  names: Array<string> | string;
  facets: Array<string> | string;
  hasMap: boolean;
  zoom: number;
  mapFilter?: RecordFilter | null | undefined;
}>;


export type PageDatasetQuery = { dataset: { id: string, datasetId: string, title: string, description: string | null, publisher: string | null, license: string | null, licenseUrl: string | null, attributions: Array<string>, keywords: Array<string>, recordsCount: number, modifiedAt: string | null, attachments: Array<{ id: string, title: string | null, url: string | null, mediaType: string | null }>, alternativeExports: Array<{ id: string, title: string | null, url: string | null, mediaType: string | null }>, csv: { url: string | null } | null, json: { url: string | null } | null, geojson?: { url: string | null } | null, records: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, recordId: string, fields: Record<string, unknown> | null, files: Array<{ field: string, file: { filename: string | null, thumbnailUrl: string | null } }> | null } }>, facets: Array<{ name: string, facets: Array<{ name: string, path: string, count: number, state: FacetState }> }> | null } | null } & { geoClusters?: { clusters: Array<{ count: number, center: { latitude: number, longitude: number } }> } | null } & ({ geoClusters?: { clusters: Array<{ count: number, center: { latitude: number, longitude: number } }> } | null } | { geoClusters?: never }) | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageChartQueryVariables = Exact<{
  datasetId: string | number;
  x: Array<AxisInput> | AxisInput;
  series: Array<SeriesInput> | SeriesInput;
  filter?: RecordFilter | null | undefined;
  orderBy?: OrderBy | null | undefined;
  first?: number | null | undefined;
}>;


export type PageChartQuery = { dataset: { id: string, analysis: { points: Array<{ label: string, x: Array<unknown>, value: number | null }> } | null } | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageRecordQueryVariables = Exact<{
  datasetId: string | number;
  recordId: string | number;
}>;


export type PageRecordQuery = { record: { id: string, recordId: string, fields: Record<string, unknown> | null, location: { latitude: number, longitude: number } | null, files: Array<{ field: string, file: { filename: string | null, url: string | null, thumbnailUrl: string | null } }> | null } | null, quota: { limit: number, remaining: number, resetAt: string } | null };

export type PageRecordAtQueryVariables = Exact<{
  datasetId: string | number;
  filter?: RecordFilter | null | undefined;
}>;


export type PageRecordAtQuery = { dataset: { id: string, records: { edges: Array<{ node: { id: string, recordId: string } }> } | null } | null, quota: { limit: number, remaining: number, resetAt: string } | null };


export const PageCatalogDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageCatalog"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"portal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"publisher"}},{"kind":"Field","name":{"kind":"Name","value":"recordsCount"}},{"kind":"Field","name":{"kind":"Name","value":"modifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"themes"}},{"kind":"Field","name":{"kind":"Name","value":"features"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFacet"}},{"kind":"Field","name":{"kind":"Name","value":"isSortable"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"facets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"theme","block":false},{"kind":"StringValue","value":"publisher","block":false},{"kind":"StringValue","value":"keyword","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"facets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageCatalogQuery, PageCatalogQueryVariables>;
export const PageLiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageLive"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"map"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"hasMap"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"wall"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"hasWall"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"line"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"x"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AxisInput"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"hasLine"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"map"},"name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"map"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"hasMap"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"geoClusters"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"zoom"},"value":{"kind":"IntValue","value":"2"}},{"kind":"Argument","name":{"kind":"Name","value":"radius"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"mode"},"value":{"kind":"EnumValue","value":"HEATMAP"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"center"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"wall"},"name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"wall"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"hasWall"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"12"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"files"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"size"},"value":{"kind":"IntValue","value":"96"}}]}]}}]}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"line"},"name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"line"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"hasLine"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"x"},"value":{"kind":"Variable","name":{"kind":"Name","value":"x"}}},{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"count","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"function"},"value":{"kind":"EnumValue","value":"COUNT"}}]}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"count","block":false}}]}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageLiveQuery, PageLiveQueryVariables>;
export const PageTypesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageTypes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"cityGroup"},"name":{"kind":"Name","value":"__type"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"CityGroup","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageTypesQuery, PageTypesQueryVariables>;
export const PageLargeCitiesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageLargeCities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"population"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"atLeast"},"value":{"kind":"IntValue","value":"1000000"}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"COUNTRY_CODE"}}]}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"count"},"value":{"kind":"BooleanValue","value":true}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"DESC"}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countryCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"country"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"size"},"value":{"kind":"IntValue","value":"96"}}]}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageLargeCitiesQuery, PageLargeCitiesQueryVariables>;
export const PageFieldsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageFields"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFacet"}},{"kind":"Field","name":{"kind":"Name","value":"isSortable"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageFieldsQuery, PageFieldsQueryVariables>;
export const PageDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderBy"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"names"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"facets"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"hasMap"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mapFilter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"publisher"}},{"kind":"Field","name":{"kind":"Name","value":"license"}},{"kind":"Field","name":{"kind":"Name","value":"licenseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"attributions"}},{"kind":"Field","name":{"kind":"Name","value":"keywords"}},{"kind":"Field","name":{"kind":"Name","value":"recordsCount"}},{"kind":"Field","name":{"kind":"Name","value":"modifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"attachments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"mediaType"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alternativeExports"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"mediaType"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"csv"},"name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"CSV"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"json"},"name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"JSON"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"geojson"},"name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"GEOJSON"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"hasMap"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"recordId"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}}]},{"kind":"Field","name":{"kind":"Name","value":"files"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"filename"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"size"},"value":{"kind":"IntValue","value":"160"}}]}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"facets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"facets"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"facets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"31"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}},{"kind":"InlineFragment","directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"hasMap"}}}]},{"kind":"Directive","name":{"kind":"Name","value":"defer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"label"},"value":{"kind":"StringValue","value":"map","block":false}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"geoClusters"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"zoom"},"value":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}}},{"kind":"Argument","name":{"kind":"Name","value":"radius"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"mode"},"value":{"kind":"EnumValue","value":"HEATMAP"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mapFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"center"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageDatasetQuery, PageDatasetQueryVariables>;
export const PageChartDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageChart"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"x"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AxisInput"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"series"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SeriesInput"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderBy"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"x"},"value":{"kind":"Variable","name":{"kind":"Name","value":"x"}}},{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"Variable","name":{"kind":"Name","value":"series"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"value","block":false}}]}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageChartQuery, PageChartQueryVariables>;
export const PageRecordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageRecord"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"recordId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"record"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}}},{"kind":"Argument","name":{"kind":"Name","value":"recordId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"recordId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"recordId"}},{"kind":"Field","name":{"kind":"Name","value":"fields"}},{"kind":"Field","name":{"kind":"Name","value":"location"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","name":{"kind":"Name","value":"files"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"file"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"filename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"size"},"value":{"kind":"IntValue","value":"480"}}]}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageRecordQuery, PageRecordQueryVariables>;
export const PageRecordAtDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PageRecordAt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"recordId"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]} as unknown as DocumentNode<PageRecordAtQuery, PageRecordAtQueryVariables>;