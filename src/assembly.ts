/** The parts between a caller and the portal, made from the settings and put together: for whatever stands in front. */

import { CachedTransport } from './caching/cached-transport.ts';
import { Replicas } from './caching/replicas.ts';
import type { CacheSettings } from './caching/response-cache.ts';
import { AutomaticPersistedQueries } from './execution/automatic-persisted-queries.ts';
import { Callers } from './execution/caller.ts';
import { Executor, type OperationLimits } from './execution/executor.ts';
import { InFlight } from './execution/limits/in-flight.ts';
import { RateLimit } from './execution/limits/rate-limit.ts';
import type { Logger } from './execution/logger.ts';
import type { PersistedDocuments } from './execution/persisted-documents.ts';
import { Priority } from './execution/priority.ts';
import { PushKeys } from './execution/push-keys.ts';
import { QuotaGuard } from './execution/quota-guard.ts';
import { logRequest, logSubscription } from './execution/request-log.ts';
import {
  readTrustedDocuments,
  TrustedDocuments,
  TrustedDocumentsError,
} from './execution/trusted-documents.ts';
import { BatchWindow } from './loading/batch-window.ts';
import { BatchedTransport } from './loading/batched-transport.ts';
import { lookForTracing, spans } from './ods/spans.ts';
import { Credential } from './ods/transport/credential.ts';
import type { TransportObserver } from './ods/transport/observer.ts';
import { Transport } from './ods/transport/transport.ts';
import { UpstreamSpans } from './ods/upstream-spans.ts';
import type { PortalInfo } from './schema/context.ts';
import { schema } from './schema/schema.ts';
import { Arrivals } from './server/arrivals.ts';
import { ClientAddresses } from './server/client-address.ts';
import { FailedReads } from './server/failed-reads.ts';
import { Links, linkBase } from './server/links.ts';
import { Metrics } from './server/metrics/metrics.ts';
import { UpstreamTallies } from './server/metrics/upstream-tallies.ts';
import { PushFeed } from './server/push-feed.ts';
import { ReadinessCheck } from './server/readiness.ts';
import { Requests } from './server/requests.ts';
import { Tickets } from './server/tickets.ts';
import type { Config } from './settings/environment.ts';
import { ConfigError } from './settings/environment.ts';

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
  { now = Date.now, merging = true, observer = {}, onAssembled }: AssemblySeams = {},
): Assembly {
  lookForTracing();
  const upstreamSpans = spans.areWanted ? new UpstreamSpans(portal.url) : null;
  let retries = 0;
  const upstream = new Transport({
    url: portal.url,
    timeout: config.ODS_TIMEOUT,
    connectTimeout: config.ODS_CONNECT_TIMEOUT,
    callTimeout: config.ODS_CALL_TIMEOUT,
    queueTimeout: config.ODS_QUEUE_TIMEOUT,
    maxAnswerMb: config.MAX_UPSTREAM_MB,
    concurrency: config.MAX_UPSTREAM_CONCURRENCY,
    retries: config.ODS_RETRIES,
    breakerFailures: config.ODS_BREAKER_FAILURES,
    probeInterval: config.ODS_PROBE_INTERVAL,
    now,
    observer: {
      onCallEnd: (call) => {
        if (call.reason === 'retry') retries += 1;
        observer.onCallEnd?.(call);
      },
      onBreakerChange: (isOpen) => {
        if (isOpen) logger.warn('the portal has failed several times: calls are kept from it');
        else logger.info('the portal is well again: calls reach it');
        observer.onBreakerChange?.(isOpen);
      },
    },
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
  const upstreamTallies = new UpstreamTallies(upstream.url, readiness);
  const metrics = new Metrics({
    upstream: upstreamTallies,
    operationsInFlight: () => operationsInFlight.size,
    subscriptionsInFlight: () => subscriptionsInFlight.size,
    downloadsInFlight: () => downloads.size,
    callsWaiting: () => upstream.callsWaiting,
    cache: () => transport.kept,
    quota: async () => transport.quotaOf(callers.server),
    failedReads: () => failedReads.counts,
    isReady: async () => (await readiness.look()).ready,
    isRedisUp: () => replicas?.isAvailable ?? null,
    retries: () => retries,
    isBreakerOpen: () => !upstream.isPortalWell,
  });
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
    pushFeed,
    quotaGuard,
    merging,
    documents: documentsOf(config),
    limits: limitsOf(config),
    operationsInFlight,
    subscriptionsInFlight,
    downloadsInFlight: downloads,
    rateLimit: config.RATE_LIMIT ? new RateLimit({ ...config.RATE_LIMIT, now, shared: replicas }) : null,
    answersMb: cacheOf(config).maxMb * WHOLE_ANSWERS,
    explain: config.EXPLAIN === undefined ? portal.embedded : config.EXPLAIN === 'on',
    linksOf: ({ isOwn, credential }, origin) =>
      new Links({
        base: linkBase(origin, { publicUrl: config.PUBLIC_URL, trustedHosts: config.TRUSTED_HOSTS }),
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
    endSubscriptions: () => pushFeed.close(),
    close: async () => {
      pushFeed.close();
      replicas?.close();
      await upstream.close();
      upstreamTallies.close();
      upstreamSpans?.close();
    },
    destroy: () => upstream.destroy(),
  };
  onAssembled?.(assembly);
  return assembly;
}

function limitsOf(config: Config): OperationLimits {
  return {
    maxOperationKb: config.MAX_OPERATION_KB,
    maxTokens: config.MAX_TOKENS,
    maxDepth: config.MAX_DEPTH,
    maxAliases: config.MAX_ALIASES,
    maxRootFields: config.MAX_ROOT_FIELDS,
    maxDirectives: config.MAX_DIRECTIVES,
    introspection: config.INTROSPECTION === 'on',
    maxListLength: config.MAX_LIST_LENGTH,
    maxCalls: config.MAX_CALLS_PER_OPERATION,
    maxNodes: config.MAX_NODES_PER_OPERATION,
    maxAnswerMb: config.MAX_ANSWER_MB,
    timeout: config.OPERATION_TIMEOUT,
  };
}

function operationsInFlightOf(config: Config): InFlight {
  return new InFlight({
    code: 'TOO_MANY_OPERATIONS',
    what: 'operations',
    setting: 'MAX_INFLIGHT_OPERATIONS',
    max: config.MAX_INFLIGHT_OPERATIONS,
    maxPerCaller: config.MAX_INFLIGHT_OPERATIONS_PER_CALLER,
  });
}

function subscriptionsInFlightOf(config: Config): InFlight {
  return new InFlight({
    code: 'TOO_MANY_SUBSCRIPTIONS',
    what: 'subscriptions',
    setting: 'MAX_SUBSCRIPTIONS',
    max: config.MAX_SUBSCRIPTIONS,
    maxPerCaller: config.MAX_SUBSCRIPTIONS_PER_CALLER,
  });
}

function downloadsOf(config: Config): InFlight {
  return new InFlight({
    code: 'TOO_MANY_DOWNLOADS',
    what: 'downloads',
    setting: 'MAX_DOWNLOADS',
    max: config.MAX_DOWNLOADS,
    maxPerCaller: config.MAX_DOWNLOADS_PER_CALLER,
  });
}

function documentsOf({ TRUSTED_DOCUMENTS: file }: Config): PersistedDocuments {
  if (file === undefined) return new AutomaticPersistedQueries();
  try {
    return new TrustedDocuments(readTrustedDocuments(file, schema));
  } catch (error) {
    if (!(error instanceof TrustedDocumentsError)) throw error;
    throw new ConfigError(`TRUSTED_DOCUMENTS=${file} ${error.message}`);
  }
}

function credentialOf({ ODS_APIKEY, ODS_USERNAME, ODS_PASSWORD }: Config): Credential {
  if (ODS_APIKEY !== undefined) return Credential.apikey(ODS_APIKEY);
  if (ODS_USERNAME !== undefined && ODS_PASSWORD !== undefined)
    return Credential.basic(ODS_USERNAME, ODS_PASSWORD);
  return Credential.anonymous;
}

function ticketsOf(
  { TICKET_SECRET, TICKET_TTL }: Config,
  { url }: PortalInfo,
  logger: Logger,
  now: () => number,
): Tickets {
  if (TICKET_SECRET === undefined) {
    logger.info(
      'TICKET_SECRET is not set: links of callers with a credential are good on this process only, until it ends',
    );
  }
  return new Tickets({ portal: url, secret: TICKET_SECRET, ttl: TICKET_TTL, now });
}

function replicasOf({ REDIS_URL }: Config, portal: URL, logger: Logger): Replicas | undefined {
  if (REDIS_URL === undefined) return undefined;
  return new Replicas({
    redisUrl: REDIS_URL,
    portal,
    onChange: ({ available, reason }) =>
      available
        ? logger.info('Redis is there: what the replicas know is shared')
        : logger.warn({ reason }, 'Redis is away: this replica goes on alone'),
  });
}

function cacheOf(config: Config): CacheSettings {
  return {
    maxMb: config.CACHE_MAX_MB,
    ttl: {
      dataset: config.CACHE_TTL_DATASET,
      records: config.CACHE_TTL_RECORDS,
      analysis: config.CACHE_TTL_ANALYSIS,
    },
    stale: config.CACHE_STALE,
  };
}
