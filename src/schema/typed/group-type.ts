/** Groups of the records of a typed dataset: `groups(by: [{ field: COUNTRY_CODE }]) { key { countryCode } count }`. */
import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLString,
} from 'graphql';
import type { AnalysisPoint } from '../../loading/analysis-point.ts';
import { labelOf } from '../../loading/axis-value.ts';
import type { Having } from '../../loading/having.ts';
import { badInput } from '../../ods/errors.ts';
import type { DatePrecision } from '../../ods/query/axis.ts';
import type { Series } from '../../ods/query/series.ts';
import type { OrderBy } from '../../ods/query/sort.ts';
import { annotate, CALL_WEIGHT } from '../annotations.ts';
import type { Context } from '../context.ts';
import { keyOf } from '../cost.ts';
import { selectionsOn } from '../selection.ts';
import {
  aggregateFields,
  aggregateValue,
  COUNT,
  FUNCTION_NAMES,
  type FunctionName,
  seriesName,
  seriesOf,
} from './aggregate-type.ts';
import type { Base } from './base.ts';
import type { FieldEnums } from './enums.ts';
import { fieldDescription } from './field-type.ts';
import { PartialDate } from './scalars.ts';
import { isDated, isGroupable, isNumber, type TypedDataset, type TypedField } from './typed-dataset.ts';
import type { TypedSearch } from './typed-search.ts';

/** A group with its place on each axis. */
export interface TypedGroup {
  by: readonly string[];
  point: AnalysisPoint;
}

interface GroupBy {
  field: string;
  precision?: DatePrecision | null;
}

type Measures = Partial<Record<FunctionName, string | null>>;
type Tests = Partial<Omit<Having, 'series'>>;

interface GroupsArguments {
  by: readonly GroupBy[];
  orderBy?:
    | (Measures & { key?: string | null; count?: boolean | null; direction: OrderBy['direction'] })
    | null;
  having?:
    | ({ count?: Tests | null } & Partial<Record<FunctionName, Record<string, Tests | null> | null>>)
    | null;
  first?: number | null;
}

/** What all typed datasets share of the inputs of groups. */
export class GroupInputs {
  readonly having = new GraphQLInputObjectType({
    name: 'NumberTests',
    description:
      'What a number of a group must be. All that are given hold; a group without the number is left out.',
    fields: {
      equals: { type: GraphQLFloat, description: 'It is this one.' },
      greaterThan: { type: GraphQLFloat, description: 'It is greater.' },
      atLeast: { type: GraphQLFloat, description: 'It is as great or greater.' },
      lessThan: { type: GraphQLFloat, description: 'It is less.' },
      atMost: { type: GraphQLFloat, description: 'It is as great or less.' },
    },
  });
}

/** The field `groups` of a connection; null if there is nothing to group by. `relations` are fields of each group. */
export function groupsField(
  typed: TypedDataset,
  enums: FieldEnums,
  inputs: GroupInputs,
  base: Base,
  relations: () => Record<string, GraphQLFieldConfig<TypedGroup, Context>>,
): GraphQLFieldConfig<TypedSearch, Context> | null {
  if (!enums.groupable) return null;
  const GroupByType = new GraphQLInputObjectType({
    name: `${typed.name}GroupBy`,
    description: 'What to group by. Records without a value of it are left out.',
    fields: {
      field: { type: new GraphQLNonNull(enums.groupable), description: 'The field.' },
      precision: {
        type: base.enumeration('DatePrecision'),
        description:
          'Of a date: whether there is a group per year, month, day, hour or minute; a day if it is left out. It must be the same for all dates of `by`.',
      },
    },
  });
  return {
    type: new GraphQLList(new GraphQLNonNull(groupType(typed, base, relations))),
    description:
      'The records that match in groups: one for each combination of values that there is (analysis API). All groups of one connection with the same `by` are one upstream call, whatever is computed.',
    extensions: annotate({
      weight: CALL_WEIGHT,
      listSize: 100,
      freshness: 'analysis',
      cost: ({ place, args }) => {
        const { by, orderBy, having, first } = args;
        const isCut = typeof first === 'number' && !having;
        const scope = `${place.search?.key ?? place.scope} groups ${keyOf(by)}`;
        return {
          charges: [{ key: scope, dimension: 'cut', variant: isCut ? keyOf([orderBy, first]) : 'whole' }],
          items: typeof first === 'number' ? Math.max(0, first) : 100,
          below: { count: place.count * (typeof first === 'number' ? Math.max(1, first) : 100), scope },
        };
      },
    }),
    args: {
      by: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GroupByType))),
        description: 'What to group by: one field or more.',
      },
      orderBy: {
        type: orderType(typed, enums, base),
        description: 'The order of the groups; ascending by their keys if it is left out.',
      },
      having: {
        type: havingType(typed, inputs),
        description: 'Which groups to show. They are chosen here, from all groups.',
      },
      first: {
        type: GraphQLInt,
        description: 'How many groups to give at most: the first ones; all if it is left out.',
      },
    },
    resolve: (search, args, { loaders }, info) =>
      resolveGroups(search, args as GroupsArguments, loaders, info),
  };
}

