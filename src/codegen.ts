/** For the configuration of GraphQL Code Generator: what the scalars of the graph are in TypeScript. */

/**
 * Without it, generated types have `unknown` (or `any`) for latitudes, counts and datetimes. Values of JSON and GeoJSON stay
 * `unknown`: what they are is for the dataset to say.
 */
export const scalars = {
  /** An instant in UTC, as ISO 8601 writes it. */
  DateTime: 'string',
  GeoJSON: 'unknown',
  JSON: 'unknown',
  JSONObject: 'Record<string, unknown>',
  Latitude: 'number',
  Longitude: 'number',
  PositiveInt: 'number',
  SafeInt: 'number',
  /** A name of the IANA's list, such as `Europe/Paris`. */
  TimeZone: 'string',
  URL: 'string',
} as const;
