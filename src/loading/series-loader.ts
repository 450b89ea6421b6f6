import type { Parameter } from '../ods/parameter.ts';
import { attempt } from './batch.ts';
import { askTogether } from './bisection.ts';
import { MeteredLoader, type Serving } from './metered-loader.ts';
import {
  planRequest,
  planSeries,
  planTogether,
  type SeriesPlan,
  type SeriesWant,
  wantKey,
} from './series-plan.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** What a call computed, and under which name each series is in it. */
export interface SeriesAnswer<T> {
  answer: T;
  /** The name in the answer of each series of the want, in its order. */
  names: string[];
}

/** Makes one call with these parameters. */
export type SeriesCall<T> = (datasetId: string, parameters: readonly Parameter[]) => Promise<T>;

/**
 * Loads analyses or clusterings.
 *
 * May share a call: wants of one turn over one view, whose series are then computed together, each once (see
 * series-plan.ts). Split again by the name of the series; who cuts the points takes the first of them. A call that is
 * refused is made again in parts, so that a bad expression in one does not take the others down (see refusal.ts).
 */
export class SeriesLoader<T extends object> {
  readonly #loader: MeteredLoader<SeriesWant, SeriesAnswer<T>>;

  constructor(call: SeriesCall<T>, meter: UpstreamMeter, merging = true) {
    this.#loader = new MeteredLoader(meter, (wants, serving) => loadWants(call, meter, wants, serving), {
      cacheKeyFn: wantKey,
      merging,
    });
  }

  load(want: SeriesWant): Promise<SeriesAnswer<T>> {
    return this.#loader.load(want);
  }
}

async function loadWants<T extends object>(
  call: SeriesCall<T>,
  meter: UpstreamMeter,
  wants: readonly SeriesWant[],
  serving: Serving<SeriesWant>,
): Promise<(SeriesAnswer<T> | Error)[]> {
  const outcomes = new Map<SeriesWant, SeriesAnswer<T> | Error>();
  await Promise.all(
    planSeries(wants).map(async (plan) => {
      const answers = await runPlan(call, meter, plan, serving);
      plan.wants.forEach((want, index) => {
        outcomes.set(want, answers[index] ?? new Error('A want without an answer.'));
      });
    }),
  );
  return wants.map((want) => outcomes.get(want) ?? new Error('A want without a call.'));
}

function runPlan<T extends object>(
  call: SeriesCall<T>,
  meter: UpstreamMeter,
  plan: SeriesPlan,
  serving: Serving<SeriesWant>,
): Promise<(SeriesAnswer<T> | Error)[]> {
  return askTogether(plan.wants, {
    ask: async (wants) => {
      const answers = await serving(wants, () => run(call, wants));
      const whole = wants.filter(({ cut }) => !cut);
      if (whole.length === wants.length || whole.length === 0 || !isTruncated(answers[0]?.answer)) {
        meter.usage.shared += wants.length - 1;
        return answers;
      }
      // The portal gave not all points, and those in the order of who cuts them: the others are asked as if alone.
      meter.usage.shared += wants.length - 2;
      const apart = await attempt(() => serving(whole, () => run(call, whole)));
      const ofWhole = new Map(
        whole.map((want, index) => [want, apart instanceof Error ? apart : apart[index]]),
      );
      return wants.map(
        (want, index) => ofWhole.get(want) ?? answers[index] ?? new Error('A want without an answer.'),
      );
    },
    askBare: () => run(call, plan.wants.slice(0, 1).map(bare)),
  });
}

/** What a want has in common with all others of its plan. */
function bare(want: SeriesWant): SeriesWant {
  return { ...want, series: [{ name: 'count', function: 'COUNT' }], cut: undefined };
}

function isTruncated(answer: object | undefined): boolean {
  return answer !== undefined && 'truncated' in answer && answer.truncated === true;
}

async function run<T extends object>(
  call: SeriesCall<T>,
  [first, ...others]: readonly SeriesWant[],
): Promise<SeriesAnswer<T>[]> {
  if (!first) return [];
  const plan = planTogether([first, ...others]);
  const { parameters, nameOf } = planRequest(plan);
  const answer = await call(plan.datasetId, parameters);
  return plan.wants.map(({ series }) => ({ answer, names: series.map(nameOf) }));
}
