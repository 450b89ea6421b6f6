/** Groups of the records of a typed dataset: what is asked, as an analysis, and what is made of its answer. */
import type { GraphQLResolveInfo } from 'graphql';
import type { AnalysisPoint } from '../../loading/analysis-point.ts';
import type { Having } from '../../loading/having.ts';
import { badInput } from '../../ods/errors.ts';
import type { DatePrecision } from '../../ods/query/axis.ts';
import type { Series } from '../../ods/query/series.ts';
import type { OrderBy } from '../../ods/query/sort.ts';
import { enumNameOf } from '../../types/names.ts';
import type { Context } from '../context.ts';
import { selectionsOn } from '../selection.ts';
import { COUNT, FUNCTION_NAMES, type FunctionName, readsOf, seriesOf } from './aggregate-type.ts';
import type { TypedDataset } from './typed-dataset.ts';
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

/** The arguments of `groups`. */
export interface GroupsArguments {
  by: readonly GroupBy[];
  orderBy?:
    | (Measures & { key?: string | null; count?: boolean | null; direction: OrderBy['direction'] })
    | null;
  having?:
    | ({ count?: Tests | null } & Partial<Record<FunctionName, Record<string, Tests | null> | null>>)
    | null;
  first?: number | null;
}

/** The groups that are asked for; refuses to give some of them for all. */
export async function resolveGroups(
  { typed, filter, timezone }: TypedSearch,
  args: GroupsArguments,
  loaders: Context['loaders'],
  info: GraphQLResolveInfo,
): Promise<TypedGroup[]> {
  const { by, first } = args;
  if (by.length === 0)
    throw badInput('by', 'needs at least one field to group by; without one there is `aggregate`.');
  requireKeys(typed, by, info);
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
    reads: readsOf(typed, [...series.values()]),
    first,
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

/** Refuses once what would fail for each group: a relation that the keys of the groups do not lead to. */
function requireKeys(typed: TypedDataset, by: readonly GroupBy[], info: GraphQLResolveInfo): void {
  const selected = new Set(selectionsOn(info, `${typed.name}Group`, []).map(({ name }) => name));
  for (const relation of typed.relations) {
    if (!selected.has(relation.name)) continue;
    const missing = relation.by.find(({ own }) => by.every(({ field }) => field !== own.portalName));
    if (missing)
      throw badInput(
        'by',
        `must have ${enumNameOf(missing.own.name)}, since ${relation.name} is read of the groups.`,
      );
  }
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
