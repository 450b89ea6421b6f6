/** Aggregates of typed datasets: `aggregate { count avg { population } }`, also of each group. */
import {
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { AnalysisPoint } from '../../loading/analysis-point.ts';
import { dateEndsOf } from '../../loading/date-ends.ts';
import type { AggregateFunction, Series } from '../../ods/query/series.ts';
import type { Context } from '../context.ts';
import type { Base } from './base.ts';
import { fieldDescription, outputType, readValue } from './field-type.ts';
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
    expression: portalName,
  };
}

/** No field has such a name, so that none is mistaken for a series. */
export const seriesName = (name: FunctionName, portalName: string): string => `${name}(${portalName})`;

export const COUNT: Series = { name: 'count()', function: 'COUNT' };

/** The value of a series in a group; null if it has none. */
export function aggregateValue(
  { names, values, dates }: AnalysisPoint,
  name: FunctionName,
  field: TypedField,
): unknown {
  const index = names.indexOf(seriesName(name, field.portalName));
  if (!isDated(field)) return values[index] ?? null;
  return readValue(field, dates?.[index]);
}

/** Those of the series that are dates: they are read by calls of their own. */
export function readsOf(typed: TypedDataset, series: readonly Series[]) {
  return { dates: dateEndsOf(series, typed.dataset.fields).map(({ name }) => name), numbers: [] };
}

/** True if a selection asks for something that is computed of numbers. */
export function selectsNumber(typed: TypedDataset, selects: (...names: string[]) => boolean): boolean {
  const numbers = typed.such(isNumber);
  return FUNCTION_NAMES.some((name) => selects(...numbers.map((field) => `${name}.${field.name}`)));
}

/** The first and last dates that a selection asks for, by the fields that they are of. */
export function selectedDates(
  typed: TypedDataset,
  selects: (...names: string[]) => boolean,
): { name: FunctionName; field: TypedField }[] {
  return (['min', 'max'] as const).flatMap((name) =>
    typed
      .such(isDated)
      .filter((field) => selects(`${name}.${field.name}`))
      .map((field) => ({ name, field })),
  );
}

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
