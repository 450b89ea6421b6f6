/** Random questions about typed datasets, each with the question of the untyped graph that means the same. */
import fc from 'fast-check';
import type { TypeField } from '../../src/types/dataset-type.ts';
import { isMultivalued, randomFilters, type Sampled, type TwoFilters } from './random-typed-filter.ts';

const FUNCTIONS = ['sum', 'avg', 'min', 'max'] as const;
type FunctionName = (typeof FUNCTIONS)[number];

/** What is computed: of a number, or of a date its first or last. */
export interface Measure {
  name: FunctionName;
  field: TypeField;
}

export interface GroupQuestion {
  by: readonly { field: TypeField; precision: string | null }[];
  measures: readonly Measure[];
  /** A field of the key, the number of records, or a measure. */
  order: { of: TypeField | 'count' | Measure; direction: string } | null;
  having: { of: 'count' | Measure; tests: Readonly<Record<string, number>> } | null;
  first: number | null;
}

export interface Question {
  sampled: Sampled;
  filter: TwoFilters;
  timezone: string | null;
  fields: readonly TypeField[];
  order: readonly { field: TypeField; direction: string }[];
  first: number;
  facets: readonly TypeField[];
  measures: readonly Measure[];
  groups: GroupQuestion | null;
}

export const isNumber = ({ type }: TypeField): boolean => type === 'int' || type === 'double';
export const isDate = ({ type }: TypeField): boolean => type === 'date' || type === 'datetime';
const isFacet = ({ annotations = [] }: TypeField): boolean =>
  annotations.some(({ name }) => name === 'facet');
const isOrderable = (field: TypeField): boolean =>
  isNumber(field) || isDate(field) || (field.type === 'text' && !isMultivalued(field));
const isGroupable = (field: TypeField): boolean => isNumber(field) || isDate(field) || isFacet(field);

const DIRECTION = fc.constantFrom('ASC', 'DESC');

function measures(fields: readonly TypeField[], takesDates: boolean): fc.Arbitrary<Measure[]> {
  const all = fields.flatMap((field) =>
    FUNCTIONS.filter(
      (name) => isNumber(field) || (takesDates && isDate(field) && /m/.test(name[0] ?? '')),
    ).map((name) => ({ name, field })),
  );
  return fc.subarray(all, { maxLength: 3 });
}

function groups(fields: readonly TypeField[]): fc.Arbitrary<GroupQuestion> {
  const keys = fc.subarray(fields.filter(isGroupable), { minLength: 1, maxLength: 2 });
  return fc.tuple(keys, fc.constantFrom('YEAR', 'MONTH', 'DAY')).chain(([chosen, precision]) => {
    const by = chosen.map((field) => ({ field, precision: isDate(field) ? precision : null }));
    // The first date of groups by dates is refused: it would be that of the group.
    const takesDates = !chosen.some(isDate);
    return measures(fields, takesDates).chain((asked) => {
      const numbers = asked.filter(({ field }) => isNumber(field));
      const counted = fc.constantFrom<('count' | Measure)[]>('count', ...numbers);
      return fc.record({
        by: fc.constant(by),
        measures: fc.constant(asked),
        order: fc.option(
          fc.record({
            of: fc.constantFrom<(TypeField | 'count' | Measure)[]>('count', ...chosen, ...numbers),
            direction: DIRECTION,
          }),
        ),
        having: fc.option(
          fc.record({
            of: counted,
            tests: fc.oneof(
              fc.integer({ min: 0, max: 20 }).map((atLeast) => ({ atLeast })),
              fc
                .integer({ min: 0, max: 20 })
                .map((greaterThan) => ({ greaterThan, lessThan: greaterThan + 40 })),
              fc.integer({ min: 0, max: 5 }).map((equals) => ({ equals })),
              fc.integer({ min: 0, max: 50 }).map((atMost) => ({ atMost })),
            ),
          }),
        ),
        first: fc.option(fc.integer({ min: 1, max: 12 })),
      });
    });
  });
}

export function randomQuestion(sampled: Sampled): fc.Arbitrary<Question> {
  const fields = sampled.type.fields.filter(({ hidden }) => !hidden);
  return fc.record({
    sampled: fc.constant(sampled),
    filter: randomFilters(sampled),
    timezone: fc.constantFrom(null, null, 'Europe/Paris', 'America/New_York'),
    fields: fc.subarray(fields, { minLength: 1, maxLength: 6 }),
    order: fc
      .subarray(fields.filter(isOrderable), { maxLength: 2 })
      .chain((chosen) =>
        fc.tuple(...chosen.map((field) => DIRECTION.map((direction) => ({ field, direction })))),
      ),
    first: fc.integer({ min: 1, max: 12 }),
    facets: fc.subarray(fields.filter(isFacet), { maxLength: 2 }),
    measures: measures(fields, true),
    groups: fc.option(groups(fields), { freq: 2 }),
  });
}
