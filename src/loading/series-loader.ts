import { OdsError } from '../ods/errors.ts';
import type { Parameter } from '../ods/parameter.ts';
import { nameSeries, type Series, seriesKey, seriesParameters } from '../ods/series.ts';
import { attempt } from './batch.ts';
import type { UpstreamMeter } from './meter.ts';
import { MeteredLoader } from './metered-loader.ts';

/** What one field of an operation wants of an API that computes series. */
export interface SeriesWant {
  datasetId: string;
  /** Filter, axes or view, time zone: with the dataset, the identity of the call. */
  parameters: readonly Parameter[];
  series: readonly Series[];
  /** Where the portal must sort because it will cut: the series to sort by, which makes the order part of the identity. */
  sort?: { series: Series; descending: boolean } | undefined;
}

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
 * May share a call: wants of one turn that differ in their series only, which are then computed together, each once.
 * Split again by the name of the series. A merged call that is refused is made again for each want alone, so that a
 * bad expression in one does not take the others down.
 */
export class SeriesLoader<T> {
  readonly #loader: MeteredLoader<SeriesWant, SeriesAnswer<T>>;

  constructor(call: SeriesCall<T>, meter: UpstreamMeter) {
    this.#loader = new MeteredLoader(meter, (wants) => loadWants(call, meter, wants), { keyText: wantKey });
  }

  load(want: SeriesWant): Promise<SeriesAnswer<T>> {
    return this.#loader.load(want);
  }
}

/** Two wants are one call when all but their series is the same. */
function callKey({ datasetId, parameters, sort }: SeriesWant): string {
  return JSON.stringify([datasetId, parameters, sort ? [seriesKey(sort.series), sort.descending] : null]);
}

function wantKey(want: SeriesWant): string {
  return JSON.stringify([callKey(want), want.series.map(seriesKey)]);
}

async function loadWants<T>(
  call: SeriesCall<T>,
  meter: UpstreamMeter,
  wants: readonly SeriesWant[],
): Promise<(SeriesAnswer<T> | Error)[]> {
  const outcomes = new Map<SeriesWant, SeriesAnswer<T> | Error>();
  await Promise.all(
    [...Map.groupBy(wants, callKey).values()].map(async (group) => {
      const together = await attempt(() => run(call, group));
      if (isRefusal(together) && group.length > 1) {
        await Promise.all(
          group.map(async (want) => outcomes.set(want, await attempt(() => runAlone(call, want)))),
        );
        return;
      }
      meter.spent.shared += group.length - 1;
      group.forEach((want, index) => {
        outcomes.set(
          want,
          together instanceof Error ? together : (together[index] ?? new Error('A want without an answer.')),
        );
      });
    }),
  );
  return wants.map((want) => outcomes.get(want) ?? new Error('A want without a call.'));
}

function isRefusal(outcome: unknown): boolean {
  return outcome instanceof OdsError && outcome.code === 'BAD_USER_INPUT';
}

async function runAlone<T>(call: SeriesCall<T>, want: SeriesWant): Promise<SeriesAnswer<T>> {
  const [answer] = await run(call, [want]);
  if (!answer) throw new Error('A want without an answer.');
  return answer;
}

async function run<T>(call: SeriesCall<T>, wants: readonly SeriesWant[]): Promise<SeriesAnswer<T>[]> {
  const [first] = wants;
  if (!first) return [];
  const named = nameSeries([
    ...wants.flatMap(({ series }) => series),
    ...(first.sort ? [first.sort.series] : []),
  ]);
  const nameOf = (series: Series) => named.get(seriesKey(series))?.upstreamName ?? '';
  const answer = await call(first.datasetId, [
    ...first.parameters,
    ...seriesParameters(named),
    ...(first.sort ? [seriesSort(nameOf(first.sort.series), first.sort.descending)] : []),
  ]);
  return wants.map(({ series }) => ({ answer, names: series.map(nameOf) }));
}

/** A series without a sign sorts descending, as numbers do. */
function seriesSort(name: string, descending: boolean): Parameter {
  return ['sort', descending ? name : `-${name}`];
}
