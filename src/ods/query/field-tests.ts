/** Tests on the value of one field. Both forms of a condition, and the filters of typed datasets, compile to these. */
import { badInput, requireWellFormed } from '../errors.ts';
import { type FieldSet, isGeo } from '../field.ts';
import { shown } from '../text.ts';
import { allOf, type Compiled, EVERYTHING, NOTHING, not } from './combination.ts';
import { compareText, equalsText, isReversed, type Place } from './comparison.ts';
import { type GeoPoint, polygonTexts, requireMeters } from './geo.ts';
import { quote } from './quote.ts';
import { compileSearchText } from './search-text.ts';

/** A JSON value that something can be compared with. */
export type ConditionValue = string | number | boolean | object;

/** The tests, with what each compares with. */
interface TestValues {
  equals: ConditionValue;
  in: readonly ConditionValue[];
  greaterThan: ConditionValue;
  atLeast: ConditionValue;
  lessThan: ConditionValue;
  atMost: ConditionValue;
  /** True: it has no value; false: it has one. */
  isNull: boolean;
  startsWith: string;
  search: string;
  near: GeoPoint & { meters: number };
  within: readonly GeoPoint[];
  geometryType: string;
}

type TestName = keyof TestValues;

/** Any number of tests on one field, all of which hold. One that is null is not made. */
export type FieldTests = { [Name in TestName]?: TestValues[Name] | null | undefined };

/** The field that is tested. */
interface Subject {
  fields: FieldSet;
  name: string;
}

type Test<Value> = (subject: Subject, value: Value, place: Place) => Compiled;

const GEOMETRY_TYPES = [
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
];

const comparison =
  (operator: '>' | '>=' | '<' | '<='): Test<ConditionValue> =>
  ({ fields, name }, value, place) =>
    compareText(fields, name, operator, value, place);

const TESTS: { readonly [Name in TestName]: Test<TestValues[Name]> } = {
  equals: ({ fields, name }, value, place) => equalsText(fields, name, value, place),
  in: ({ fields, name }, values, { field, value }) => {
    if (values.length === 0) return NOTHING;
    return values
      .map((one, index) => equalsText(fields, name, one, { field, value: `${value}[${index}]` }))
      .join(' OR ');
  },
  greaterThan: comparison('>'),
  atLeast: comparison('>='),
  lessThan: comparison('<'),
  atMost: comparison('<='),
  isNull: ({ fields, name }, isNull, { field }) => {
    const test = `#null(${fields.require(name, field).name})`;
    return isNull ? test : not(test);
  },
  startsWith: (subject, text, place) => textTest('startswith', subject, text, place),
  search: ({ fields, name }, text, { field, value }) =>
    searchTest([fields.require(name, field).name], text, value),
  near: (subject, { latitude, longitude, meters }, { field, value }) => {
    requireMeters(meters, `${value}.meters`);
    return `#distance(${geoName(subject, field)},${quote(`${latitude},${longitude}`)},${meters})`;
  },
  within: (subject, polygon, { field, value }) => {
    const name = geoName(subject, field);
    return polygonTexts(polygon, value)
      .map((part) => `#polygon(${name},${quote(part)})`)
      .join(' OR ');
  },
  geometryType: (subject, type, { field, value }) => {
    const kind = type.toLowerCase();
    if (!GEOMETRY_TYPES.includes(kind)) throw badInput(value, `must be one of ${GEOMETRY_TYPES.join(', ')}.`);
    return `#geometry(${geoName(subject, field)},${quote(kind)})`;
  },
};

function isTestName(name: string): name is TestName {
  return Object.hasOwn(TESTS, name);
}

const TEST_NAMES = Object.keys(TESTS).filter(isTestName);

/**
 * Compiles all the tests on one field to one condition. `argument` is the path of the tests in the input, for errors:
 * one about `greaterThan` names `<argument>.greaterThan`.
 */
export function compileFieldTests(
  fields: FieldSet,
  name: string,
  tests: FieldTests,
  argument: string,
  nameArgument = `${argument}.name`,
): Compiled {
  fields.require(name, nameArgument);
  const parts: Compiled[] = [];
  for (const test of TEST_NAMES) {
    const place = `${argument}.${test}`;
    const compiled = compileIfGiven({ fields, name }, tests, test, { field: place, value: place });
    if (compiled !== null) parts.push(compiled);
  }
  if (parts.length === 0) {
    throw badInput(argument, `needs at least one test, such as equals; there are ${TEST_NAMES.join(', ')}.`);
  }
  requireOrder(tests, argument);
  return allOf(parts);
}

/** Compiles one of the tests. */
export function compileFieldTest<Name extends TestName>(
  fields: FieldSet,
  name: string,
  test: Name,
  value: TestValues[Name],
  place: Place,
): Compiled {
  fields.require(name, place.field);
  return TESTS[test]({ fields, name }, value, place);
}

function compileIfGiven<Name extends TestName>(
  subject: Subject,
  tests: FieldTests,
  test: Name,
  place: Place,
): Compiled | null {
  const value: TestValues[Name] | null | undefined = tests[test];
  return value === null || value === undefined ? null : TESTS[test](subject, value, place);
}

/** Refuses bounds between which nothing can be. */
function requireOrder(tests: FieldTests, argument: string): void {
  for (const lower of ['atLeast', 'greaterThan'] as const) {
    for (const upper of ['atMost', 'lessThan'] as const) {
      const [from, to] = [tests[lower], tests[upper]];
      if (!isReversed(from, to)) continue;
      throw badInput(
        argument,
        `${lower} ${shown(String(from))} and ${upper} ${shown(String(to))} are a range that ends before it begins; exchange its ends.`,
      );
    }
  }
}

/** A test of a text field by a function of the query language. */
export function textTest(
  functionName: 'startswith' | 'exact',
  { fields, name }: Subject,
  text: string,
  place: Place,
): string {
  const field = fields.requireSuch(name, place.field, 'a text field', ({ type }) => type === 'TEXT');
  requireWellFormed(text, place.value);
  return `#${functionName}(${field.name},${quote(text)})`;
}

/** Words in any of these fields; `*` is all of them. */
export function searchTest(names: readonly string[], text: string, argument: string): Compiled {
  return compileSearchText(text, argument, names.includes('*') ? null : names) ?? EVERYTHING;
}

function geoName({ fields, name }: Subject, argument: string): string {
  return fields.requireSuch(name, argument, 'a geo field', isGeo).name;
}
