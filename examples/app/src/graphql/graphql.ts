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

/** Tests on dates and datetimes: `"2017"` is the whole year, `"2017-04"` the whole month. All that are given hold. */
export type DateFilter = {
  /** It is as great or greater; a date is at the start of the period or later. */
  atLeast?: string | null | undefined;
  /** It is as great or less; a date is at the end of the period or earlier. */
  atMost?: string | null | undefined;
  /** It is this one. */
  equals?: string | null | undefined;
  /** It is greater, or later than the whole period of a date. */
  greaterThan?: string | null | undefined;
  /** It is one of these; none of them: nothing is. */
  in?: Array<string> | null | undefined;
  /** True: there is no value. False: there is one. */
  isNull?: boolean | null | undefined;
  /** It is less, or earlier than the whole period of a date. */
  lessThan?: string | null | undefined;
};

/** Which records of `earthquakes`. All that is given holds (AND), and an empty filter is all of them. */
export type EarthquakeFilter = {
  /** Alert: Alert level of the PAGER impact scale. `alert` of the dataset. */
  alert?: TextFilter | null | undefined;
  /** Every one of these holds (AND); with none of them, everything does. */
  all?: Array<EarthquakeFilter> | null | undefined;
  /** At least one of these holds (OR); with none of them, nothing does. */
  any?: Array<EarthquakeFilter> | null | undefined;
  /** Reported intensity: Largest intensity reported (roman numerals as decimals). `cdi` of the dataset. */
  cdi?: FloatFilter | null | undefined;
  /** Code: Code given by the preferred network. `code` of the dataset. */
  code?: TextFilter | null | undefined;
  /** Depth: Depth of the event. In km. `depth` of the dataset. */
  depth?: FloatFilter | null | undefined;
  /** Detail feed: GeoJSON of the event at the USGS. `detail` of the dataset. */
  detail?: TextFilter | null | undefined;
  /** Nearest station: Distance of the nearest station. In °. `dmin` of the dataset. */
  dmin?: FloatFilter | null | undefined;
  /** Event ID: Identifier of the event: the network and its code. `id` of the dataset. */
  eventId?: TextFilter | null | undefined;
  /** Felt: Reports of people who felt it. `felt` of the dataset. */
  felt?: IntFilter | null | undefined;
  /** Azimuthal gap: Largest gap between adjacent stations. In °. `gap` of the dataset. */
  gap?: FloatFilter | null | undefined;
  /** Associated IDs: Identifiers of the event at all networks. `ids` of the dataset. */
  ids?: TextFilter | null | undefined;
  /** Epicentre: Latitude and longitude of the epicentre. `geo_point_2d` of the dataset. */
  location?: GeoFilter | null | undefined;
  /** Magnitude: Magnitude; below zero for the weakest. `mag` of the dataset. */
  magnitude?: FloatFilter | null | undefined;
  /** Magnitude type: How the magnitude was computed. `mag_type` of the dataset. */
  magnitudeType?: TextFilter | null | undefined;
  /** Instrumental intensity: Largest estimated intensity. `mmi` of the dataset. */
  mmi?: FloatFilter | null | undefined;
  /** The place is within a distance of a point. At the top of a filter the nearest come first unless `orderBy` says otherwise, and each edge has its `distance`. */
  near?: NearInput | null | undefined;
  /** Network: Network that is the preferred source. `net` of the dataset. */
  network?: TextFilter | null | undefined;
  /** This does not hold. That includes records without a value. */
  not?: EarthquakeFilter | null | undefined;
  /** Stations: Seismic stations used for the location. `nst` of the dataset. */
  nst?: IntFilter | null | undefined;
  /** Place: Named place nearby. `place` of the dataset. */
  place?: TextFilter | null | undefined;
  /** Residual: Root mean square of the travel time residuals. In s. `rms` of the dataset. */
  rms?: FloatFilter | null | undefined;
  /** Full text: words match as prefixes, "quoted phrases" exactly, and all must be found. */
  search?: string | null | undefined;
  /** Significance: How significant the event is, from 0 to 1000. `sig` of the dataset. */
  significance?: IntFilter | null | undefined;
  /** Sources: Networks that reported the event. `sources` of the dataset. */
  sources?: TextFilter | null | undefined;
  /** Status: Whether a human has reviewed the event. `status` of the dataset. */
  status?: TextFilter | null | undefined;
  /** Time: When the event began (UTC). `time` of the dataset. */
  time?: DateFilter | null | undefined;
  /** Title: Magnitude and place in words. `title` of the dataset. */
  title?: TextFilter | null | undefined;
  /** Tsunami: 1 for a large event in an oceanic region. `tsunami` of the dataset. */
  tsunami?: IntFilter | null | undefined;
  /** Event type: Earthquake, explosion, quarry blast…. `type` of the dataset. */
  type?: TextFilter | null | undefined;
  /** Product types: Products that exist for the event. `types` of the dataset. */
  types?: TextFilter | null | undefined;
  /** Time zone offset: Offset from UTC at the epicentre. In min. `tz` of the dataset. */
  tz?: IntFilter | null | undefined;
  /** Updated: When the event was last updated (UTC). `updated` of the dataset. */
  updated?: DateFilter | null | undefined;
  /** Event page: Page of the event at the USGS. `url` of the dataset. */
  url?: TextFilter | null | undefined;
  /** The place is inside a polygon of at least 3 points; the first need not be repeated. */
  within?: Array<GeoPointInput> | null | undefined;
  /** The place is inside a box. */
  withinBox?: BoundingBoxInput | null | undefined;
};

