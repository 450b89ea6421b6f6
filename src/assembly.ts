/** The parts between a caller and the portal, made from the settings and put together: for whatever stands in front. */

import { CachedTransport } from './caching/cached-transport.ts';
import type { CacheSettings } from './caching/response-cache.ts';
import { Callers } from './execution/caller.ts';
import { Executor } from './execution/executor.ts';
import type { InFlight } from './execution/limits/in-flight.ts';
import { RateLimit } from './execution/limits/rate-limit.ts';
import type { Logger } from './execution/logger.ts';
import { Priority } from './execution/priority.ts';
import { PushKeys } from './execution/push-keys.ts';
import { QuotaGuard } from './execution/quota-guard.ts';
import { logRequest, logSubscription } from './execution/request-log.ts';
import { BatchWindow } from './loading/batch-window.ts';
import { BatchedTransport } from './loading/batched-transport.ts';
import { KnownFields } from './loading/known-fields.ts';
import { PortalHabits } from './loading/portal-habits.ts';
import { lookForTracing, spans } from './ods/spans.ts';
import { Credential } from './ods/transport/credential.ts';
import type { TransportObserver } from './ods/transport/observer.ts';
import type { QuotaState } from './ods/transport/quota.ts';
import type { Transport } from './ods/transport/transport.ts';
import { UpstreamSpans } from './ods/upstream-spans.ts';
import {
  cacheOf,
  credentialOf,
  documentsOf,
  downloadsOf,
  limitsOf,
  operationsInFlightOf,
  replicasOf,
  subscriptionsInFlightOf,
  ticketsOf,
  transportOf,
} from './parts.ts';
import type { PortalInfo } from './schema/context.ts';
import { typedSchema, schema as untyped } from './schema/schema.ts';
import { Arrivals } from './server/arrivals.ts';
import { ClientAddresses } from './server/client-address.ts';
import { FailedReads } from './server/failed-reads.ts';
import { Links } from './server/links.ts';
import { Metrics } from './server/metrics/metrics.ts';
import { UpstreamTallies } from './server/metrics/upstream-tallies.ts';
import { PushFeed } from './server/push-feed.ts';
import { ReadinessCheck } from './server/readiness.ts';
import { Requests } from './server/requests.ts';
import type { Tickets } from './server/tickets.ts';
import type { Config } from './settings/environment.ts';
import { TypeCheck } from './type-check.ts';
import { baseNamesOf } from './types/base-names.ts';
import type { DatasetType } from './types/dataset-type.ts';
import { typesOf } from './types-folder.ts';

/** Options that only tests set. The parts are the same, and are put together in the same way. */
export interface AssemblySeams {
  /**
   * The clock, in milliseconds since 1970: what is kept, quotas and tickets age by it.
   * @default Date.now
   */
  now?: () => number;
  /**
   * False asks the portal for each thing by itself: what merging must not change is compared with it.
   * @default true
   */
  merging?: boolean;
  /** Is told of the calls to the portal, and of its breaker. */
  observer?: TransportObserver;
  /**
   * The types of datasets.
   * @default those of the folder that is set
   */
  datasetTypes?: readonly DatasetType[];
  /** Is given the parts as soon as they are put together, so that a test can look into them. */
  onAssembled?: (assembly: Assembly) => void;
}

/** The parts, with what ends them. */
export interface Assembly {
  transport: CachedTransport;
  /** The way to the portal itself. */
  upstream: Pick<Transport, 'isPortalWell'>;
  /** Runs what is asked of the graph. */
  executor: Executor;
  callers: Callers;
  quotaGuard: QuotaGuard;
  pushFeed: PushFeed;
  tickets: Tickets;
  addresses: ClientAddresses;
  /** The exports, files and downloads of records that are being sent. */
  downloads: InFlight;
  logger: Logger;
  /** The requests under way. */
  requests: Requests;
  /** The server in numbers. */
  metrics: Metrics;
  /** Whether it is worth asking. */
  readiness: ReadinessCheck;
  /** What is about to be asked. */
  arrivals: Arrivals;
  /** Compares the types of datasets with the portal, for the log and the numbers; it never rejects. */
  checkTypes(): Promise<void>;
  /** How long answers count as new. */
  lifetimes: CacheSettings['ttl'];
  /** Ends the subscriptions to what is pushed: who waits for them to end calls it first. */
  endSubscriptions(): void;
  /** Ends all connections, those to the portal when what is under way on them is done. */
  close(): Promise<void>;
  /** Ends all connections now, whatever is under way on them. */
  destroy(): Promise<void>;
}

/** The part of CACHE_MAX_MB that is for whole answers; the rest is for the portal's. */
const WHOLE_ANSWERS = 0.25;

