import type { FacetGroup } from '../ods/facets.ts';
import { repeat } from '../ods/known-calls.ts';
import type { Parameter } from '../ods/parameter.ts';
import { asError } from './attempt.ts';
import { bisect } from './bisect.ts';
import { KnownRequests } from './known-requests.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import {
  planParameters,
  planSearches,
  planTogether,
  requestKey,
  rowsOf,
  type SearchPlan,
  type SearchRequest,
} from './search-plan.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** An answer of a search API. */
export interface SearchAnswer<T> {
  total: number;
  rows: T[];
  facetGroups: FacetGroup[];
}

/** Makes the one call of a plan, with these parameters. */
export type SearchCall<T> = (
  plan: Pick<SearchPlan, 'datasetId' | 'fields' | 'filter' | 'timezone'>,
  parameters: readonly Parameter[],
) => Promise<SearchAnswer<T>>;

/**
 * Loads what the fields of an operation ask of searches: rows, totals and facets.
 *
 * May share a call: everything asked of one search in one turn (see search-plan.ts). Split again by row range and by
 * facet name; the total is everyone's. A call that is rejected is made again in parts (see bisect.ts).
 */
export class SearchLoader<T> {
  readonly #loader: MeteredLoader<SearchRequest, SearchAnswer<T>>;

  constructor(call: SearchCall<T>, meter: UpstreamMeter, merging = true) {
    this.#loader = new MeteredLoader(
      meter,
      (requests, serving) => loadRequests(call, meter, requests, serving),
      { cacheKeyFn: requestKey, merging },
    );
  }

  load(request: SearchRequest): Promise<SearchAnswer<T>> {
    return this.#loader.load(request);
  }
}

function loadRequests<T>(
  call: SearchCall<T>,
  meter: UpstreamMeter,
  requests: readonly SearchRequest[],
  serving: Serving<SearchRequest>,
): Promise<(SearchAnswer<T> | Error)[]> {
  const [only] = requests;
  if (only && requests.length === 1) {
    // Most share their call with no other.
    return askAlone(call, only, serving);
  }
  return loadPlans(call, meter, requests, serving);
}

/** The call of one request. */
async function askAlone<T>(
  call: SearchCall<T>,
  request: SearchRequest,
  serving: Serving<SearchRequest>,
): Promise<(SearchAnswer<T> | Error)[]> {
  const { plan, parameters } = plannedOf([request]);
  try {
    return [split(plan, request, await serving(plan.requests, () => call(plan, parameters)))];
  } catch (error) {
    return [asError(error)];
  }
}

interface Planned {
  readonly plan: SearchPlan;
  readonly parameters: readonly Parameter[];
}

const together = new KnownRequests<SearchRequest, Planned>(({ parameters }) => repeat(parameters));
const apart = new KnownRequests<SearchRequest, SearchPlan[]>();

/** The one call of requests. */
function plannedOf(requests: readonly [SearchRequest, ...SearchRequest[]]): Planned {
  return together.of(requests, () => {
    const plan = planTogether(requests);
    return { plan, parameters: planParameters(plan) };
  });
}

async function loadPlans<T>(
  call: SearchCall<T>,
  meter: UpstreamMeter,
  requests: readonly SearchRequest[],
  serving: Serving<SearchRequest>,
): Promise<(SearchAnswer<T> | Error)[]> {
  const outcomes = new Map<SearchRequest, SearchAnswer<T> | Error>();
  const plans = apart.of(requests, () => planSearches(requests));
  await Promise.all(
    plans.map(async (plan) => {
      const [only, ...others] = plan.requests;
      const answers = await (only && others.length === 0
        ? askAlone(call, only, serving)
        : runPlan(call, meter, plan, serving));
      plan.requests.forEach((request, index) => {
        outcomes.set(request, answers[index] ?? new Error('A search was planned without an answer.'));
      });
    }),
  );
  return requests.map(
    (request) => outcomes.get(request) ?? new Error('A search was planned without a call.'),
  );
}

/** The one call of requests that share it, and what each of them gets of its answer. */
async function askTogether<T>(
  call: SearchCall<T>,
  requests: readonly [SearchRequest, ...SearchRequest[]],
  serving: Serving<SearchRequest>,
): Promise<SearchAnswer<T>[]> {
  const { plan, parameters } = plannedOf(requests);
  const answer = await serving(plan.requests, () => call(plan, parameters));
  return plan.requests.map((request) => split(plan, request, answer));
}

function runPlan<T>(
  call: SearchCall<T>,
  meter: UpstreamMeter,
  plan: SearchPlan,
  serving: Serving<SearchRequest>,
): Promise<(SearchAnswer<T> | Error)[]> {
  return bisect(plan.requests, {
    ask: async ([first, ...others]) => {
      if (!first) return [];
      const answers = await askTogether(call, [first, ...others], serving);
      meter.usage.shared += others.length;
      return answers;
    },
    askBare: () => {
      const bare = { ...plan, rows: null, facets: new Map() };
      return call(bare, planParameters(bare));
    },
  });
}

function split<T>(plan: SearchPlan, request: SearchRequest, answer: SearchAnswer<T>): SearchAnswer<T> {
  const names = new Set(request.facets.map(({ name }) => name));
  return {
    total: answer.total,
    rows: rowsOf(plan, request, answer.rows),
    facetGroups: answer.facetGroups.filter(({ name }) => names.has(name)),
  };
}
