/** Comparisons of a condition in the query language: their values are literals by the type of the field. */
import { badInput, requireWellFormed } from '../errors.ts';
import { type Field, type FieldSet, isGeo } from '../field.ts';
import { shown } from '../text.ts';
import { quote } from './quote.ts';

const DATE = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Where a test stands in the input, for errors: what names its field, and its value. */
export interface Place {
  field: string;
  value: string;
}

/** A test for equality. Of a date the whole period is meant: `2017` is the year, `2017-04-12` the day. */
export function equalsText(fields: FieldSet, name: string, value: unknown, place: Place): string {
  const field = comparable(fields, name, place.field);
  const literal = literalOf(field, value, place.value);
  return field.type === 'TEXT' ? `#exact(${field.name},${literal})` : `${field.name}==${literal}`;
}

/** A comparison of numbers or dates. */
export function compareText(
  fields: FieldSet,
  name: string,
  operator: '>' | '>=' | '<' | '<=',
  value: unknown,
  place: Place,
): string {
  const literal = valueText(fields, name, value, place);
  return `${fields.require(name, place.field).name}${operator}${literal}`;
}

/** A value to compare a number or a date with, as a literal. */
function valueText(fields: FieldSet, name: string, value: unknown, place: Place): string {
  const field = comparable(fields, name, place.field);
  if (field.type === 'TEXT') {
    throw badInput(
      place.field,
      `${shown(name)} is text, which has no order here; use equals, startsWith or search.`,
    );
  }
  return literalOf(field, value, place.value);
}

function comparable(fields: FieldSet, name: string, argument: string): Field {
  const field = fields.require(name, argument);
  if (isGeo(field)) throw badInput(argument, `${shown(name)} is a place; use near, within or geometryType.`);
  if (field.type === 'FILE' || field.type === 'OTHER') {
    throw badInput(
      argument,
      `${shown(name)} is of type ${shown(field.rawType)}, whose values cannot be compared.`,
    );
  }
  return field;
}

function literalOf(field: Field, value: unknown, argument: string): string {
  if (value === null || value === undefined)
    throw badInput(argument, 'null is no value; use isNull to find absent ones.');
  switch (field.type) {
    case 'INT':
    case 'DOUBLE':
      return numberLiteral(field, value, argument);
    case 'DATE':
    case 'DATETIME':
      return dateLiteral(field, value, argument);
    default:
      return quote(textValue(field, value, argument));
  }
}

function textValue(field: Field, value: unknown, argument: string): string {
  if (typeof value !== 'string') {
    const instead = typeof value === 'number' ? ` such as "${value}"` : '';
    throw badInput(argument, `must be a string${instead}, as ${shown(field.name)} is text.`);
  }
  requireWellFormed(value, argument);
  return value;
}

function numberLiteral(field: Field, value: unknown, argument: string): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const meant = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  const instead = Number.isFinite(meant) ? ` such as ${meant}, without quotes,` : '';
  throw badInput(
    argument,
    `must be a number${instead}${instead === '' ? ',' : ''} as ${shown(field.name)} is of type ${shown(field.rawType)}.`,
  );
}

function dateLiteral(field: Field, value: unknown, argument: string): string {
  const period = typeof value === 'string' ? periodOf(value) : null;
  if (period) return quote(period.literal);
  throw badInput(
    argument,
    `must be a date such as "2017", "2017-04", "2017-04-12" or "2017-04-12T10:00:00Z", as ${shown(field.name)} is of type ${shown(field.rawType)}.`,
  );
}

/** What a date means: from `start` up to, but not including, `end`, in milliseconds of a day in UTC. */
interface Period {
  literal: string;
  start: number;
  end: number;
  isInstant: boolean;
}

function periodOf(text: string): Period | null {
  const [whole, year = '', month, day] = DATE.exec(text) ?? [];
  if (whole !== undefined && isDay(year, month ?? '1', day ?? '1')) {
    const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
    const end = day ? startOf(y, m, d + 1) : month ? startOf(y, m + 1) : startOf(y + 1);
    const parts = [year, month?.padStart(2, '0'), day?.padStart(2, '0')];
    return {
      literal: parts.filter((part) => part).join('/'),
      start: startOf(y, m, d),
      end,
      isInstant: false,
    };
  }
  if (!isInstant(text)) return null;
  const instant = Date.parse(text);
  return { literal: text, start: instant, end: instant, isInstant: true };
}

/** `Date.UTC` takes a year below 100 for one of the last century. */
function startOf(year: number, month = 0, day = 1): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

/** Time zones, which decide when a day begins, differ from UTC by less. */
const LONGEST_OFFSET = 15 * 3_600_000;

/** True if a range ends before it begins: no value can be in it. */
export function isReversed(from: unknown, to: unknown): boolean {
  if (typeof from === 'number' && typeof to === 'number') return from > to;
  if (typeof from !== 'string' || typeof to !== 'string') return false;
  const [first, last] = [periodOf(from), periodOf(to)];
  if (!first || !last) return false;
  if (first.isInstant !== last.isInstant) return first.start > last.end + LONGEST_OFFSET;
  // The end of an instant is the instant itself, that of a period is not part of it.
  return last.isInstant ? first.start > last.end : first.start >= last.end;
}

/** A test for a range, both ends included. */
export function rangeText(
  fields: FieldSet,
  { field, from, to }: { field: string; from: unknown; to: unknown },
  argument: string,
): string {
  const [first, last] = [
    valueText(fields, field, from, { field: `${argument}.field`, value: `${argument}.from` }),
    valueText(fields, field, to, { field: `${argument}.field`, value: `${argument}.to` }),
  ];
  if (isReversed(from, to)) {
    throw badInput(
      argument,
      `from ${shown(String(from))} to ${shown(String(to))} is a range that ends before it begins; exchange its ends.`,
    );
  }
  return `${fields.require(field, argument).name}:[${first} TO ${last}]`;
}

function isInstant(text: string): boolean {
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-');
  return INSTANT.test(text) && isDay(year, month, day) && !Number.isNaN(Date.parse(text));
}

/** February the 30th is refused here, since the portal could not name the argument. */
function isDay(year: string, month: string, day: string): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
