/** What the server knows of itself in numbers. They are written in the format of Prometheus when somebody asks. */
import type { RequestRecord } from '../../execution/request-record.ts';
import type { QuotaState } from '../../ods/transport/quota.ts';
import { RequestTallies } from './request-tallies.ts';
import type { UpstreamTallies } from './upstream-tallies.ts';

/** What is looked at when the numbers are asked for. */
export interface MetricSources {
  upstream: UpstreamTallies;
  operationsInFlight: () => number;
  subscriptionsInFlight: () => number;
  downloadsInFlight: () => number;
  /** Calls that have their turn. */
  callsUnderWay: () => number;
  /** Calls that wait for their turn. */
  callsWaiting: () => number;
  cache: () => { entries: number; bytes: number };
  /** The quota of the server's own credential. */
  quota: () => Promise<QuotaState | undefined>;
  /** The quotas of the server's own push keys, by the resource that each is for. */
  pushQuotas: () => Promise<{ resource: string; state: QuotaState }[]>;
  /** Reads on which the portal failed: those for which a kept answer stood in, and those that failed too. */
  failedReads: () => { stoodIn: number; lost: number };
  isReady: () => Promise<boolean>;
  /** Null without a Redis. */
  isRedisUp: () => boolean | null;
  /** True while the breaker lets no call through. */
  isBreakerOpen: () => boolean;
  /** What the portal has changed of the datasets that are types. */
  typeChanges: () => readonly TypeChangeCount[];
}

/** How many changes of a type matter so much. */
export interface TypeChangeCount {
  type: string;
  criticality: string;
  count: number;
}

/** Numbers in the format of Prometheus. */
export interface Exposition {
  contentType: string;
  text: string;
}

export class Metrics {
  readonly requests = new RequestTallies();
  readonly #sources: MetricSources;
  #exposing: Promise<{ text(): Promise<string>; contentType: string }> | undefined;

  constructor(sources: MetricSources) {
    this.#sources = sources;
  }

  /** Counts a request that has ended. */
  count(record: RequestRecord): void {
    this.requests.count(record);
  }

  /** The numbers of now. What writes them is loaded when it is first needed. */
  async expose(): Promise<Exposition> {
    this.#exposing ??= import('./exposition.ts').then(
      ({ Prometheus }) => new Prometheus(this.requests, this.#sources),
    );
    const prometheus = await this.#exposing;
    return { contentType: prometheus.contentType, text: await prometheus.text() };
  }
}
