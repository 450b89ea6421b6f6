/** Typed conditions compiled to the portal's query language (`q`). Every field is checked, every value escaped. */
import { badInput } from '../errors.ts';
import type { FieldSet } from '../field.ts';
import { allOf, anyOf, type Compiled, EVERYTHING, NOTHING, not } from './combination.ts';
import { type Place, rangeText } from './comparison.ts';
import {
  type ConditionValue,
  compileFieldTest,
  compileFieldTests,
  type FieldTests,
  searchTest,
  textTest,
} from './field-tests.ts';
import type { GeoPoint } from './geo.ts';

interface FieldValue {
  field: string;
  value: ConditionValue;
}
interface FieldText {
  field: string;
  text: string;
}

/** Exactly one of: a combination of conditions, the tests on one field, or (the long form) a test with its field. */
export interface Condition {
  all?: readonly Condition[] | null | undefined;
  any?: readonly Condition[] | null | undefined;
  not?: Condition | null | undefined;
  field?: (FieldTests & { name: string }) | null | undefined;
  equals?: FieldValue | null | undefined;
  in?: { field: string; values: readonly ConditionValue[] } | null | undefined;
  greaterThan?: FieldValue | null | undefined;
  atLeast?: FieldValue | null | undefined;
  lessThan?: FieldValue | null | undefined;
  atMost?: FieldValue | null | undefined;
  between?: { field: string; from: ConditionValue; to: ConditionValue } | null | undefined;
  isNull?: string | null | undefined;
  startsWith?: FieldText | null | undefined;
  exact?: FieldText | null | undefined;
  search?: { fields: readonly string[]; text: string } | null | undefined;
  near?: (GeoPoint & { field: string; meters: number }) | null | undefined;
  within?: { field: string; polygon: readonly GeoPoint[] } | null | undefined;
  geometryType?: FieldText | null | undefined;
  /**
   * The path of what it says if it was written in another form, such as the filter of a typed dataset: of its list of
   * conditions, of its tests on a field, or of the value of its one test. Errors name it, or what is below it.
   */
  at?: string | null | undefined;
}

/** Deeper than any person writes, shallower than any stack. */
export const MAX_DEPTH = 50;

/**
 * Compiles a condition to one expression of the query language; null if it holds for everything. `argument` is its path
 * in the input, for errors.
 */
export function compileCondition(condition: Condition, fields: FieldSet, argument: string): string | null {
  const compiled = compile(condition, fields, argument, 0);
  if (compiled === EVERYTHING) return null;
  return compiled === NOTHING ? nothingOf(fields) : compiled;
}

/** The language has no word for nothing; but no field has a value and has none. */
function nothingOf(fields: FieldSet): string {
  const name = fields.first(() => true)?.name ?? 'record_timestamp';
  return `#null(${name}) AND NOT (#null(${name}))`;
}

function compile(condition: Condition, fields: FieldSet, argument: string, depth: number): Compiled {
  if (depth > MAX_DEPTH)
    throw badInput(condition.at ?? argument, `conditions may be nested at most ${MAX_DEPTH} deep.`);
  const at = (name: string) => condition.at ?? `${argument}.${name}`;
  const partsOf = (name: 'all' | 'any', conditions: readonly Condition[]) =>
    conditions.map((part, index) => compile(part, fields, `${at(name)}[${index}]`, depth + 1));
  if (condition.all) return allOf(partsOf('all', condition.all));
  if (condition.any) return anyOf(partsOf('any', condition.any));
  if (condition.not) return not(compile(condition.not, fields, at('not'), depth + 1));
  const { field } = condition;
  if (field) return compileFieldTests(fields, field.name, field, at('field'), condition.at ?? undefined);
  return compileLongForm(condition, fields, argument);
}

function compileLongForm(test: Condition, fields: FieldSet, argument: string): Compiled {
  const at = (name: string) => test.at ?? `${argument}.${name}`;
  const place = (name: string, key: string): Place =>
    test.at
      ? { field: test.at, value: test.at }
      : { field: `${argument}.${name}.field`, value: `${argument}.${name}.${key}` };
  for (const name of ['equals', 'greaterThan', 'atLeast', 'lessThan', 'atMost'] as const) {
    const one = test[name];
    if (one) return compileFieldTest(fields, one.field, name, one.value, place(name, 'value'));
  }
  const { between, isNull, exact, search, near, within } = test;
  if (test.in) return compileFieldTest(fields, test.in.field, 'in', test.in.values, place('in', 'values'));
  if (between) return rangeText(fields, between, at('between'));
  if (isNull)
    return compileFieldTest(fields, isNull, 'isNull', true, { field: at('isNull'), value: at('isNull') });
  for (const name of ['startsWith', 'geometryType'] as const) {
    const one = test[name];
    if (one) return compileFieldTest(fields, one.field, name, one.text, place(name, 'text'));
  }
  if (exact) return textTest('exact', { fields, name: exact.field }, exact.text, place('exact', 'text'));
  if (search) return compileSearch(search, fields, at('search'), place('search', 'text').value);
  if (near) {
    const { field } = place('near', '');
    return compileFieldTest(fields, near.field, 'near', near, { field, value: at('near') });
  }
  if (within)
    return compileFieldTest(fields, within.field, 'within', within.polygon, place('within', 'polygon'));
  throw badInput(test.at ?? argument, 'must name exactly one combination or test, such as field or all.');
}

function compileSearch(
  { fields: names, text }: { fields: readonly string[]; text: string },
  fields: FieldSet,
  argument: string,
  textArgument: string,
): Compiled {
  if (names.length === 0) throw badInput(`${argument}.fields`, 'needs at least one field, or "*" for all.');
  const own = names.map((name, index) =>
    name === '*' ? name : fields.require(name, `${argument}.fields[${index}]`).name,
  );
  return searchTest(own, text, textArgument);
}
