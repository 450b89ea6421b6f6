/** Typed conditions compiled to the portal's query language (`q`). Every field is checked, every value escaped. */
import { badInput, requireWellFormed } from '../errors.ts';
import { type FieldSet, isGeo } from '../field.ts';
import { compareText, equalsText, rangeText } from './comparison.ts';
import { type GeoPoint, polygonTexts, requireMeters } from './geo.ts';
import { quote } from './quote.ts';

/** A JSON value that something can be compared with. */
export type ConditionValue = string | number | boolean | object;

interface FieldValue {
  field: string;
  value: ConditionValue;
}
interface FieldText {
  field: string;
  text: string;
}

/** Exactly one of: a combination of conditions, or a test on one field. */
export interface Condition {
  all?: Condition[] | null | undefined;
  any?: Condition[] | null | undefined;
  not?: Condition | null | undefined;
  equals?: FieldValue | null | undefined;
  in?: { field: string; values: ConditionValue[] } | null | undefined;
  greaterThan?: FieldValue | null | undefined;
  atLeast?: FieldValue | null | undefined;
  lessThan?: FieldValue | null | undefined;
  atMost?: FieldValue | null | undefined;
  between?: { field: string; from: ConditionValue; to: ConditionValue } | null | undefined;
  isNull?: string | null | undefined;
  startsWith?: FieldText | null | undefined;
  exact?: FieldText | null | undefined;
  search?: { fields: string[]; text: string } | null | undefined;
  near?: (GeoPoint & { field: string; meters: number }) | null | undefined;
  within?: { field: string; polygon: GeoPoint[] } | null | undefined;
  geometryType?: FieldText | null | undefined;
}

/** Deeper than any person writes, shallower than any stack. */
const MAX_DEPTH = 50;

const OPERATORS = { greaterThan: '>', atLeast: '>=', lessThan: '<', atMost: '<=' } as const;
const GEOMETRY_TYPES = [
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
];

/**
 * Compiles a condition to one expression of the query language; null if it holds for everything. `argument` is its path
 * in the input, for errors.
 */
export function compileCondition(condition: Condition, fields: FieldSet, argument: string): string | null {
  const compiled = compile(condition, fields, argument, 0);
  if (compiled === EVERYTHING) return null;
  return compiled === NOTHING ? nothingOf(fields) : compiled;
}

/** What no condition of the query language says. */
const EVERYTHING = true;
const NOTHING = false;

type Compiled = string | typeof EVERYTHING | typeof NOTHING;

/** The language has no word for nothing; but no field has a value and has none. */
function nothingOf(fields: FieldSet): string {
  const name = fields.first(() => true)?.name ?? 'record_timestamp';
  return `#null(${name}) AND NOT (#null(${name}))`;
}

function compile(condition: Condition, fields: FieldSet, argument: string, depth: number): Compiled {
  if (depth > MAX_DEPTH) throw badInput(argument, `conditions may be nested at most ${MAX_DEPTH} deep.`);
  const { all, any, not } = condition;
  const at = (name: string) => `${argument}.${name}`;
  const partsOf = (name: 'all' | 'any', conditions: readonly Condition[]) =>
    conditions.map((part, index) => compile(part, fields, `${at(name)}[${index}]`, depth + 1));
  if (all) return combine(partsOf('all', all), ' AND ', EVERYTHING);
  if (any) return combine(partsOf('any', any), ' OR ', NOTHING);
  if (!not) return compileTest(condition, fields, at);
  const denied = compile(not, fields, at('not'), depth + 1);
  return typeof denied === 'boolean' ? !denied : `NOT (${denied})`;
}

/** Joins conditions. `neutral` is what it is without any: it changes nothing, and its opposite decides alone. */
function combine(parts: readonly Compiled[], operator: string, neutral: boolean): Compiled {
  if (parts.includes(!neutral)) return !neutral;
  const texts = parts.filter((part) => typeof part === 'string');
  return texts.length === 0 ? neutral : texts.map((part) => `(${part})`).join(operator);
}

function compileTest(test: Condition, fields: FieldSet, at: (name: string) => string): Compiled {
  const { equals, between, isNull } = test;
  if (equals) return equalsText(fields, equals.field, equals.value, at('equals'));
  if (test.in) return compileIn(test.in, fields, at('in'));
  for (const name of ['greaterThan', 'atLeast', 'lessThan', 'atMost'] as const) {
    const comparison = test[name];
    if (comparison) return compareText(fields, comparison.field, OPERATORS[name], comparison.value, at(name));
  }
  if (between) return rangeText(fields, between, at('between'));
  if (isNull) return `#null(${fields.require(isNull, at('isNull')).name})`;
  return compileTextTest(test, fields, at) ?? compileGeoTest(test, fields, at);
}

function compileIn(
  test: { field: string; values: readonly unknown[] },
  fields: FieldSet,
  argument: string,
): Compiled {
  fields.require(test.field, `${argument}.field`);
  if (test.values.length === 0) return NOTHING;
  return test.values
    .map((value, index) => equalsText(fields, test.field, value, argument, `values[${index}]`))
    .join(' OR ');
}

function compileTextTest(test: Condition, fields: FieldSet, at: (name: string) => string): string | null {
  const { startsWith, exact, search } = test;
  const text = ({ field }: FieldText, name: string) =>
    fields.requireSuch(field, `${at(name)}.field`, 'a text field', ({ type }) => type === 'TEXT').name;
  const literal = ({ text: value }: { text: string }, name: string) => {
    requireWellFormed(value, `${at(name)}.text`);
    return quote(value);
  };
  if (startsWith)
    return `#startswith(${text(startsWith, 'startsWith')},${literal(startsWith, 'startsWith')})`;
  if (exact) return `#exact(${text(exact, 'exact')},${literal(exact, 'exact')})`;
  if (search) {
    if (search.fields.length === 0)
      throw badInput(`${at('search')}.fields`, 'needs at least one field, or "*" for all.');
    const names = search.fields.map((name, index) =>
      name === '*' ? name : fields.require(name, `${at('search')}.fields[${index}]`).name,
    );
    return `#search(${names.join(',')},${literal(search, 'search')})`;
  }
  return null;
}

function compileGeoTest(test: Condition, fields: FieldSet, at: (name: string) => string): string {
  const { near, within, geometryType } = test;
  const geo = (name: string, field: string) =>
    fields.requireSuch(field, `${at(name)}.field`, 'a geo field', isGeo).name;
  if (near) {
    requireMeters(near.meters, `${at('near')}.meters`);
    return `#distance(${geo('near', near.field)},${quote(`${near.latitude},${near.longitude}`)},${near.meters})`;
  }
  if (within) {
    const name = geo('within', within.field);
    return polygonTexts(within.polygon, `${at('within')}.polygon`)
      .map((polygon) => `#polygon(${name},${quote(polygon)})`)
      .join(' OR ');
  }
  if (geometryType) {
    const kind = geometryType.text.toLowerCase();
    if (!GEOMETRY_TYPES.includes(kind)) {
      throw badInput(`${at('geometryType')}.text`, `must be one of ${GEOMETRY_TYPES.join(', ')}.`);
    }
    return `#geometry(${geo('geometryType', geometryType.field)},${quote(kind)})`;
  }
  throw badInput(at('').slice(0, -1), 'must name exactly one combination or test, such as equals or all.');
}