function groupType(
  typed: TypedDataset,
  base: Base,
  relations: () => Record<string, GraphQLFieldConfig<TypedGroup, Context>>,
): GraphQLObjectType<TypedGroup, Context> {
  const KeyType = new GraphQLObjectType<TypedGroup>({
    name: `${typed.name}GroupKey`,
    description: 'What the records of a group have in common: null for a field that they are not grouped by.',
    fields: Object.fromEntries(
      typed.such(isGroupable).map((field) => [
        field.name,
        {
          type: keyType(field, base),
          description: fieldDescription(field),
          resolve: ({ by, point }: TypedGroup) => keyValue(field, point.x[by.indexOf(field.portalName)]),
        },
      ]),
    ),
  });
  return new GraphQLObjectType<TypedGroup, Context>({
    name: `${typed.name}Group`,
    description: `Records of \`${typed.datasetId}\` that have values in common.`,
    extensions: { freshness: 'analysis' },
    fields: () => ({
      key: {
        type: new GraphQLNonNull(KeyType),
        description: 'The values that they have in common.',
        resolve: (group) => group,
      },
      count: {
        type: new GraphQLNonNull(base.scalar('SafeInt')),
        description: 'How many records there are.',
        resolve: ({ point }) => seriesValue(point, COUNT.name) ?? 0,
      },
      ...aggregateFields<TypedGroup>(typed, base, 'Group', ({ point }, name, field) =>
        aggregateValue(field, seriesValue(point, seriesName(name, field.portalName))),
      ),
      ...relations(),
    }),
  });
}

/** Dates are as precise as they are grouped; texts of several values are one of them. */
function keyType(field: TypedField, base: Base): GraphQLOutputType {
  if (isDated(field)) return PartialDate;
  if (field.kind === 'int') return base.scalar('SafeInt');
  return field.kind === 'float' ? GraphQLFloat : GraphQLString;
}

function keyValue(field: TypedField, value: AnalysisPoint['x'][number] | undefined): unknown {
  if (value === undefined || value === null || value === '') return null;
  return isDated(field) ? labelOf(value).replace(' ', 'T') : value;
}

const seriesValue = ({ names, values }: AnalysisPoint, name: string): number | null =>
  values[names.indexOf(name)] ?? null;

function orderType(typed: TypedDataset, enums: FieldEnums, base: Base): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${typed.name}GroupOrder`,
    description: 'The order of groups: exactly one of the fields beside `direction` says by what.',
    fields: {
      ...(enums.groupable && { key: { type: enums.groupable, description: 'By a value of the key.' } }),
      count: { type: GraphQLBoolean, description: 'True: by the number of records.' },
      ...(enums.numbers &&
        Object.fromEntries(
          FUNCTION_NAMES.map((name) => [
            name,
            { type: enums.numbers, description: `By the \`${name}\` of a number.` },
          ]),
        )),
      direction: {
        type: new GraphQLNonNull(base.enumeration('SortDirection')),
        defaultValue: 'ASC',
        description: 'Ascending or descending.',
      },
    },
  });
}

