const LEGACY_WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
/** Date.parse takes more than ISO 8601 (`12` is a December to it), and none of that is an instant of a portal. */
const ISO = /^\d{4}-\d{2}-\d{2}([T ]|$)/;
const DATE_SPACE_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/;

/**
 * Reads an instant of any era of the platform: `+00:00`, microseconds, `Z` with 0 to 3 fraction digits, a space for
 * the `T`, and the oldest without a zone, which are UTC. Null for anything else.
 */
export function readInstant(value: unknown): Date | null {
  if (typeof value !== 'string' || !ISO.test(value)) return null;
  const iso = value.replace(DATE_SPACE_TIME, '$1T$2');
  const date = new Date(LEGACY_WITHOUT_ZONE.test(value) ? `${iso}Z` : iso);
  return Number.isNaN(date.getTime()) ? null : date;
}
