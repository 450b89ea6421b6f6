/** A random question as the two operations that ask it, and their answers in one form. */

import type { TypeField } from '../../src/types/dataset-type.ts';
import { enumNameOf } from '../../src/types/names.ts';
import { isMultivalued } from './random-typed-filter.ts';
import { type GroupQuestion, isDate, type Measure, type Question } from './random-typed-question.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, which the test compares.
type Data = any;

/** What is compared. */
export interface Answered {
  totalCount: number;
  records: unknown[];
  facets: unknown;
  aggregate: unknown;
  groups: unknown;
}

/** An operation, and how its answer is read. */
export interface Asking {
  text: string;
  variables: Record<string, unknown>;
  read: (data: Data) => Answered;
}

const nameOf = ({ name, field }: Measure) => `${name}_${field.name}`;
const measureNames = (measures: readonly Measure[]) => [...new Set(measures.map(({ name }) => name))];

/** `sum { population }`, for each function. */
const selected = (measures: readonly Measure[]): string =>
  measureNames(measures)
    .map((name) => {
      const fields = measures.filter((one) => one.name === name).map(({ field }) => field.name);
      return `${name} { ${fields.join(' ')} }`;
    })
    .join(' ');

const readSelected = (measures: readonly Measure[], of: Data) =>
  Object.fromEntries(measures.map((one) => [nameOf(one), of[one.name][one.field.name]]));

const timezoneOf = ({ timezone }: Question): string => (timezone ? `, timezone: "${timezone}"` : '');

function typedSelection(field: TypeField): string {
  if (field.type === 'geo_point_2d') return `${field.name} { latitude longitude }`;
  return field.name;
}

function groupArguments({ by, order, having, first }: GroupQuestion): string {
  const keys = by.map(
    ({ field, precision }) =>
      `{ field: ${enumNameOf(field.name)}${precision ? `, precision: ${precision}` : ''} }`,
  );
  const parts = [`by: [${keys.join(', ')}]`];
  if (order) {
    const { of, direction } = order;
    const what =
      of === 'count'
        ? 'count: true'
        : 'type' in of
          ? `key: ${enumNameOf(of.name)}`
          : `${of.name}: ${enumNameOf(of.field.name)}`;
    parts.push(`orderBy: { ${what}, direction: ${direction} }`);
  }
  if (having) {
    const { of } = having;
    const tests = `{ ${testsText(having.tests)} }`;
    parts.push(
      `having: { ${of === 'count' ? `count: ${tests}` : `${of.name}: { ${of.field.name}: ${tests} }`} }`,
    );
  }
  if (first !== null) parts.push(`first: ${first}`);
  return parts.join(', ');
}

const testsText = (tests: Readonly<Record<string, number>>): string =>
  Object.entries(tests)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');

/** The question by the type of the dataset. */
export function typedAsking(question: Question): Asking {
  const { sampled, filter, fields, order, first, facets, measures, groups } = question;
  const { name, plural } = sampled.type;
  const orderBy = order.map(
    ({ field, direction }) => `{ field: ${enumNameOf(field.name)}, direction: ${direction} }`,
  );
  const facetFields = facets.map(({ name: facet }) => `${facet}(first: 4) { value count }`);
  const text = `query ($filter: ${name}Filter) {
    all: ${plural}(filter: $filter, first: ${first}${orderBy.length > 0 ? `, orderBy: [${orderBy.join(', ')}]` : ''}${timezoneOf(question)}) {
      totalCount
      edges { ${sampled.places.length > 0 ? 'distance' : ''} node { recordId ${fields.map(typedSelection).join(' ')} } }
      ${facetFields.length > 0 ? `facets { ${facetFields.join(' ')} }` : ''}
      ${measures.length > 0 ? `aggregate { count ${selected(measures)} }` : ''}
      ${groups ? `groups(${groupArguments(groups)}) { key { ${groups.by.map(({ field }) => field.name).join(' ')} } count ${selected(groups.measures)} }` : ''}
    }
  }`;
  return {
    text,
    variables: { filter: filter.typed },
    read: ({ all }) => ({
      totalCount: all.totalCount,
      records: all.edges.map(({ distance = null, node: { recordId, ...values } }: Data) => ({
        recordId,
        distance,
        values,
      })),
      facets: all.facets ?? {},
      aggregate: all.aggregate && {
        count: all.aggregate.count,
        ...readSelected(measures, all.aggregate),
      },
      groups: all.groups?.map(({ key, count, ...rest }: Data) => ({
        key: groups?.by.map(({ field }) => key[field.name]),
        count,
        ...readSelected(groups?.measures ?? [], rest),
      })),
    }),
  };
}

const COUNT = '{ name: "count", function: COUNT }';
const seriesText = (one: Measure) =>
  `{ name: "${nameOf(one)}", function: ${one.name.toUpperCase()}, expression: "${one.field.field}" }`;