/** A field of `earthquakes` to sort by; text is sorted by code points. */
export type EarthquakeOrder = {
  /** Ascending or descending. */
  direction?: SortDirection;
  /** The field. */
  field: EarthquakeOrderField;
};

/** The fields to sort by of `earthquakes`. */
export type EarthquakeOrderField =
  /** Alert: Alert level of the PAGER impact scale. `alert` of the dataset. */
  | 'ALERT'
  /** Reported intensity: Largest intensity reported (roman numerals as decimals). `cdi` of the dataset. */
  | 'CDI'
  /** Code: Code given by the preferred network. `code` of the dataset. */
  | 'CODE'
  /** Depth: Depth of the event. In km. `depth` of the dataset. */
  | 'DEPTH'
  /** Detail feed: GeoJSON of the event at the USGS. `detail` of the dataset. */
  | 'DETAIL'
  /** Nearest station: Distance of the nearest station. In °. `dmin` of the dataset. */
  | 'DMIN'
  /** Event ID: Identifier of the event: the network and its code. `id` of the dataset. */
  | 'EVENT_ID'
  /** Felt: Reports of people who felt it. `felt` of the dataset. */
  | 'FELT'
  /** Azimuthal gap: Largest gap between adjacent stations. In °. `gap` of the dataset. */
  | 'GAP'
  /** Magnitude: Magnitude; below zero for the weakest. `mag` of the dataset. */
  | 'MAGNITUDE'
  /** Magnitude type: How the magnitude was computed. `mag_type` of the dataset. */
  | 'MAGNITUDE_TYPE'
  /** Instrumental intensity: Largest estimated intensity. `mmi` of the dataset. */
  | 'MMI'
  /** Network: Network that is the preferred source. `net` of the dataset. */
  | 'NETWORK'
  /** Stations: Seismic stations used for the location. `nst` of the dataset. */
  | 'NST'
  /** Place: Named place nearby. `place` of the dataset. */
  | 'PLACE'
  /** Residual: Root mean square of the travel time residuals. In s. `rms` of the dataset. */
  | 'RMS'
  /** Significance: How significant the event is, from 0 to 1000. `sig` of the dataset. */
  | 'SIGNIFICANCE'
  /** Status: Whether a human has reviewed the event. `status` of the dataset. */
  | 'STATUS'
  /** Time: When the event began (UTC). `time` of the dataset. */
  | 'TIME'
  /** Title: Magnitude and place in words. `title` of the dataset. */
  | 'TITLE'
  /** Tsunami: 1 for a large event in an oceanic region. `tsunami` of the dataset. */
  | 'TSUNAMI'
  /** Event type: Earthquake, explosion, quarry blast…. `type` of the dataset. */
  | 'TYPE'
  /** Time zone offset: Offset from UTC at the epicentre. In min. `tz` of the dataset. */
  | 'TZ'
  /** Updated: When the event was last updated (UTC). `updated` of the dataset. */
  | 'UPDATED'
  /** Event page: Page of the event at the USGS. `url` of the dataset. */
  | 'URL';

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

