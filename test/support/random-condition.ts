/** Random conditions in the long form, on fields of these names: `name`, `kind`, `count`, `size`, `day`, `time`, `place`. */
import fc from 'fast-check';
import type { Condition } from '../../src/ods/query/condition.ts';

/** Words of which texts are made: some begin as others do. */
export const WORDS = ['ash', 'ashen', 'oak', 'oaken', 'Oak', 'elm', 'elder'];

const TEXTS = ['name', 'kind'];
const NUMBERS = ['count', 'size'];
const DATES = ['day', 'time'];

const word = fc.constantFrom(...WORDS);
const text = fc.oneof(
  word,
  fc.tuple(word, word).map((words) => words.join(' ')),
);
const beginning = text.chain((whole) => fc.nat(whole.length - 1).map((end) => whole.slice(0, end + 1)));
const number = fc.integer({ min: -3, max: 6 });
const two = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((part) => String(part).padStart(2, '0'));
const day = fc.tuple(fc.constantFrom('2019', '2020', '2021'), two(1, 3), two(1, 28));
const date = fc
  .tuple(day, fc.integer({ min: 1, max: 3 }))
  .map(([parts, length]) => parts.slice(0, length).join('-'));
const degrees = fc.integer({ min: -3, max: 3 }).map((degree) => degree + 0.5);
const place = fc.record({ latitude: degrees, longitude: degrees });
/** A box, and so a polygon that a plain comparison of degrees can check. */
const box = fc
  .tuple(place, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .map(([{ latitude, longitude }, height, width]) => [
    { latitude, longitude },
    { latitude: latitude + height, longitude },
    { latitude: latitude + height, longitude: longitude + width },
    { latitude, longitude: longitude + width },
  ]);

/** A field, and values of its type. */
type Valued = [field: string, values: fc.Arbitrary<string | number>];
const valued: fc.Arbitrary<Valued> = fc.oneof(
  fc.tuple(fc.constantFrom(...TEXTS), fc.constant(text)),
  fc.tuple(fc.constantFrom(...NUMBERS), fc.constant(number)),
  fc.tuple(fc.constantFrom(...DATES), fc.constant(date)),
);
const ordered: fc.Arbitrary<Valued> = fc.oneof(
  fc.tuple(fc.constantFrom(...NUMBERS), fc.constant(number)),
  fc.tuple(fc.constantFrom(...DATES), fc.constant(date)),
);

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  valued.chain(([field, of]) => of.map((value) => ({ equals: { field, value } }))),
  valued.chain(([field, of]) => fc.array(of, { maxLength: 3 }).map((values) => ({ in: { field, values } }))),
  fc
    .tuple(ordered, fc.constantFrom('greaterThan', 'atLeast', 'lessThan', 'atMost'))
    .chain(([[field, of], test]) => of.map((value) => ({ [test]: { field, value } }))),
  fc.constantFrom(...TEXTS, ...NUMBERS, ...DATES, 'place').map((isNull) => ({ isNull })),
  fc
    .tuple(fc.constantFrom(...TEXTS), beginning)
    .map(([field, start]) => ({ startsWith: { field, text: start } })),
  fc
    .tuple(fc.constantFrom(['name'], ['kind'], TEXTS, ['*']), beginning)
    .map(([fields, start]) => ({ search: { fields, text: start } })),
  // Places are at whole degrees, which are 111 km apart at most: a radius is never within metres of one of them.
  fc
    .tuple(place, fc.constantFrom(50_000, 100_000, 200_000))
    .map(([centre, meters]) => ({ near: { field: 'place', ...centre, meters } })),
  box.map((polygon) => ({ within: { field: 'place', polygon } })),
  fc.constantFrom('point', 'polygon').map((kind) => ({ geometryType: { field: 'place', text: kind } })),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
}));

export const longCondition: fc.Arbitrary<Condition> = condition;

/** The same condition with all in the short form that has one. */
export function shortForm(long: Condition): Condition {
  const { all, any, not, isNull, near, within, search } = long;
  if (all) return { all: all.map(shortForm) };
  if (any) return { any: any.map(shortForm) };
  if (not?.isNull) return { field: { name: not.isNull, isNull: false } };
  if (not) return { not: shortForm(not) };
  if (isNull) return { field: { name: isNull, isNull: true } };
  if (near) {
    const { field: name, ...circle } = near;
    return { field: { name, near: circle } };
  }
  if (within) return { field: { name: within.field, within: within.polygon } };
  if (long.in) return { field: { name: long.in.field, in: long.in.values } };
  if (search)
    return search.fields.length === 1 && search.fields[0] !== '*'
      ? { field: { name: search.fields[0] ?? '', search: search.text } }
      : long;
  for (const test of ['equals', 'greaterThan', 'atLeast', 'lessThan', 'atMost'] as const) {
    const one = long[test];
    if (one) return { field: { name: one.field, [test]: one.value } };
  }
  for (const test of ['startsWith', 'geometryType'] as const) {
    const one = long[test];
    if (one) return { field: { name: one.field, [test]: one.text } };
  }
  return long;
}
