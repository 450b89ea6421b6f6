/** Comparisons of a condition in the query language: their values are literals by the type of the field. */
import { badInput, requireWellFormed } from '../errors.ts';
import { type Field, type FieldSet, isGeo } from '../field.ts';
import { shown } from '../text.ts';
import { quote } from './quote.ts';

const DATE = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A test for equality. Of a date the whole period is meant: `2017` is the year, `2017-04-12` the day. */
export function equalsText(
  fields: FieldSet,
  name: string,
  value: unknown,
  argument: string,
  key = 'value',
): string {
  const field = comparable(fields, name, argument);
  const literal = literalOf(field, value, `${argument}.${key}`);
  return field.type === 'TEXT' ? `#exact(${name},${literal})` : `${name}==${literal}`;
}

/** A comparison of numbers or dates. */
export function compareText(
  fields: FieldSet,
  name: string,
  operator: '>' | '>=' | '<' | '<=',
  value: unknown,
  argument: string,
): string {
  return `${name}${operator}${valueText(fields, name, value, argument, 'value')}`;
}

/** A value to compare a number or a date with, as a literal. */
export function valueText(
  fields: FieldSet,
  name: string,
  value: unknown,
  argument: string,
  key: string,
): string {
  const field = comparable(fields, name, argument);
  if (field.type === 'TEXT') {
    throw badInput(
      `${argument}.field`,
      `${shown(name)} is text, which has no order here; use equals, startsWith or search.`,
    );
  }
  return literalOf(field, value, `${argument}.${key}`);
}

function comparable(fields: FieldSet, name: string, argument: string): Field {
  const field = fields.require(name, `${argument}.field`);
  if (isGeo(field))
    throw badInput(`${argument}.field`, `${shown(name)} is a place; use near, within or geometryType.`);
  if (field.type === 'FILE' || field.type === 'OTHER') {
    throw badInput(
      `${argument}.field`,
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

/** Codes are text in portals and numbers in programs: 75 finds "75". */
function textValue(field: Field, value: unknown, argument: string): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    throw badInput(argument, `must be a string, as ${shown(field.name)} is text.`);
  requireWellFormed(value, argument);
  return value;
}

function numberLiteral(field: Field, value: unknown, argument: string): string {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return String(number);
  throw badInput(argument, `must be a number, as ${shown(field.name)} is of type ${shown(field.rawType)}.`);
}

function dateLiteral(field: Field, value: unknown, argument: string): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string') {
    const [whole, year = '', month, day] = DATE.exec(text) ?? [];
    if (whole !== undefined && isDay(year, month ?? '1', day ?? '1')) {
      return quote([year, month?.padStart(2, '0'), day?.padStart(2, '0')].filter((part) => part).join('/'));
    }
    if (isInstant(text)) return quote(text);
  }
  throw badInput(
    argument,
    `must be a date such as "2017", "2017-04", "2017-04-12" or "2017-04-12T10:00:00Z", as ${shown(field.name)} is of type ${shown(field.rawType)}.`,
  );
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