/** Puts together what the settings say. Nothing is asked of the portal yet, and of Redis no answer awaited. */
export function assemble(
  config: Config,
  portal: PortalInfo,
  logger: Logger,
  { now = Date.now, merging = true, observer = {}, datasetTypes, onAssembled }: AssemblySeams = {},
): Assembly {
  lookForTracing();
  const types = datasetTypes ?? typesOf(config, baseNamesOf(untyped));
  const schema = typedSchema(types);
  const upstreamSpans = spans.areWanted ? new UpstreamSpans(portal.url) : null;
  const upstream = transportOf(config, portal, logger, now, {
    onCallEnd: (call) => {
      upstreamTallies.count(call);
      observer.onCallEnd?.(call);
    },
    onBreakerChange: observer.onBreakerChange,
  });
  const replicas = replicasOf(config, upstream.url, logger);
  const failedReads = new FailedReads(logger);
  const operationsInFlight = operationsInFlightOf(config);
  const arrivals = new Arrivals();
  const window = new BatchWindow({
    milliseconds: config.BATCH_WINDOW,
    isBusy: () => operationsInFlight.size > 1 || arrivals.any,
  });
  const batched = merging && config.BATCH_WINDOW > 0 ? new BatchedTransport(upstream, window) : upstream;
  const transport = new CachedTransport(batched, {
    cache: { ...cacheOf(config), maxMb: cacheOf(config).maxMb * (1 - WHOLE_ANSWERS) },
    now,
    ...(replicas && { replicas }),
    onRefresh: (refresh) => logger[refresh.error === null ? 'info' : 'warn'](refresh, 'background refresh'),
    onFailedRead: failedReads.note,
  });
  const readiness = new ReadinessCheck({ portal: upstream.url, keptAnswers: () => transport.kept.entries });
  failedReads.onRead = (isStoodIn) => readiness.read(isStoodIn);
  const upstreamTallies = new UpstreamTallies(readiness);
  const pushFeed = new PushFeed(replicas);
  const pushKeys = new PushKeys({ keys: config.ODS_PUSH_KEYS ?? {}, tokens: config.PUSH_TOKENS ?? [] });
  const callers = new Callers({
    credential: credentialOf(config),
    pushKeys,
    priority: new Priority(config.PRIORITY_TOKENS),
  });
  const quotaGuard = new QuotaGuard(transport, config.QUOTA_RESERVE / 100, now);
  const tickets = ticketsOf(config, portal, logger, now);
  const downloads = downloadsOf(config);
  const subscriptionsInFlight = subscriptionsInFlightOf(config);
  const metrics = new Metrics({
    upstream: upstreamTallies,
    operationsInFlight: () => operationsInFlight.size,
    subscriptionsInFlight: () => subscriptionsInFlight.size,
    downloadsInFlight: () => downloads.size,
    callsUnderWay: () => upstream.callsUnderWay,
    callsWaiting: () => upstream.callsWaiting,
    cache: () => transport.kept,
    quota: async () => transport.quotaOf(callers.server),
    pushQuotas: () => pushQuotasOf(config.ODS_PUSH_KEYS ?? {}, transport),
    failedReads: () => failedReads.counts,
    isReady: async () => (await readiness.look()).ready,
    isRedisUp: () => replicas?.isAvailable ?? null,
    isBreakerOpen: () => !upstream.isPortalWell,
    typeChanges: () => typeCheck.counts,
  });
  const typeCheck = new TypeCheck({ types, session: { transport, credential: callers.server }, logger });
  const requests = new Requests({
    subscribed: (record) => logSubscription(logger, record),
    ended: (record) => {
      metrics.count(record);
      logRequest(logger, record);
    },
  });
  const executor = new Executor({
    schema,
    logger,
    transport,
    portal,
    callers,
    pushKeys,
    pushedFields: new KnownFields(cacheOf(config).ttl.dataset),
    pushFeed,
    quotaGuard,
    merging,
    habits: new PortalHabits(now),
    documents: documentsOf(config, schema),
    limits: limitsOf(config),
    operationsInFlight,
    subscriptionsInFlight,
    downloadsInFlight: downloads,
    rateLimit: config.RATE_LIMIT ? new RateLimit({ ...config.RATE_LIMIT, now, shared: replicas }) : null,
    answersMb: cacheOf(config).maxMb * WHOLE_ANSWERS,
    explain: config.EXPLAIN === undefined ? portal.embedded : config.EXPLAIN === 'on',
    linksOf: ({ isOwn, credential }, origin) =>
      new Links({
        origin,
        bases: { publicUrl: config.PUBLIC_URL, trustedHosts: config.TRUSTED_HOSTS },
        tickets,
        credential: isOwn ? credential : null,
      }),
  });
  const assembly: Assembly = {
    transport,
    upstream,
    executor,
    callers,
    quotaGuard,
    pushFeed,
    tickets,
    addresses: new ClientAddresses(config.TRUSTED_PROXIES),
    downloads,
    arrivals,
    logger,
    requests,
    metrics,
    readiness,
    lifetimes: cacheOf(config).ttl,
    checkTypes: () => typeCheck.run(),
    endSubscriptions: () => pushFeed.close(),
    close: async () => {
      typeCheck.close();
      pushFeed.close();
      replicas?.close();
      await upstream.close();
      upstreamSpans?.close();
    },
    destroy: () => upstream.destroy(),
  };
  onAssembled?.(assembly);
  return assembly;
}

/** What is known of the quotas of push keys, by the resource that each is for. */
async function pushQuotasOf(keys: Readonly<Record<string, string>>, transport: CachedTransport) {
  const known: { resource: string; state: QuotaState }[] = [];
  for (const [resource, key] of Object.entries(keys)) {
    const state = await transport.quotaOf(Credential.pushing(key));
    if (state) known.push({ resource, state });
  }
  return known;
}
