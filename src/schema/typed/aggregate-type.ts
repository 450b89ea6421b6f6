/** Aggregates of typed datasets: `aggregate { count avg { population } }`, also of each group. */
import {
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { AggregateFunction, Series } from '../../ods/query/series.ts';
import type { Context } from '../context.ts';
import type { Base } from './base.ts';
import { fieldDescription, outputType } from './field-type.ts';
import { isDated, isNumber, type TypedDataset, type TypedField } from './typed-dataset.ts';

/** The functions, by the names of their fields. */
export const FUNCTIONS = {
  sum: { function: 'SUM', suffix: 'Sum', what: 'The sums', takes: isNumber },
  avg: { function: 'AVG', suffix: 'Avg', what: 'The means', takes: isNumber },
  min: { function: 'MIN', suffix: 'Min', what: 'The smallest values', takes: isMeasure },
  max: { function: 'MAX', suffix: 'Max', what: 'The greatest values', takes: isMeasure },
} as const satisfies Record<
  string,
  { function: AggregateFunction; suffix: string; what: string; takes: (field: TypedField) => boolean }
>;

export type FunctionName = keyof typeof FUNCTIONS;

export const FUNCTION_NAMES: readonly FunctionName[] = ['sum', 'avg', 'min', 'max'];

function isMeasure(field: TypedField): boolean {
  return isNumber(field) || isDated(field);
}

/** The series of a function of a field. */
export function seriesOf(name: FunctionName, field: TypedField): Series {
  const { portalName } = field;
  return {
    name: seriesName(name, portalName),
    function: FUNCTIONS[name].function,
    // The portal computes with numbers only: a date is its milliseconds since 1970.
    expression: isDated(field) ? `time(${portalName})` : portalName,
  };
}

/** No field has such a name, so that none is mistaken for a series. */
export const seriesName = (name: FunctionName, portalName: string): string => `${name}(${portalName})`;

export const COUNT: Series = { name: 'count()', function: 'COUNT' };

/** The value of a series as its field has it: dates are dates again. */
export function aggregateValue(field: TypedField, value: number | null): unknown {
  if (value === null || !isDated(field)) return value;
  const instant = new Date(value);
  if (field.kind === 'datetime') return instant;
  const day = instant.toISOString().slice(0, 10);
  return field.kind === 'date' ? day : day.slice(0, PRECISIONS[precisionOf(field)] ?? 10);
}

const PRECISIONS: Readonly<Record<string, number>> = { year: 4, month: 7 };

const precisionOf = ({ field }: TypedField): string =>
  field.annotations.find(({ name }) => name === 'timeserie_precision')?.args[0] ?? '';

/** The type of a function's values over a field. */
function valueType(name: FunctionName, field: TypedField, base: Base): GraphQLOutputType {
  return name === 'sum' || name === 'avg' ? GraphQLFloat : outputType(field, base);
}

/**
 * A type with a field for each function, which has a field for each number or date: `count`, `avg { population }`.
 * `values` reads one value from what the type is of.
 */
export function aggregateFields<Source>(
  typed: TypedDataset,
  base: Base,
  prefix: string,
  value: (source: Source, name: FunctionName, field: TypedField, context: Context) => unknown,
): Record<string, GraphQLFieldConfig<Source, Context>> {
  const fields: Record<string, GraphQLFieldConfig<Source, Context>> = {};
  for (const name of FUNCTION_NAMES) {
    const { suffix, what, takes } = FUNCTIONS[name];
    const measures = typed.such(takes);
    if (measures.length === 0) continue;
    const type = new GraphQLObjectType<Source, Context>({
      name: `${typed.name}${prefix}${suffix}`,
      description: `${what} of the fields of \`${typed.datasetId}\`; null if there is no value.`,
      fields: Object.fromEntries(
        measures.map((field) => [
          field.name,
          {
            type: valueType(name, field, base),
            description: fieldDescription(field),
            resolve: (source: Source, _: unknown, context: Context) => value(source, name, field, context),
          },
        ]),
      ),
    });
    fields[name] = {
      type: new GraphQLNonNull(type),
      description: `${what} of fields.`,
      resolve: (source) => source,
    };
  }
  return fields;
}
