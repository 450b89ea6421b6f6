/** What searches of one operation may share a call, as data: wants in, plans out. */
import { type FacetRequest, facetParameters } from '../ods/facets.ts';
import type { Parameter } from '../ods/parameter.ts';
import { SEARCH_WINDOW } from '../ods/records.ts';
import { type Projection, projectionKey, unite } from './projection.ts';

/** Rows `start` to `end`, the end not included. */
export interface RowRange {
  start: number;
  end: number;
}

/** What one field of an operation wants of a search: rows, facets, or only the total. */
export interface SearchWant {
  /** The dataset searched; empty for the catalog. */
  datasetId: string;
  /** Filter, order and time zone. */
  parameters: readonly Parameter[];
  rows: RowRange | null;
  /** The fields wanted in the rows. */
  projection: Projection;
  facets: readonly FacetRequest[];
}

/** One call, and the wants that its answer serves. */
export interface SearchPlan {
  datasetId: string;
  parameters: readonly Parameter[];
  rows: RowRange | null;
  projection: Projection;
  facets: Map<string, FacetRequest>;
  wants: SearchWant[];
}

/**
 * Two wants are of one search when dataset, filter and time zone are the same; the order too where both want rows, and
 * the order of a facet's values where both want that facet.
 */
function searchKey({ datasetId, parameters }: SearchWant): string {
  return JSON.stringify([datasetId, parameters.filter((parameter) => !isOrder(parameter))]);
}

function orderKey({ parameters }: { parameters: readonly Parameter[] }): string {
  return JSON.stringify(parameters.filter(isOrder));
}

function isOrder([name]: Parameter): boolean {
  return name === 'sort';
}

/** A want as a key: equal wants have equal answers. */
export function wantKey(want: SearchWant): string {
  const page = want.rows ? [want.rows, orderKey(want), projectionKey(want.projection)] : null;
  return JSON.stringify([searchKey(want), page, want.facets]);
}

/** The calls that serve all wants: as few as can be, each for one search. */
export function planSearches(wants: readonly SearchWant[]): SearchPlan[] {
  return [...Map.groupBy(wants, searchKey).values()].flatMap(planSearch);
}

function planSearch(wants: SearchWant[]): SearchPlan[] {
  const plans: SearchPlan[] = [];
  // Rows in their order, so that each range meets the one it touches; wants without rows then join any call.
  const rank = ({ rows }: SearchWant) => rows?.start ?? Number.POSITIVE_INFINITY;
  for (const want of wants.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))) {
    const plan = plans.find((candidate) => canServe(candidate, want));
    if (plan) join(plan, want);
    else plans.push(planOf(want));
  }
  return plans;
}

function planOf(want: SearchWant): SearchPlan {
  return { ...want, facets: new Map(want.facets.map((facet) => [facet.name, facet])), wants: [want] };
}

/** The one call for some of the wants of a plan. */
export function planTogether([first, ...others]: readonly [SearchWant, ...SearchWant[]]): SearchPlan {
  const plan = planOf(first);
  for (const want of others) join(plan, want);
  return plan;
}

function canServe(plan: SearchPlan, want: SearchWant): boolean {
  return (
    rowsMeet(plan.rows, want.rows) &&
    (!plan.rows || !want.rows || orderKey(plan) === orderKey(want)) &&
    want.facets.every((facet) => facetAgrees(plan.facets.get(facet.name), facet))
  );
}

/** Pages that touch or overlap are one longer page; pages apart would fetch rows that nobody asked for. */
function rowsMeet(one: RowRange | null, other: RowRange | null): boolean {
  return !one || !other || (other.start <= one.end && one.start <= other.end);
}

/** A facet has one order in one call, and its first 100 values depend on it. */
function facetAgrees(planned: FacetRequest | undefined, wanted: FacetRequest): boolean {
  return (
    !planned || (planned.sort?.by === wanted.sort?.by && planned.sort?.direction === wanted.sort?.direction)
  );
}

function join(plan: SearchPlan, want: SearchWant): void {
  if (want.rows) {
    // A total has no order: that of the rows counts.
    if (!plan.rows) plan.parameters = want.parameters;
    plan.projection = plan.rows ? unite(plan.projection, want.projection) : want.projection;
    plan.rows = {
      start: Math.min(plan.rows?.start ?? want.rows.start, want.rows.start),
      end: Math.min(SEARCH_WINDOW, Math.max(plan.rows?.end ?? 0, want.rows.end)),
    };
  }
  for (const facet of want.facets) plan.facets.set(facet.name, facet);
  plan.wants.push(want);
}

/** The request of a plan. */
export function planParameters({ parameters, rows, projection, facets }: SearchPlan): Parameter[] {
  const count = rows ? rows.end - rows.start : 0;
  return [
    ...parameters.filter((parameter) => rows || !isOrder(parameter)),
    ['rows', String(count)],
    ...(rows && rows.start > 0 ? [['start', String(rows.start)] satisfies Parameter] : []),
    ...(count > 0 && projection !== 'all' && projection.size > 0
      ? [['fields', [...projection].join(',')] satisfies Parameter]
      : []),
    ...facetParameters([...facets.values()]),
  ];
}

/** A want's part of the rows that its plan fetched. */
export function rowsOf<T>(plan: SearchPlan, want: SearchWant, rows: readonly T[]): T[] {
  if (!plan.rows || !want.rows) return [];
  return rows.slice(want.rows.start - plan.rows.start, want.rows.end - plan.rows.start);
}
