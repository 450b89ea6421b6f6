/** The numbers as Prometheus reads them: the library knows the format, and the process. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QuotaState } from '../../ods/transport/quota.ts';
import { BUCKETS, type Latency } from './latency.ts';
import type { MetricSources } from './metrics.ts';
import type { RequestTallies } from './request-tallies.ts';

const PREFIX = 'ods_graphql_';

type Labels = Record<string, string>;

/** One time series as it is now. */
interface Series<Value> {
  labels: Labels;
  value: Value;
}

type Collect<Value> = () => Iterable<Series<Value>> | Promise<Iterable<Series<Value>>>;

export class Prometheus {
  readonly #registry = new Registry();
  readonly #requests: RequestTallies;
  readonly #sources: MetricSources;

  constructor(requests: RequestTallies, sources: MetricSources) {
    this.#requests = requests;
    this.#sources = sources;
    // The process, its memory, its garbage and the lag of its event loop.
    collectDefaultMetrics({ register: this.#registry });
    this.#ofRequests();
    this.#ofPortal();
    this.#ofServer();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #ofRequests(): void {
    const requests = this.#requests;
    this.#counter(
      'operations_total',
      'Operations by name, kind and outcome.',
      ['operation', 'kind', 'outcome'],
      () => outcomesOf(requests),
    );
    this.#latency(
      'operation_duration_seconds',
      'How long operations took, subscriptions excepted.',
      ['operation', 'kind'],
      () =>
        [...requests.operations].map(({ name, kind, latency }) => ({
          labels: { operation: name, kind },
          value: latency,
        })),
    );
    this.#counter('http_answers_total', 'Answers over HTTP by status, probes excepted.', ['status'], () =>
      [...requests.statuses].map(([status, value]) => ({ labels: { status: String(status) }, value })),
    );
    this.#counter('http_answers_broken_off_total', 'Answers that ended before they were whole.', [], () =>
      one(requests.brokenOff),
    );
    this.#counter('http_sent_bytes_total', 'Bytes written to callers.', [], () => one(requests.bytes));
    this.#counter(
      'reads_total',
      'Lookups and searches by what answered them: a call, a call of another, a kept answer, one beyond its time.',
      ['answered'],
      () => Object.entries(requests.answered).map(([answered, value]) => ({ labels: { answered }, value })),
    );
  }

  #ofPortal(): void {
    const { upstream, callsUnderWay, callsWaiting, quota, pushQuotas, failedReads, isBreakerOpen } =
      this.#sources;
    this.#counter(
      'upstream_calls_total',
      'Calls to the portal by API and status; "failed" if no answer came, "aborted" if nobody waited for it.',
      ['api', 'status'],
      () =>
        [...upstream.apis].flatMap(([api, { counts }]) =>
          [...counts].map(([status, value]) => ({ labels: { api, status: String(status) }, value })),
        ),
    );
    this.#latency(
      'upstream_duration_seconds',
      'How long calls to the portal took; those that stream, until they began.',
      ['api'],
      () => [...upstream.apis].map(([api, { latency: value }]) => ({ labels: { api }, value })),
    );
    this.#counter('upstream_retries_total', 'Calls that were made again.', [], () => one(upstream.retries));
    this.#gauge('upstream_breaker_open', '1 while the breaker lets no call through.', [], () =>
      one(Number(isBreakerOpen())),
    );
    this.#gauge('upstream_calls_in_flight', 'Calls that are under way.', [], () => one(callsUnderWay()));
    this.#gauge('upstream_calls_waiting', 'Calls that wait for their turn.', [], () => one(callsWaiting()));
    this.#counter(
      'failed_reads_total',
      'Reads on which the portal failed, by whether a kept answer stood in.',
      ['stood_in'],
      () => {
        const { stoodIn, lost } = failedReads();
        return [
          { labels: { stood_in: 'yes' }, value: stoodIn },
          { labels: { stood_in: 'no' }, value: lost },
        ];
      },
    );
    this.#gauge(
      'quota_remaining',
      "Calls left to the server's own credential, as the portal said last.",
      [],
      async () => {
        const state = await quota();
        return state ? one(state.remaining) : [];
      },
    );
    this.#gauge(
      'quota_limit',
      "Calls that the quota of the server's own credential allows.",
      [],
      async () => {
        const state = await quota();
        return state ? one(state.limit) : [];
      },
    );
    const ofPushKeys = (read: (state: QuotaState) => number) => async () =>
      (await pushQuotas()).map(({ resource, state }) => ({ labels: { resource }, value: read(state) }));
    this.#gauge(
      'push_quota_remaining',
      "Requests left to the server's own push keys, as the portal said last.",
      ['resource'],
      ofPushKeys(({ remaining }) => remaining),
    );
    this.#gauge(
      'push_quota_limit',
      "Requests that the quotas of the server's own push keys allow.",
      ['resource'],
      ofPushKeys(({ limit }) => limit),
    );
  }

  #ofServer(): void {
    const sources = this.#sources;
    this.#gauge('in_flight', 'What is under way.', ['what'], () => [
      { labels: { what: 'operations' }, value: sources.operationsInFlight() },
      { labels: { what: 'subscriptions' }, value: sources.subscriptionsInFlight() },
      { labels: { what: 'downloads' }, value: sources.downloadsInFlight() },
    ]);
    this.#gauge('cache_entries', "The portal's answers that are kept.", [], () =>
      one(sources.cache().entries),
    );
    this.#gauge('cache_bytes', 'Memory that they count with.', [], () => one(sources.cache().bytes));
    this.#gauge(
      'type_changes',
      'What the portal had changed of the datasets that are types when this replica looked, by how much it matters.',
      ['type', 'criticality'],
      () =>
        sources
          .typeChanges()
          .map(({ type, criticality, count }) => ({ labels: { type, criticality }, value: count })),
    );
    this.#gauge('ready', '1 if this replica is ready for requests.', [], async () =>
      one(Number(await sources.isReady())),
    );
    this.#gauge(
      'redis_up',
      '1 if the Redis that replicas share can be reached; nothing without one.',
      [],
      () => {
        const isUp = sources.isRedisUp();
        return isUp === null ? [] : one(Number(isUp));
      },
    );
  }

  #described(name: string, help: string, labelNames: string[]) {
    return { name: PREFIX + name, help, labelNames, registers: [this.#registry] };
  }

  #counter(name: string, help: string, labelNames: string[], collect: Collect<number>): void {
    const counter = new Counter({
      ...this.#described(name, help, labelNames),
      collect: async () => {
        const series = await collect();
        counter.reset();
        if (labelNames.length > 0) for (const { labels, value } of series) counter.inc(labels, value);
        else for (const { value } of series) counter.inc(value);
      },
    });
  }

  #gauge(name: string, help: string, labelNames: string[], collect: Collect<number>): void {
    const gauge = new Gauge({
      ...this.#described(name, help, labelNames),
      collect: async () => {
        const series = await collect();
        gauge.reset();
        // Without a value it is not told: no number is not zero.
        gauge.remove({});
        for (const { labels, value } of series) gauge.set(labels, value);
      },
    });
  }

  #latency(name: string, help: string, labelNames: string[], collect: () => Iterable<Series<Latency>>): void {
    this.#registry.registerMetric(new CountedLatency(PREFIX + name, help, labelNames, collect));
  }
}