/** Tests on numbers. All that are given hold. */
export type FloatFilter = {
  /** It is as great or greater; a date is at the start of the period or later. */
  atLeast?: number | null | undefined;
  /** It is as great or less; a date is at the end of the period or earlier. */
  atMost?: number | null | undefined;
  /** It is this one. */
  equals?: number | null | undefined;
  /** It is greater, or later than the whole period of a date. */
  greaterThan?: number | null | undefined;
  /** It is one of these; none of them: nothing is. */
  in?: Array<number> | null | undefined;
  /** True: there is no value. False: there is one. */
  isNull?: boolean | null | undefined;
  /** It is less, or earlier than the whole period of a date. */
  lessThan?: number | null | undefined;
};

/** Tests on a place or a shape. All that are given hold. */
export type GeoFilter = {
  /** True: there is no value. False: there is one. */
  isNull?: boolean | null | undefined;
  /** It is within a distance of a point. */
  near?: NearInput | null | undefined;
  /** It is inside a polygon of at least 3 points; the first need not be repeated. */
  within?: Array<GeoPointInput> | null | undefined;
};

/** A place. */
export type GeoPointInput = {
  /** Degrees north of the equator, -90 to 90. */
  latitude: number;
  /** Degrees east of Greenwich, -180 to 180. */
  longitude: number;
};

