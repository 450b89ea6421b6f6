/** Instants as texts in a time zone: in the form in which portals write them, `2026-03-29T03:00:00+02:00`. */
import { LRUCache } from 'lru-cache';
import type { FieldSet } from './field.ts';
import { readInstant } from './instant.ts';
import type { JsonObject } from './json.ts';

/** IANA names are a few hundred, and each may be written in upper and lower case. */
const MAX_ZONES = 500;

const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: MAX_ZONES });

const MINUTE = 60_000;

/** An instant with its time of day; what is only a date moves with no time zone. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(\.\d{1,9})?)?/;

/** The same instant as its clocks show it in a time zone; what is no instant stays as it is. */
export function inZone(value: unknown, timezone: string): unknown {
  if (typeof value !== 'string') return value;
  const [matched, fraction = ''] = INSTANT.exec(value) ?? [];
  const instant = matched === undefined ? null : readInstant(value);
  if (!instant) return value;
  const offset = offsetOf(instant, timezone);
  const local = new Date(instant.getTime() + offset * MINUTE);
  // Fractions of a second are the same everywhere, and may be finer than a Date is.
  return `${local.toISOString().slice(0, -'.000Z'.length)}${fraction}${offsetText(offset)}`;
}

/** The values of a record with its instants written in a time zone; others stay as they are. */
export function instantsInZone(values: JsonObject, fields: FieldSet, timezone: string): JsonObject {
  const moved = { ...values };
  for (const { name, type } of fields) {
    if (type === 'DATETIME' && name in moved) moved[name] = inZone(moved[name], timezone);
  }
  return moved;
}

/** Minutes east of Greenwich. Before there were time zones, places had seconds too: no offset can say these. */
function offsetOf(instant: Date, timezone: string): number {
  const part = formatOf(timezone)
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName');
  const [, sign, hours, minutes = '0', seconds = '0'] = OFFSET.exec(part?.value ?? '') ?? [];
  if (hours === undefined) return 0;
  const size = Number(hours) * 60 + Math.round(Number(minutes) + Number(seconds) / 60);
  return sign === '-' ? -size : size;
}

const OFFSET = /^GMT([+-])(\d{2})(?::(\d{2}))?(?::(\d{2}))?$/;

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  formats.set(timezone, made);
  return made;
}

function offsetText(offset: number): string {
  const size = Math.abs(offset);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
