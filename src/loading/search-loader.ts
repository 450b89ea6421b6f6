import type { FacetGroup } from '../ods/facets.ts';
import type { Parameter } from '../ods/parameter.ts';
import { attempt } from './batch.ts';
import type { UpstreamMeter } from './meter.ts';
import { MeteredLoader } from './metered-loader.ts';
import {
  planParameters,
  planSearches,
  rowsOf,
  type SearchPlan,
  type SearchWant,
  wantKey,
} from './search-plan.ts';

/** An answer of a search API. */
export interface SearchAnswer<T> {
  total: number;
  rows: T[];
  facetGroups: FacetGroup[];
}

/** Makes one call of a search API. */
export type SearchCall<T> = (datasetId: string, parameters: readonly Parameter[]) => Promise<SearchAnswer<T>>;

/**
 * Loads what the fields of an operation want of searches: rows, totals and facets.
 *
 * May share a call: everything asked of one search in one turn (see search-plan.ts). Split again by row range and by
 * facet name; the total is everyone's.
 */
export class SearchLoader<T> {
  readonly #loader: MeteredLoader<SearchWant, SearchAnswer<T>>;

  constructor(call: SearchCall<T>, meter: UpstreamMeter) {
    this.#loader = new MeteredLoader(meter, (wants) => loadWants(call, meter, wants), { keyText: wantKey });
  }

  load(want: SearchWant): Promise<SearchAnswer<T>> {
    return this.#loader.load(want);
  }
}

async function loadWants<T>(
  call: SearchCall<T>,
  meter: UpstreamMeter,
  wants: readonly SearchWant[],
): Promise<(SearchAnswer<T> | Error)[]> {
  const plans = planSearches(wants);
  meter.spent.shared += wants.length - plans.length;
  const outcomes = new Map(
    await Promise.all(plans.map(async (plan) => [plan, await attempt(() => run(call, plan))] as const)),
  );
  const planOfWant = new Map(plans.flatMap((plan) => plan.wants.map((want) => [want, plan] as const)));
  return wants.map((want) => {
    const plan = planOfWant.get(want);
    const outcome = plan && outcomes.get(plan);
    if (!plan || !outcome) return new Error('A search was planned without a call.');
    return outcome instanceof Error ? outcome : split(plan, want, outcome);
  });
}

function run<T>(call: SearchCall<T>, plan: SearchPlan): Promise<SearchAnswer<T>> {
  return call(plan.datasetId, planParameters(plan));
}

function split<T>(plan: SearchPlan, want: SearchWant, answer: SearchAnswer<T>): SearchAnswer<T> {
  const names = new Set(want.facets.map(({ name }) => name));
  return {
    total: answer.total,
    rows: rowsOf(plan, want, answer.rows),
    facetGroups: answer.facetGroups.filter(({ name }) => names.has(name)),
  };
}