/** Tests on whole numbers. All that are given hold. */
export type IntFilter = {
  /** It is as great or greater; a date is at the start of the period or later. */
  atLeast?: number | null | undefined;
  /** It is as great or less; a date is at the end of the period or earlier. */
  atMost?: number | null | undefined;
  /** It is this one. */
  equals?: number | null | undefined;
  /** It is greater, or later than the whole period of a date. */
  greaterThan?: number | null | undefined;
  /** It is one of these; none of them: nothing is. */
  in?: Array<number> | null | undefined;
  /** True: there is no value. False: there is one. */
  isNull?: boolean | null | undefined;
  /** It is less, or earlier than the whole period of a date. */
  lessThan?: number | null | undefined;
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

/** Records for `realtime-sensors`. */
export type PushSensorsInput = {
  /** The push key of the resource. It may be left out if this server holds it (`ODS_PUSH_KEYS`) and the caller sends `Authorization: Bearer <token>` with a token of `PUSH_TOKENS`. */
  pushKey?: string | null | undefined;
  /** The records. One record may be up to 5 MB of JSON. */
  records: Array<SensorInput>;
  /** Identifier of the resource that takes the records, as its push URL names it. */
  resourceId?: string | number;
};

/** A file that is part of a record. */
export type PushedFile = {
  /** Its content, in base64. */
  content: string;
  /** What it is: a media type, such as `image/png` (`content-type`). */
  contentType: string;
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

/** A record of `realtime-sensors`. A field that is left out has no value. */
export type SensorInput = {
  /** Kind: What the sensor measures. `kind` of the dataset. */
  kind?: string | null | undefined;
  /** Location: Where the sensor stands. `location` of the dataset. */
  location?: GeoPointInput | null | undefined;
  /** Measured: When it was measured. `measured` of the dataset. */
  measured?: string | null | undefined;
  /** Name: Where the sensor stands, in words. `name` of the dataset. */
  name?: string | null | undefined;
  /** Photo: An image of the sensor. `photo` of the dataset. */
  photo?: PushedFile | null | undefined;
  /** Sensor: Identifier of the sensor. `sensor_id` of the dataset. */
  sensorId?: string | null | undefined;
  /** Temperature: As last measured. In °C. `temperature` of the dataset. */
  temperature?: number | null | undefined;
};

/** The direction in which results are sorted. */
export type SortDirection =
  /** From small to large, from past to future, from A to Z by code points. */
  | 'ASC'
  /** From large to small, from future to past, from Z to A by code points. */
  | 'DESC';

/** Tests on a text. All that are given hold. A text of several values passes if one of them does. */
export type TextFilter = {
  /** The text is this one. */
  equals?: string | null | undefined;
  /** The text is one of these; none of them: nothing is. */
  in?: Array<string> | null | undefined;
  /** True: there is no value. False: there is one. */
  isNull?: boolean | null | undefined;
  /** Words that must all be found in the text, as beginnings of its words. */
  search?: string | null | undefined;
  /** The text starts with this one; upper and lower case are different. */
  startsWith?: string | null | undefined;
};

export type ClusterFragment = { count: number, strongest: number | null, center: { latitude: number, longitude: number } };

export type OutlineFragment = { id: string, outline: GeoJSON | null };

export type EarthquakeDownloadsQueryVariables = Exact<{
  filter?: EarthquakeFilter | null | undefined;
}>;


export type EarthquakeDownloadsQuery = { earthquakes: { csv: { url: string | null, filename: string } | null, geojson: { url: string | null, filename: string } | null } | null };

export type EarthquakesPerDayQueryVariables = Exact<{
  filter?: EarthquakeFilter | null | undefined;
}>;


export type EarthquakesPerDayQuery = { earthquakes: { groups: Array<{ count: number, key: { time: string | null }, max: { magnitude: number | null } }> | null } | null };

export type EarthquakeClustersQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
  zoom: number;
}>;


export type EarthquakeClustersQuery = { dataset: { id: string, geoClusters: { clusters: Array<{ count: number, strongest: number | null, center: { latitude: number, longitude: number } }> } | null } | null };

export type CountriesQueryVariables = Exact<{ [key: string]: never; }>;


export type CountriesQuery = { countries: { nodes: Array<{ id: string, outline: GeoJSON | null }> } | null };

export type EarthquakeRowFragment = { time: string | null, place: string | null, magnitude: number | null, depth: number | null };

export type EarthquakesQueryVariables = Exact<{
  filter?: EarthquakeFilter | null | undefined;
  orderBy?: Array<EarthquakeOrder> | EarthquakeOrder | null | undefined;
  after?: string | null | undefined;
}>;


export type EarthquakesQuery = { earthquakes: { totalCount: number | null, edges: Array<{ cursor: string, node: { id: string, time: string | null, place: string | null, magnitude: number | null, depth: number | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type EarthquakeKindsQueryVariables = Exact<{ [key: string]: never; }>;


export type EarthquakeKindsQuery = { earthquakes: { facets: { type: Array<{ value: string, count: number }> | null } } | null };

export type CitiesInSightQueryVariables = Exact<{
  box?: BoundingBoxInput | null | undefined;
}>;


export type CitiesInSightQuery = { cities: { totalCount: number | null, aggregate: { sum: { population: number | null } }, nodes: Array<{ id: string, name: string | null, population: number | null, country: { id: string, name: string | null, flag: { thumbnailUrl: string | null } | null } | null }> } | null };

export type MeasurementsPushedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type MeasurementsPushedSubscription = { recordsPushed: { at: string, records: Array<Record<string, unknown>> } | null };

export type PushMeasurementMutationVariables = Exact<{
  input: PushSensorsInput;
}>;


export type PushMeasurementMutation = { pushSensors: { accepted: number, failures: Array<{ code: PushFailureCode, message: string }> } | null };

export const ClusterFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cluster"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GeoCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"center"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"strongest"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"strongest","block":false}}]}]}}]} as unknown as DocumentNode<ClusterFragment, unknown>;
export const OutlineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outline"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Country"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outline"}}]}}]} as unknown as DocumentNode<OutlineFragment, unknown>;
export const EarthquakeRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EarthquakeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Earthquake"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"magnitude"}},{"kind":"Field","name":{"kind":"Name","value":"depth"}}]}}]} as unknown as DocumentNode<EarthquakeRowFragment, unknown>;
export const EarthquakeDownloadsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakeDownloads"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EarthquakeFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"earthquakes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"csv"},"name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"CSV"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"filename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"geojson"},"name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"GEOJSON"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"filename"}}]}}]}}]}}]} as unknown as DocumentNode<EarthquakeDownloadsQuery, EarthquakeDownloadsQueryVariables>;
export const EarthquakesPerDayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakesPerDay"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EarthquakeFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"earthquakes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"TIME"}},{"kind":"ObjectField","name":{"kind":"Name","value":"precision"},"value":{"kind":"EnumValue","value":"DAY"}}]}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"time"}}]}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"max"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"magnitude"}}]}}]}}]}}]}}]} as unknown as DocumentNode<EarthquakesPerDayQuery, EarthquakesPerDayQueryVariables>;
export const EarthquakeClustersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakeClusters"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"earthquakes","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"geoClusters"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"zoom"},"value":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}}},{"kind":"Argument","name":{"kind":"Name","value":"radius"},"value":{"kind":"IntValue","value":"40"}},{"kind":"Argument","name":{"kind":"Name","value":"mode"},"value":{"kind":"EnumValue","value":"HEATMAP"}},{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"strongest","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"function"},"value":{"kind":"EnumValue","value":"MAX"}},{"kind":"ObjectField","name":{"kind":"Name","value":"expression"},"value":{"kind":"StringValue","value":"mag","block":false}}]}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Cluster"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cluster"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GeoCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"center"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"strongest"},"name":{"kind":"Name","value":"value"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"series"},"value":{"kind":"StringValue","value":"strongest","block":false}}]}]}}]} as unknown as DocumentNode<EarthquakeClustersQuery, EarthquakeClustersQueryVariables>;
export const CountriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Countries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"300"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outline"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outline"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Country"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outline"}}]}}]} as unknown as DocumentNode<CountriesQuery, CountriesQueryVariables>;
export const EarthquakesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Earthquakes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EarthquakeFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EarthquakeOrder"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"earthquakes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"EarthquakeRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EarthquakeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Earthquake"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"magnitude"}},{"kind":"Field","name":{"kind":"Name","value":"depth"}}]}}]} as unknown as DocumentNode<EarthquakesQuery, EarthquakesQueryVariables>;
export const EarthquakeKindsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EarthquakeKinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"earthquakes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"facets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]}}]} as unknown as DocumentNode<EarthquakeKindsQuery, EarthquakeKindsQueryVariables>;
export const CitiesInSightDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CitiesInSight"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"box"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BoundingBoxInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"withinBox"},"value":{"kind":"Variable","name":{"kind":"Name","value":"box"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"POPULATION"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"DESC"}}]}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"aggregate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sum"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"population"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"population"}},{"kind":"Field","name":{"kind":"Name","value":"country"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"size"},"value":{"kind":"IntValue","value":"48"}}]}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<CitiesInSightQuery, CitiesInSightQueryVariables>;
export const MeasurementsPushedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"MeasurementsPushed"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsPushed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"StringValue","value":"realtime-sensors","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"records"}}]}}]}}]} as unknown as DocumentNode<MeasurementsPushedSubscription, MeasurementsPushedSubscriptionVariables>;
export const PushMeasurementDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PushMeasurement"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PushSensorsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pushSensors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accepted"}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PushMeasurementMutation, PushMeasurementMutationVariables>;