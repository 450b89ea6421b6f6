/** Random filters of typed datasets, each with the filter of the untyped graph that means the same. */
import fc from 'fast-check';
import type { DatasetType, TypeField } from '../../src/types/dataset-type.ts';

type Json = Record<string, unknown>;

/** The same filter twice: of the typed graph, and of the untyped one. */
export interface TwoFilters {
  typed: Json;
  untyped: Json;
}

/** A test, or a filter inside of another: what the typed filter has of it, and the condition that means the same. */
export interface Part {
  typed: Json;
  condition: Json;
}

/** A typed dataset, and values that its records have. */
export interface Sampled {
  type: DatasetType;
  /** By the portal's names of the fields; those of texts of several values are one of them each. */
  values: ReadonlyMap<string, readonly (string | number)[]>;
  places: readonly { latitude: number; longitude: number }[];
  narrowed?: Part;
}

const bounds = ['greaterThan', 'atLeast', 'lessThan', 'atMost'] as const;

export const isMultivalued = ({ annotations = [] }: TypeField): boolean =>
  annotations.some(({ name }) => name === 'multivalued');

/** A value of the field, or one that none of its records need have. */
function valueFor({ field, type }: TypeField, { values }: Sampled): fc.Arbitrary<string | number> {
  const known = values.get(field) ?? [];
  const other: fc.Arbitrary<string | number> =
    type === 'int'
      ? fc.integer({ min: -5, max: 5000 })
      : type === 'double'
        ? fc.double({ min: -10, max: 100, noNaN: true })
        : type === 'date' || type === 'datetime'
          ? fc.constantFrom('1999', '2018-02', '2020-02-29')
          : fc.constantFrom('nobody', 'a "b"', "l'eau", 'Saint', '#x(y) OR z', '*', '');
  if (known.length === 0) return other;
  const real = fc.constantFrom(...known);
  const isDate = type === 'date' || type === 'datetime';
  const often = isDate
    ? fc.tuple(real, fc.constantFrom(4, 7, 10)).map(([date, length]) => String(date).slice(0, length))
    : real;
  return fc.oneof({ weight: 6, arbitrary: often }, { weight: 1, arbitrary: other });
}

/** Each test that is made of a field; all of them hold. */
function testsOf(field: TypeField, sampled: Sampled): fc.Arbitrary<Part> {
  const one = (test: string, value: unknown, condition: Json): Part => ({
    typed: { [field.name]: { [test]: value } },
    condition,
  });
  const on = (value: unknown) => ({ field: field.field, value });
  const value = valueFor(field, sampled);
  const isNull = fc
    .boolean()
    .map((is) => one('isNull', is, is ? { isNull: field.field } : { not: { isNull: field.field } }));
  const equals = value.map((of) => one('equals', of, { equals: on(of) }));
  const isIn = fc
    .array(value, { maxLength: 3 })
    .map((of) => one('in', of, { in: { field: field.field, values: of } }));
  switch (field.type) {
    case 'int':
    case 'double':
    case 'date':
    case 'datetime': {
      const bound = fc
        .tuple(fc.constantFrom(...bounds), value)
        .map(([test, of]) => one(test, of, { [test]: on(of) }));
      return fc.oneof(bound, between(field, value), equals, isIn, isNull);
    }
    case 'geo_point_2d':
    case 'geo_shape':
      return fc.oneof(
        circle(sampled).map((near) => one('near', near, { near: { field: field.field, ...near } })),
        box(sampled).map((within) => {
          const polygon = corners(within);
          return one('within', polygon, { within: { field: field.field, polygon } });
        }),
        isNull,
      );
    case 'text':
      return fc.oneof(
        equals,
        isIn,
        isNull,
        beginning(value).map((text) => one('startsWith', text, { startsWith: { field: field.field, text } })),
        beginning(value).map((text) => one('search', text, { search: { fields: [field.field], text } })),
      );
    default:
      return isNull;
  }
}

/** Two bounds of one field; bounds between which nothing can be are refused, and so not made. */
function between(field: TypeField, value: fc.Arbitrary<string | number>): fc.Arbitrary<Part> {
  return fc
    .tuple(value, value, fc.boolean(), fc.boolean())
    .filter(([one, two]) => String(one).slice(0, 4) !== String(two).slice(0, 4))
    .map(([one, two, isLowerIn, isUpperIn]) => {
      const isOrdered = typeof one === 'number' ? one < Number(two) : String(one) < String(two);
      const [from, to] = isOrdered ? [one, two] : [two, one];
      const lower = isLowerIn ? 'atLeast' : 'greaterThan';
      const upper = isUpperIn ? 'atMost' : 'lessThan';
      const on = (of: unknown) => ({ field: field.field, value: of });
      return {
        typed: { [field.name]: { [lower]: from, [upper]: to } },
        condition: { all: [{ [lower]: on(from) }, { [upper]: on(to) }] },
      };
    });
}

