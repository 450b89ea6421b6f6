/** The axes of an analysis: `x`, `precision` and `periodic` say how records are grouped. */
import { badRequest } from '../errors.ts';
import type { Parameters } from '../parameters.ts';
import { shown } from '../shown.ts';
import type { Dataset } from '../store/dataset.ts';
import { isListed } from '../store/layout.ts';
import type { TableField } from '../store/table.ts';
import {
  type DateGrouping,
  type DatePart,
  dateParts,
  groupingOf,
  type Period,
  type Precision,
  periods,
  precisions,
} from './date-grouping.ts';

export interface Axis {
  field: TableField;
  /** Null if the field is not a date. */
  date: DateGrouping | null;
  /** Whether the field is multivalued: a record counts once for each of its values. */
  isListed: boolean;
}

/** How a request names one field: as a whole, by some parts of its dates, or both. */
interface Asked {
  isWhole: boolean;
  parts: Set<DatePart>;
}

/** The axes, in the order in which they are first named. Several parts of one date are one axis. */
export function readAxes(parameters: Parameters, dataset: Dataset): Axis[] {
  const precision = oneOf(parameters, 'precision', precisions);
  const period = oneOf(parameters, 'periodic', periods);
  const asked = new Map<string, Asked>();
  for (const text of parameters.all('x')) {
    const { name, part } = readX(text, dataset);
    const one = asked.get(name) ?? { isWhole: false, parts: new Set() };
    if (part === null) one.isWhole = true;
    else one.parts.add(part);
    asked.set(name, one);
  }
  return [...asked].map(([name, one]) => axisOf(axisField(name, dataset), one, dataset, precision, period));
}

function oneOf<Choice extends string>(
  parameters: Parameters,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = parameters.one(name)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw badRequest(
    `Invalid value for ${name} API parameter: ${shown(text)} was found but one of ${choices.join(', ')} is expected.`,
  );
}

/** `field` or `field.part`. */
function readX(text: string, dataset: Dataset): { name: string; part: DatePart | null } {
  const [name = '', ...rest] = text.split('.');
  const field = axisField(name, dataset);
  if (rest.length === 0) return { name, part: null };
  const part = isDate(field) ? dateParts.find((candidate) => candidate === rest.join('.')) : undefined;
  if (part === undefined) {
    throw invalidX(text, `"${name}" has no such part; dates have ${dateParts.join(', ')}.`);
  }
  return { name, part };
}

const axisTypes: ReadonlySet<string> = new Set(['text', 'int', 'double', 'date', 'datetime']);

function axisField(name: string, { table }: Dataset): TableField {
  const field = table.fields.get(name);
  if (field === undefined) throw invalidX(name, 'the dataset has no such field.');
  if (!axisTypes.has(field.type)) throw invalidX(name, `a field of type ${field.type} cannot be an axis.`);
  if (field.type === 'text' && !field.isFacet) throw badRequest(`Unknown facet name '${name}'`);
  return field;
}

const invalidX = (text: string, reason: string): Error =>
  badRequest(`Invalid value for x API parameter: ${shown(text)} was found but ${reason}`);

const isDate = ({ type }: TableField): boolean => type === 'date' || type === 'datetime';

function axisOf(
  field: TableField,
  { isWhole, parts }: Asked,
  dataset: Dataset,
  precision: Precision | undefined,
  period: Period | undefined,
): Axis {
  if (!isDate(field))
    return { field, date: null, isListed: isListed(field) && field.multivalued !== undefined };
  const whole = isWhole ? groupingOf(precision, period, finestOf(field, dataset)) : null;
  const all = new Set([...parts, ...(whole?.parts ?? [])]);
  const date = {
    parts: dateParts.filter((part) => all.has(part)),
    byWeek: whole?.byWeek === true && parts.size === 0,
  };
  return { field, date, isListed: false };
}

/** The finest precision of a field: that of its annotation, else that of its type. */
function finestOf(field: TableField, { definition }: Dataset): Precision {
  const annotations = definition.fields.find(({ name }) => name === field.name)?.annotations;
  const own = annotations?.find(({ name }) => name === 'timeserie_precision')?.args?.[0];
  return precisions.find((precision) => precision === own) ?? (field.type === 'date' ? 'day' : 'minute');
}
