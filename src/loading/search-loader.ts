import type { FacetGroup } from '../ods/facets.ts';
import type { Parameter } from '../ods/parameter.ts';
import { askTogether } from './bisection.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import {
  planParameters,
  planSearches,
  planTogether,
  rowsOf,
  type SearchPlan,
  type SearchWant,
  wantKey,
} from './search-plan.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

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
 * facet name; the total is everyone's. A call that is refused is made again in parts (see refusal.ts).
 */
export class SearchLoader<T> {
  readonly #loader: MeteredLoader<SearchWant, SearchAnswer<T>>;

  constructor(call: SearchCall<T>, meter: UpstreamMeter, merging = true) {
    this.#loader = new MeteredLoader(meter, (wants, serving) => loadWants(call, meter, wants, serving), {
      cacheKeyFn: wantKey,
      merging,
    });
  }

  load(want: SearchWant): Promise<SearchAnswer<T>> {
    return this.#loader.load(want);
  }
}

async function loadWants<T>(
  call: SearchCall<T>,
  meter: UpstreamMeter,
  wants: readonly SearchWant[],
  serving: Serving<SearchWant>,
): Promise<(SearchAnswer<T> | Error)[]> {
  const outcomes = new Map<SearchWant, SearchAnswer<T> | Error>();
  await Promise.all(
    planSearches(wants).map(async (plan) => {
      const answers = await runPlan(call, meter, plan, serving);
      plan.wants.forEach((want, index) => {
        outcomes.set(want, answers[index] ?? new Error('A search was planned without an answer.'));
      });
    }),
  );
  return wants.map((want) => outcomes.get(want) ?? new Error('A search was planned without a call.'));
}

function runPlan<T>(
  call: SearchCall<T>,
  meter: UpstreamMeter,
  plan: SearchPlan,
  serving: Serving<SearchWant>,
): Promise<(SearchAnswer<T> | Error)[]> {
  const run = (part: SearchPlan) => call(part.datasetId, planParameters(part));
  return askTogether(plan.wants, {
    ask: async ([first, ...others]) => {
      if (!first) return [];
      const part = planTogether([first, ...others]);
      const answer = await serving(part.wants, () => run(part));
      meter.usage.shared += others.length;
      return part.wants.map((want) => split(part, want, answer));
    },
    askBare: () => run({ ...plan, rows: null, facets: new Map() }),
  });
}

function split<T>(plan: SearchPlan, want: SearchWant, answer: SearchAnswer<T>): SearchAnswer<T> {
  const names = new Set(want.facets.map(({ name }) => name));
  return {
    total: answer.total,
    rows: rowsOf(plan, want, answer.rows),
    facetGroups: answer.facetGroups.filter(({ name }) => names.has(name)),
  };
}
