import type { Dataset } from '../ods/dataset.ts';
import { badInput } from '../ods/errors.ts';
import { MAX_FACETS } from '../ods/facets.ts';
import { shown } from '../ods/text.ts';
import {
  type FieldValue,
  type FieldValues,
  type FieldValuesArguments,
  fieldValuesOf,
  isGroupable,
  requireValueField,
} from './field-values.ts';
import type { Loaders } from './loaders.ts';
import type { RecordsArguments } from './record-search.ts';

type Source = Pick<Loaders, 'analysis' | 'records'>;

/** Which records. */
type RecordContext = Pick<RecordsArguments, 'filter' | 'timezone'>;

interface AllValues {
  values: FieldValue[];
  truncated: boolean;
}

/** The distinct values of a field with their counts. They share a call as analyses or facets do. */
export async function loadFieldValues(
  source: Source,
  dataset: Dataset,
  { filter, timezone, ...question }: FieldValuesArguments & RecordContext,
): Promise<FieldValues> {
  const field = requireValueField(question.field, dataset.fields);
  const load = isGroupable(field) ? analysedValues : facetValues;
  const { values, truncated } = await load(source, dataset, field.name, { filter, timezone });
  return fieldValuesOf(values, question, [dataset.datasetId, filter, timezone], truncated);
}

async function analysedValues(
  source: Source,
  dataset: Dataset,
  field: string,
  context: RecordContext,
): Promise<AllValues> {
  const { points, truncated } = await source.analysis(dataset, {
    ...context,
    x: [{ field }],
    series: [{ name: 'count', function: 'COUNT' }],
  });
  const values = points.flatMap(({ x: [value], values: [count] }) =>
    value === null || value === undefined ? [] : [{ value: String(value), count: count ?? 0 }],
  );
  return { values, truncated };
}

async function facetValues(
  source: Source,
  dataset: Dataset,
  field: string,
  context: RecordContext,
): Promise<AllValues> {
  const [group] = await source.records(dataset, { ...context, first: 0 }).facets([field], null);
  const facets = group?.facets ?? [];
  if (facets.length >= MAX_FACETS) {
    throw badInput(
      'field',
      `${shown(field)} is no facet, and a portal lists the values of such a text only if there are fewer than ${MAX_FACETS}; narrow the filter.`,
    );
  }
  return { values: facets.map(({ path, count }) => ({ value: path, count })), truncated: false };
}
