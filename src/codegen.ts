/** For the configuration of GraphQL Code Generator: what the scalars of the graph are in TypeScript. */

/**
 * Without it, generated types have `unknown` (or `any`) for latitudes, counts and datetimes. Values of JSON and GeoJSON stay
 * `unknown`: what they are is for the dataset to say.
 */
export const scalars = {
  /** A day, as ISO 8601 writes it: `2018-02-07`. */
  Date: 'string',
  /** An instant in UTC, as ISO 8601 writes it. */
  DateTime: 'string',
  GeoJSON: 'unknown',
  JSON: 'unknown',
  JSONObject: 'Record<string, unknown>',
  Latitude: 'number',
  Longitude: 'number',
  /** As precise as it is known: `2018`, `2018-02`, a day or an instant. */
  PartialDate: 'string',
  PositiveInt: 'number',
  SafeInt: 'number',
  /** A name of the IANA's list, such as `Europe/Paris`. */
  TimeZone: 'string',
  URL: 'string',
} as const;