function* outcomesOf(requests: RequestTallies): Generator<Series<number>> {
  for (const { name, kind, ok, failures } of requests.operations) {
    const labels = { operation: name, kind };
    yield { labels: { ...labels, outcome: 'ok' }, value: ok };
    for (const [outcome, value] of failures) yield { labels: { ...labels, outcome }, value };
  }
}

function one(value: number): Series<number>[] {
  return [{ labels: {}, value }];
}

/** A histogram whose buckets are counted elsewhere. */
class CountedLatency extends Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #collect: () => Iterable<Series<Latency>>;

  constructor(name: string, help: string, labelNames: string[], collect: () => Iterable<Series<Latency>>) {
    super({ name, help, labelNames, buckets: BUCKETS, registers: [] });
    this.#name = name;
    this.#help = help;
    this.#collect = collect;
  }

  /** What the registry writes of it. */
  async getForPromString() {
    const values = [...this.#collect()].flatMap((series) => samplesOf(this.#name, series));
    return { name: this.#name, help: this.#help, type: 'histogram', values };
  }
}

interface Sample {
  metricName: string;
  labels: Labels;
  value: number;
}

function samplesOf(name: string, { labels, value: { counts, seconds } }: Series<Latency>): Sample[] {
  let sum = 0;
  const buckets = [...counts].map((count, index) => {
    sum += count;
    const le = BUCKETS[index] ?? '+Inf';
    return { metricName: `${name}_bucket`, labels: { le: String(le), ...labels }, value: sum };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: seconds },
    { metricName: `${name}_count`, labels, value: sum },
  ];
}
