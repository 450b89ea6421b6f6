/** The time zone of a search: it decides where days begin, and nothing of the records that are found. */
import { requireWellFormed } from '../ods/errors.ts';
import type { FieldSet } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type DatasetRecord, withFields } from '../ods/records.ts';
import { instantsInZone } from '../ods/zone.ts';

/** The zone of portals: they write instants in it, and begin days in it, unless another one is asked for. */
export const UTC = 'UTC';

/** The zone that an argument names. */
export function zoneOf(timezone: string | null | undefined): string {
  if (!timezone) return UTC;
  requireWellFormed(timezone, 'timezone');
  return timezone;
}

export function zoneParameters(timezone: string | null): Parameter[] {
  return timezone === null || timezone === UTC ? [] : [['timezone', timezone]];
}

/** Records that were asked for in a zone, as they would be without one: the portal has written their instants in it. */
export function inUtc(records: DatasetRecord[], fields: FieldSet, timezone: string | null): DatasetRecord[] {
  if (timezone === null || timezone === UTC) return records;
  return records.map((record) => withFields(record, instantsInZone(record.fields, fields, UTC)));
}

/** As `inUtc`, of records as they come. */
export async function* piecesInUtc(
  pieces: AsyncIterable<DatasetRecord[]>,
  fields: FieldSet,
  timezone: string | null,
): AsyncGenerator<DatasetRecord[]> {
  for await (const records of pieces) yield inUtc(records, fields, timezone);
}