function havingType(typed: TypedDataset, { having }: GroupInputs): GraphQLInputObjectType {
  const numbers = typed.such(isNumber);
  const ofNumbers = (name: FunctionName) => ({
    type: new GraphQLInputObjectType({
      name: `${typed.name}Having${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      description: `What the \`${name}\` of numbers must be. All that are given hold.`,
      fields: Object.fromEntries(
        numbers.map((field) => [field.name, { type: having, description: fieldDescription(field) }]),
      ),
    }),
    description: `What the \`${name}\` of numbers must be.`,
  });
  return new GraphQLInputObjectType({
    name: `${typed.name}Having`,
    description: 'Which groups to show. All that is given holds.',
    fields: {
      count: { type: having, description: 'What the number of records must be.' },
      ...(numbers.length > 0 && Object.fromEntries(FUNCTION_NAMES.map((name) => [name, ofNumbers(name)]))),
    },
  });
}

async function resolveGroups(
  { typed, filter, timezone }: TypedSearch,
  args: GroupsArguments,
  loaders: Context['loaders'],
  info: GraphQLResolveInfo,
): Promise<TypedGroup[]> {
  const { by, first } = args;
  if (by.length === 0)
    throw badInput('by', 'needs at least one field to group by; without one there is `aggregate`.');
  if (typeof first === 'number' && first < 1) throw badInput('first', `must be 1 or more, and is ${first}.`);
  const series = new Map<string, Series>();
  const add = (one: Series) => series.set(one.name, one);
  for (const one of selectedSeries(typed, info)) add(one);
  const orderBy = orderOf(typed, args.orderBy, add);
  const having = havingOf(typed, args.having, add);
  if (series.size === 0) add(COUNT);
  const analysis = await loaders.analysis(typed.dataset, {
    x: by,
    series: [...series.values()],
    orderBy,
    having,
    maxPoints: first,
    filter,
    timezone,
  });
  if (analysis.truncated) {
    throw badInput(
      'by',
      `the portal cut the groups short at ${analysis.points.length}: narrow the filter, or ask for the \`first\` of them.`,
    );
  }
  const fields = by.map(({ field }) => field);
  return analysis.points.map((point) => ({ by: fields, point }));
}

/** The series that the selection of groups shows. */
function selectedSeries(typed: TypedDataset, info: GraphQLResolveInfo): Series[] {
  return selectionsOn(info, `${typed.name}Group`, []).flatMap(({ name, fieldsByTypeName }) => {
    if (name === 'count') return [COUNT];
    const aggregate = FUNCTION_NAMES.find((one) => one === name);
    if (aggregate === undefined) return [];
    return Object.values(fieldsByTypeName)
      .flatMap((selected) => Object.values(selected))
      .flatMap((selected) => {
        const field = typed.field(selected.name);
        return field ? [seriesOf(aggregate, field)] : [];
      });
  });
}

function orderOf(
  typed: TypedDataset,
  order: GroupsArguments['orderBy'],
  add: (series: Series) => void,
): OrderBy | null {
  if (!order) return null;
  const { direction, key, count, ...measures } = order;
  const given = [
    ...(key ? [key] : []),
    ...(count ? [COUNT] : []),
    ...FUNCTION_NAMES.flatMap((name) => measuredBy(typed, name, measures[name])),
  ];
  const [only] = given;
  if (only === undefined || given.length > 1)
    throw badInput(
      'orderBy',
      `needs exactly one of key, count, ${FUNCTION_NAMES.join(', ')}, and has ${given.length}.`,
    );
  if (typeof only === 'string') return { field: only, direction };
  add(only);
  return { field: only.name, direction };
}

function measuredBy(
  typed: TypedDataset,
  name: FunctionName,
  portalName: string | null | undefined,
): Series[] {
  const field = typed.fields.find((one) => one.portalName === portalName);
  return field ? [seriesOf(name, field)] : [];
}

function havingOf(
  typed: TypedDataset,
  having: GroupsArguments['having'],
  add: (series: Series) => void,
): Having[] | null {
  if (!having) return null;
  const tests: Having[] = [];
  const test = (series: Series, given: Tests | null | undefined) => {
    if (!given) return;
    add(series);
    tests.push({ ...given, series: series.name });
  };
  test(COUNT, having.count);
  for (const name of FUNCTION_NAMES) {
    for (const [field, given] of Object.entries(having[name] ?? {})) {
      const known = typed.field(field);
      if (known) test(seriesOf(name, known), given);
    }
  }
  return tests;
}