/** A beginning of the text, which has a letter: what has none is no word to search for. */
const beginning = (value: fc.Arbitrary<string | number>): fc.Arbitrary<string> =>
  value
    .chain((of) => fc.integer({ min: 1, max: 12 }).map((length) => String(of).slice(0, length).trim()))
    .map((text) => (/[a-z0-9]/i.test(text) ? text.replace(/["*]/g, '') : 'a'));

const circle = ({ places }: Sampled) =>
  fc
    .tuple(fc.constantFrom(...places), fc.constantFrom(1000, 40_000, 900_000))
    .map(([place, meters]) => ({ ...place, meters }));

const box = ({ places }: Sampled): fc.Arbitrary<Box> =>
  fc.tuple(fc.constantFrom(...places), fc.constantFrom(0.5, 3, 9)).map(([{ latitude, longitude }, size]) => {
    const south = Math.max(-89, latitude - size);
    const west = Math.max(-179, longitude - size);
    return {
      southWest: { latitude: south, longitude: west },
      northEast: { latitude: Math.min(89, south + size * 1.5), longitude: Math.min(179, west + size * 1.5) },
    };
  });

interface Box {
  southWest: { latitude: number; longitude: number };
  northEast: { latitude: number; longitude: number };
}

function corners({ southWest, northEast }: Box) {
  const { latitude: south, longitude: west } = southWest;
  const { latitude: north, longitude: east } = northEast;
  return [
    { latitude: south, longitude: west },
    { latitude: south, longitude: east },
    { latitude: north, longitude: east },
    { latitude: north, longitude: west },
  ];
}

/** Full text, a place or a box: as members of a filter, and as conditions. */
function wholeTests(sampled: Sampled): fc.Arbitrary<Part & { untyped: Json }> {
  const [place, other] = sampled.type.fields.filter(({ type }) => type.startsWith('geo_'));
  const text = fc.constantFrom('san', 'new york', 'air', 'eagle gull', 'eur').map((search) => ({
    typed: { search },
    untyped: { search },
    condition: { search: { fields: ['*'], text: search } },
  }));
  if (!place) return text;
  const { field } = place;
  const part = (typed: Json, untyped: Json, condition: Json) => ({
    typed,
    // Portals look at every place of a record, unless a condition names the one.
    untyped: other ? { ...(untyped.near ? untyped : {}), where: condition } : untyped,
    condition,
  });
  return fc.oneof(
    text,
    circle(sampled).map((near) => part({ near }, { near }, { near: { field, ...near } })),
    box(sampled).map((withinBox) => {
      const within = corners(withinBox);
      return part({ within }, { within }, { within: { field, polygon: within } });
    }),
    box(sampled).map((withinBox) =>
      part({ withinBox }, { withinBox }, { within: { field, polygon: corners(withinBox) } }),
    ),
  );
}

/** Filters of a dataset: tests, and filters in filters. Large datasets are narrowed by a test that always holds. */
export function randomFilters(sampled: Sampled): fc.Arbitrary<TwoFilters> {
  const { narrowed } = sampled;
  const fields = sampled.type.fields.filter(({ hidden, gone }) => !hidden && !gone);
  const tests = fc
    .subarray(fields, { maxLength: 2 })
    .chain((chosen) => fc.tuple(...chosen.map((field) => testsOf(field, sampled))));
  const { part } = fc.letrec<{ part: Part }>((tie) => {
    const list = fc.array(tie('part'), { maxLength: 2 });
    return {
      part: fc
        .tuple(
          tests,
          fc.oneof(
            { maxDepth: 2, depthIdentifier: 'filter' },
            fc.constant<Part[]>([]),
            list.map((of) => [
              { typed: { all: of.map(({ typed }) => typed) }, condition: { all: of.map(conditionOf) } },
            ]),
            list.map((of) => [
              { typed: { any: of.map(({ typed }) => typed) }, condition: { any: of.map(conditionOf) } },
            ]),
            tie('part').map((of) => [{ typed: { not: of.typed }, condition: { not: conditionOf(of) } }]),
            wholeTests(sampled).map(({ typed, condition }) => [{ typed: { all: [typed] }, condition }]),
          ),
        )
        .map(([own, nested]) => together([...nested, ...own])),
    };
  });
  return fc.tuple(part, fc.option(wholeTests(sampled), { freq: 2 })).map(([of, whole]) => {
    const { where, ...untyped } = whole?.untyped ?? {};
    const conditions = [where, conditionOf(of), narrowed?.condition];
    return {
      typed: whole || narrowed ? { all: [of.typed], ...whole?.typed, ...narrowed?.typed } : of.typed,
      untyped: { ...untyped, where: { all: conditions.filter((one) => one !== undefined) } },
    };
  });
}

const conditionOf = ({ condition }: Part): Json => condition;

/** All of these hold. */
function together(parts: readonly Part[]): Part {
  return {
    typed: Object.assign({}, ...parts.map(({ typed }) => typed)),
    condition: { all: parts.map(conditionOf) },
  };
}
