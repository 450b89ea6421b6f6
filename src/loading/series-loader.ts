import { OdsError } from '../ods/errors.ts';
import { repeat } from '../ods/known-calls.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { Series } from '../ods/query/series.ts';
import { shown } from '../ods/text.ts';
import { asError, attempt } from './attempt.ts';
import { bisect } from './bisect.ts';
import { KnownRequests } from './known-requests.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import {
  planParameters,
  planSeries,
  planTogether,
  requestKey,
  type SeriesPlan,
  type SeriesRequest,
  type SeriesView,
} from './series-plan.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** What a call may compute: an analysis can be cut short by the portal. */
export interface Computed {
  truncated: boolean;
}

/** What a call computed, and under which name each series is in it. */
export interface SeriesAnswer<T> {
  answer: T;
  /** The name in the answer of each series of the request, in its order. */
  names: string[];
}

/** Makes one call for a view, with these parameters. */
export type SeriesCall<T> = (view: SeriesView, parameters: readonly Parameter[]) => Promise<T>;

/**
 * Loads analyses or clusterings.
 *
 * May share a call: requests of one turn over one view, whose series are then computed together, each once (see
 * series-plan.ts). Split again by the name of the series; a request that cuts the points takes the first of them. A
 * call that is rejected is made again in parts, so that a bad expression in one does not take the others down (see
 * bisect.ts).
 */
export class SeriesLoader<T extends Computed> {
  readonly #loader: MeteredLoader<SeriesRequest, SeriesAnswer<T>>;

  constructor(call: SeriesCall<T>, meter: UpstreamMeter, merging = true) {
    this.#loader = new MeteredLoader(
      meter,
      (requests, serving) => loadRequests(call, meter, requests, serving),
      { cacheKeyFn: requestKey, merging },
    );
  }

  load(request: SeriesRequest): Promise<SeriesAnswer<T>> {
    return this.#loader.load(request);
  }
}

function loadRequests<T extends Computed>(
  call: SeriesCall<T>,
  meter: UpstreamMeter,
  requests: readonly SeriesRequest[],
  serving: Serving<SeriesRequest>,
): Promise<(SeriesAnswer<T> | Error)[]> {
  // Most share their call with no other.
  return requests.length === 1
    ? runAlone(call, requests, serving)
    : loadPlans(call, meter, requests, serving);
}

/** The call of one request. */
function runAlone<T extends Computed>(
  call: SeriesCall<T>,
  request: readonly SeriesRequest[],
  serving: Serving<SeriesRequest>,
): Promise<(SeriesAnswer<T> | Error)[]> {
  return serving(request, () => run(call, request)).catch((error: unknown) => [asError(error)]);
}

async function loadPlans<T extends Computed>(
  call: SeriesCall<T>,
  meter: UpstreamMeter,
  requests: readonly SeriesRequest[],
  serving: Serving<SeriesRequest>,
): Promise<(SeriesAnswer<T> | Error)[]> {
  const outcomes = new Map<SeriesRequest, SeriesAnswer<T> | Error>();
  const plans = apart.of(requests, () => planSeries(requests));
  await Promise.all(
    plans.map(async (plan) => {
      const answers = await (plan.requests.length === 1
        ? runAlone(call, plan.requests, serving)
        : runPlan(call, meter, plan, serving));
      plan.requests.forEach((request, index) => {
        outcomes.set(request, answers[index] ?? new Error('A request without an answer.'));
      });
    }),
  );
  return requests.map((request) => outcomes.get(request) ?? new Error('A request without a call.'));
}

function runPlan<T extends Computed>(
  call: SeriesCall<T>,
  meter: UpstreamMeter,
  plan: SeriesPlan,
  serving: Serving<SeriesRequest>,
): Promise<(SeriesAnswer<T> | Error)[]> {
  return bisect(plan.requests, {
    ask: async (requests) => {
      const answers = await serving(requests, () => run(call, requests));
      const whole = requests.filter(({ cut }) => !cut);
      if (whole.length === requests.length || whole.length === 0 || !isTruncated(answers[0]?.answer)) {
        meter.usage.shared += requests.length - 1;
        return answers;
      }
      // The portal gave not all points, and chose them by the order of the cut: the others are asked for by themselves.
      meter.usage.shared += requests.length - 2;
      const apart = await attempt(() => serving(whole, () => run(call, whole)));
      const ofWhole = new Map(
        whole.map((request, index) => [request, apart instanceof Error ? apart : apart[index]]),
      );
      return requests.map(
        (request, index) =>
          ofWhole.get(request) ?? answers[index] ?? new Error('A request without an answer.'),
      );
    },
    askBare: () => run(call, plan.requests.slice(0, 1).map(bare)),
  });
}

/** What a request has in common with all others of its plan. */
function bare(request: SeriesRequest): SeriesRequest {
  return { ...request, series: [{ name: 'count', function: 'COUNT' }], cut: undefined };
}

function isTruncated(answer: Computed | undefined): boolean {
  return answer?.truncated === true;
}

async function run<T extends Computed>(
  call: SeriesCall<T>,
  [first, ...others]: readonly SeriesRequest[],
): Promise<SeriesAnswer<T>[]> {
  if (!first) return [];
  const { plan, parameters, nameOf } = plannedOf([first, ...others]);
  try {
    const answer = await call(plan, parameters);
    return plan.requests.map(({ series }) => ({ answer, names: series.map(nameOf) }));
  } catch (error) {
    throw inNamesOf(plan, nameOf, error);
  }
}

interface Planned extends ReturnType<typeof planParameters> {
  readonly plan: SeriesPlan;
}

const together = new KnownRequests<SeriesRequest, Planned>(({ parameters }) => repeat(parameters));
const apart = new KnownRequests<SeriesRequest, SeriesPlan[]>();

/** The one call of requests. */
function plannedOf(requests: readonly [SeriesRequest, ...SeriesRequest[]]): Planned {
  return together.of(requests, () => {
    const plan = planTogether(requests);
    return { plan, ...planParameters(plan) };
  });
}

/** The portal's words name a series as its call does; its caller knows it by another name. */
function inNamesOf(plan: SeriesPlan, nameOf: (series: Series) => string, error: unknown): unknown {
  if (!(error instanceof OdsError) || error.code !== 'BAD_USER_INPUT') return error;
  const names = new Map(
    plan.requests.flatMap(({ series }) => series.map((one) => [nameOf(one), one.name] as const)),
  );
  const message = error.message.replace(
    /\by\.(?:"(s\d+)"|(s\d+)\b)(\.(?:expr|func|subsets|cumulative))?/g,
    (text, quoted, plain) => {
      const name = names.get(quoted ?? plain);
      return name === undefined ? text : `series ${shown(name)}`;
    },
  );
  return new OdsError(error.code, message, error.details, error.cause);
}
