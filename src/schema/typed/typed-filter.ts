/** Typed filters in the words of the untyped graph, whose one compilation they share. */
import type { Condition } from '../../ods/query/condition.ts';
import type { RecordFilter } from '../../ods/query/filter.ts';
import type { GeoPoint } from '../../ods/query/geo.ts';
import type { TypedDataset } from './typed-dataset.ts';

/** A typed filter as GraphQL has read it. */
export type TypedFilter = Readonly<Record<string, unknown>>;

/** The filter of records that a typed filter stands for. `argument` is its path in the input, for errors. */
export function recordFilterOf(
  typed: TypedDataset,
  filter: TypedFilter | null | undefined,
  argument = 'filter',
): RecordFilter {
  if (!filter) return {};
  const { search, near, within, withinBox, ...rest } = filter as CommonFilter;
  if (typed.hasOnePlace)
    return { search, near, within, withinBox, where: conditionOf(typed, rest, argument) };
  // A filter by place names no field, and portals look at all of them: only a condition means the one. A circle is
  // both, since only the filter by distance sorts, and tells the distances.
  return { search, near, where: conditionOf(typed, { ...rest, near, within, withinBox }, argument) };
}

/** What every typed filter has: GraphQL has checked the types. */
interface CommonFilter extends TypedFilter {
  search?: string | null | undefined;
  near?: (GeoPoint & { meters: number }) | null | undefined;
  within?: GeoPoint[] | null | undefined;
  withinBox?: { southWest: GeoPoint; northEast: GeoPoint } | null | undefined;
  all?: CommonFilter[] | null | undefined;
  any?: CommonFilter[] | null | undefined;
  not?: CommonFilter | null | undefined;
}

/** Null if the filter says nothing. */
function conditionOf(typed: TypedDataset, filter: CommonFilter, argument: string): Condition | null {
  const parts: Condition[] = [];
  const { all, any, not, search, near, within, withinBox, ...tests } = filter;
  const at = (name: string) => `${argument}.${name}`;
  for (const [name, filters] of [
    ['all', all],
    ['any', any],
  ] as const) {
    if (!filters) continue;
    const conditions = filters.map((one, index) =>
      everythingOr(conditionOf(typed, one, `${at(name)}[${index}]`)),
    );
    parts.push(name === 'all' ? { all: conditions } : { any: conditions });
  }
  if (not) parts.push({ not: everythingOr(conditionOf(typed, not, at('not'))) });
  if (search) parts.push({ search: { fields: ['*'], text: search }, at: at('search') });
  parts.push(...placeConditions(typed, { near, within, withinBox }, at));
  for (const [name, test] of Object.entries(tests)) {
    const field = typed.field(name);
    if (field && test && saysSomething(test))
      parts.push({ field: { ...test, name: field.portalName }, at: at(name) });
  }
  if (parts.length === 0) return null;
  const [only] = parts;
  return only && parts.length === 1 ? only : { all: parts };
}

/** Filters are built piece by piece: a field without a test is no condition. */
const saysSomething = (test: object): boolean =>
  Object.values(test).some((value) => value !== null && value !== undefined);

const everythingOr = (condition: Condition | null): Condition => condition ?? { all: [] };

function placeConditions(
  { place }: TypedDataset,
  { near, within, withinBox }: Pick<CommonFilter, 'near' | 'within' | 'withinBox'>,
  at: (name: string) => string,
): Condition[] {
  const name = place?.portalName;
  if (name === undefined) return [];
  const conditions: Condition[] = [];
  if (near) conditions.push({ near: { field: name, ...near }, at: at('near') });
  if (within) conditions.push({ within: { field: name, polygon: within }, at: at('within') });
  if (withinBox)
    conditions.push({ within: { field: name, polygon: outline(withinBox) }, at: at('withinBox') });
  return conditions;
}

/** An edge takes the short way around the globe, so a wide side has corners between its ends. */
const WIDEST = 120;

/** A box as a polygon. */
function outline({ southWest, northEast }: { southWest: GeoPoint; northEast: GeoPoint }): GeoPoint[] {
  const width = (northEast.longitude - southWest.longitude + 360) % 360 || 360;
  const steps = Math.ceil(width / WIDEST);
  const side = Array.from({ length: steps + 1 }, (_, step) => {
    const longitude = southWest.longitude + (width * step) / steps;
    return longitude > 180 ? longitude - 360 : longitude;
  });
  return [
    ...side.map((longitude) => ({ latitude: southWest.latitude, longitude })),
    ...side.toReversed().map((longitude) => ({ latitude: northEast.latitude, longitude })),
  ];
}