/** A value of each measure of a point; dates are read by fields of their own. */
const pointSelection = (measures: readonly Measure[]): string =>
  measures
    .map((one) => `${nameOf(one)}: ${isDate(one.field) ? 'date' : 'value'}(series: "${nameOf(one)}")`)
    .join(' ');

/** A day, or an instant in UTC with thousandths. */
const dateOf = ({ type }: TypeField, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  return type === 'date' ? value.slice(0, 10) : new Date(value).toISOString();
};

const readPoint = (measures: readonly Measure[], point: Data) =>
  Object.fromEntries(
    measures.map((one) => [
      nameOf(one),
      isDate(one.field) ? dateOf(one.field, point?.[nameOf(one)] ?? null) : (point?.[nameOf(one)] ?? null),
    ]),
  );

function analysisArguments({ by, measures, order, having, first }: GroupQuestion): string {
  const x = by.map(
    ({ field, precision }) => `{ field: "${field.field}"${precision ? `, precision: ${precision}` : ''} }`,
  );
  const used = new Map(measures.map((one) => [nameOf(one), one]));
  const seriesOf = (of: 'count' | Measure): string => {
    if (of === 'count') return 'count';
    used.set(nameOf(of), of);
    return nameOf(of);
  };
  const parts = [`x: [${x.join(', ')}]`];
  if (order) {
    const { of, direction } = order;
    const field = of !== 'count' && 'type' in of ? of.field : seriesOf(of);
    parts.push(`orderBy: { field: "${field}", direction: ${direction} }`);
  }
  if (having) parts.push(`having: [{ series: "${seriesOf(having.of)}", ${testsText(having.tests)} }]`);
  if (first !== null) parts.push(`first: ${first}`);
  parts.push(`series: [${[COUNT, ...[...used.values()].map(seriesText)].join(', ')}]`);
  return parts.join(', ');
}

/** The same question by the fields that every dataset has. */
export function untypedAsking(question: Question): Asking {
  const { sampled, filter, fields, order, first, facets, measures, groups } = question;
  const orderBy = order.map(({ field, direction }) => `{ field: "${field.field}", direction: ${direction} }`);
  const zone = timezoneOf(question);
  const names = facets.map(
    ({ field }) =>
      `${field}: facets(names: ["${field}"], sort: { by: COUNT, direction: DESC }) { facets { path count } }`,
  );
  const text = `query ($filter: RecordFilter) {
    dataset(datasetId: "${sampled.type.dataset}") {
      all: records(filter: $filter, first: ${first}${orderBy.length > 0 ? `, orderBy: [${orderBy.join(', ')}]` : ''}${zone}) {
        totalCount
        edges { distance node { recordId fields(names: ${JSON.stringify(fields.map(({ field }) => field))}) } }
        ${names.join(' ')}
      }
      ${measures.length > 0 ? `aggregate: analysis(x: [], filter: $filter, series: [${measures.map(seriesText).join(', ')}]${zone}) { points { ${pointSelection(measures)} } }` : ''}
      ${groups ? `groups: analysis(${analysisArguments(groups)}, filter: $filter${zone}) { points { x count: value(series: "count") ${pointSelection(groups.measures)} } }` : ''}
    }
  }`;
  return {
    text,
    variables: { filter: filter.untyped },
    read: ({ dataset: { all, aggregate, groups: analysis } }) => ({
      totalCount: all.totalCount,
      records: all.edges.map(({ distance, node }: Data) => ({
        recordId: node.recordId,
        distance,
        values: Object.fromEntries(
          fields.map((field) => [field.name, graphValue(field, node.fields[field.field])]),
        ),
      })),
      facets: Object.fromEntries(
        facets.map(({ name, field }) => [
          name,
          (all[field][0]?.facets ?? []).slice(0, 4).map(({ path, count }: Data) => ({ value: path, count })),
        ]),
      ),
      aggregate: aggregate && {
        // No analysis need count what comes with the page.
        count: all.totalCount,
        ...readPoint(measures, aggregate.points[0]),
      },
      groups: analysis?.points.map((point: Data) => ({
        key: groups?.by.map(({ field }, index) => keyValue(field, point.x[index])),
        count: point.count,
        ...readPoint(groups?.measures ?? [], point),
      })),
    }),
  };
}

/** A value of the portal as the type has it. */
function graphValue(field: TypeField, value: unknown): unknown {
  if (value === undefined || value === null) return isMultivalued(field) ? [] : null;
  if (isMultivalued(field)) {
    return String(value)
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  }
  if (field.type === 'geo_point_2d' && Array.isArray(value))
    return { latitude: value[0], longitude: value[1] };
  return isDate(field) ? dateOf(field, value) : value;
}

/** The parts of a date as text, as precise as they are. */
function keyValue({ type }: TypeField, value: Data): unknown {
  if (type !== 'date' && type !== 'datetime') return value;
  const { year, month, day } = value;
  return [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
