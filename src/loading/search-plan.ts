/** What searches of one operation may share a call, as data: requests in, plans out. */
import { type FacetRequest, facetParameters } from '../ods/facets.ts';
import type { FieldSet } from '../ods/field.ts';
import { onceFor } from '../ods/once-for.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { CompiledFilter } from '../ods/query/filter.ts';
import { SEARCH_WINDOW } from '../ods/records.ts';
import { type Projection, projectionKey, unite } from './projection.ts';
import { zoneParameters } from './zone.ts';

/** Rows `start` to `end`, the end not included. */
export interface RowRange {
  start: number;
  end: number;
}

/** What one field of an operation asks of a search: rows, facets, or only the total. */
export interface SearchRequest {
  /** The dataset searched; empty for the catalog. */
  datasetId: string;
  /** The fields of what is searched. */
  fields: FieldSet;
  filter: CompiledFilter;
  /** The time zone in which days begin; null if nothing in the answer depends on that. */
  timezone: string | null;
  /** The order of the rows. */
  order: readonly Parameter[];
  rows: RowRange | null;
  /** The fields wanted in the rows. */
  projection: Projection;
  facets: readonly FacetRequest[];
}

/** One call, and the requests that its answer serves. */
export interface SearchPlan {
  datasetId: string;
  fields: FieldSet;
  filter: CompiledFilter;
  timezone: string | null;
  order: readonly Parameter[];
  rows: RowRange | null;
  projection: Projection;
  facets: Map<string, FacetRequest>;
  requests: SearchRequest[];
}

/**
 * Two requests are of one search when dataset and filter are the same. The time zone must be the same too if both
 * depend on it, the order if both ask for rows, and the order of a facet's values if both ask for that facet.
 */
function searchKey({ datasetId, filter }: SearchRequest): string {
  return `${filterKey(filter)} ${datasetId}`;
}

/** All that is asked of one search has the same filter. */
const filterKey = onceFor(({ parameters }: CompiledFilter) => JSON.stringify(parameters));

function orderKey({ order }: Pick<SearchRequest, 'order'>): string {
  return order.length === 0 ? '[]' : JSON.stringify(order);
}

/** A request as a key: equal requests have equal answers. */
export const requestKey = onceFor((request: SearchRequest): string => {
  const { rows, timezone, facets } = request;
  const page = rows
    ? `${rows.start} ${rows.end} ${orderKey(request)} ${JSON.stringify(projectionKey(request.projection))}`
    : '';
  // What may have any characters in it stands in JSON, or last.
  return `${page} ${facets.length === 0 ? '' : JSON.stringify(facets)} ${JSON.stringify(timezone)} ${searchKey(request)}`;
});

/** The calls that serve all requests: as few as can be, each for one search. */
export function planSearches(requests: readonly SearchRequest[]): SearchPlan[] {
  return [...Map.groupBy(requests, searchKey).values()].flatMap(planSearch);
}

function planSearch(requests: SearchRequest[]): SearchPlan[] {
  const plans: SearchPlan[] = [];
  // Rows in their order, so that each range meets the one it touches; requests without rows then join any call.
  const rank = ({ rows }: SearchRequest) => rows?.start ?? Number.POSITIVE_INFINITY;
  for (const request of requests.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))) {
    const plan = plans.find((candidate) => canServe(candidate, request));
    if (plan) join(plan, request);
    else plans.push(planOf(request));
  }
  return plans;
}

function planOf(request: SearchRequest): SearchPlan {
  return {
    ...request,
    facets: new Map(request.facets.map((facet) => [facet.name, facet])),
    requests: [request],
  };
}

/** The one call for some of the requests of a plan. */
export function planTogether([first, ...others]: readonly [SearchRequest, ...SearchRequest[]]): SearchPlan {
  const plan = planOf(first);
  for (const request of others) join(plan, request);
  return plan;
}

function canServe(plan: SearchPlan, request: SearchRequest): boolean {
  return (
    rowsMeet(plan.rows, request.rows) &&
    zonesAgree(plan.timezone, request.timezone) &&
    (!plan.rows || !request.rows || orderKey(plan) === orderKey(request)) &&
    request.facets.every((facet) => facetAgrees(plan.facets.get(facet.name), facet))
  );
}

function zonesAgree(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

/** Pages that touch or overlap are one longer page; pages apart would fetch rows that nobody asked for. */
function rowsMeet(one: RowRange | null, other: RowRange | null): boolean {
  return !one || !other || (other.start <= one.end && one.start <= other.end);
}

/** A facet has one order in one call, and its first 100 values depend on it. */
function facetAgrees(planned: FacetRequest | undefined, asked: FacetRequest): boolean {
  return (
    !planned || (planned.sort?.by === asked.sort?.by && planned.sort?.direction === asked.sort?.direction)
  );
}

function join(plan: SearchPlan, request: SearchRequest): void {
  if (request.rows) {
    // A total has no order: that of the rows counts.
    if (!plan.rows) plan.order = request.order;
    plan.projection = plan.rows ? unite(plan.projection, request.projection) : request.projection;
    plan.rows = {
      start: Math.min(plan.rows?.start ?? request.rows.start, request.rows.start),
      end: Math.min(SEARCH_WINDOW, Math.max(plan.rows?.end ?? 0, request.rows.end)),
    };
  }
  plan.timezone ??= request.timezone;
  for (const facet of request.facets) plan.facets.set(facet.name, facet);
  plan.requests.push(request);
}

/** The parameters of a plan's call. */
export function planParameters({
  filter,
  timezone,
  order,
  rows,
  projection,
  facets,
}: SearchPlan): Parameter[] {
  const count = rows ? rows.end - rows.start : 0;
  return [
    ...filter.parameters,
    ...zoneParameters(timezone),
    ...(rows ? order : []),
    ['rows', String(count)],
    ...(rows && rows.start > 0 ? [['start', String(rows.start)] satisfies Parameter] : []),
    ...(count > 0 && projection !== 'all' && projection.size > 0
      ? [['fields', [...projection].join(',')] satisfies Parameter]
      : []),
    ...facetParameters([...facets.values()]),
  ];
}

/** A request's part of the rows that its plan fetched; the same list if it is all of them. */
export function rowsOf<T>(plan: SearchPlan, request: SearchRequest, rows: T[]): T[] {
  if (!plan.rows || !request.rows) return [];
  const start = request.rows.start - plan.rows.start;
  const end = request.rows.end - plan.rows.start;
  return start === 0 && end >= rows.length ? rows : rows.slice(start, end);
}
