/** The parts of an assembly, each made as the settings say. */
import type { GraphQLSchema } from 'graphql';
import { Replicas } from './caching/replicas.ts';
import type { CacheSettings } from './caching/response-cache.ts';
import { AutomaticPersistedQueries } from './execution/automatic-persisted-queries.ts';
import type { OperationLimits } from './execution/executor.ts';
import { InFlight } from './execution/limits/in-flight.ts';
import type { Logger } from './execution/logger.ts';
import type { PersistedDocuments } from './execution/persisted-documents.ts';
import {
  readTrustedDocuments,
  TrustedDocuments,
  TrustedDocumentsError,
} from './execution/trusted-documents.ts';
import { Credential } from './ods/transport/credential.ts';
import type { TransportObserver } from './ods/transport/observer.ts';
import { Transport } from './ods/transport/transport.ts';
import type { PortalInfo } from './schema/context.ts';
import { Tickets } from './server/tickets.ts';
import type { Config } from './settings/environment.ts';
import { ConfigError } from './settings/environment.ts';

/** The way to the portal itself, which tells of its breaker in the log. */
export function transportOf(
  config: Config,
  portal: PortalInfo,
  logger: Logger,
  now: () => number,
  observer: TransportObserver,
): Transport {
  return new Transport({
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
      onCallEnd: observer.onCallEnd,
      onBreakerChange: (isOpen) => {
        if (isOpen) logger.warn('the portal has failed several times: calls are kept from it');
        else logger.info('the portal is well again: calls reach it');
        observer.onBreakerChange?.(isOpen);
      },
    },
  });
}

export function limitsOf(config: Config): OperationLimits {
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

export function operationsInFlightOf(config: Config): InFlight {
  return new InFlight({
    code: 'TOO_MANY_OPERATIONS',
    what: 'operations',
    setting: 'MAX_INFLIGHT_OPERATIONS',
    max: config.MAX_INFLIGHT_OPERATIONS,
    maxPerCaller: config.MAX_INFLIGHT_OPERATIONS_PER_CALLER,
  });
}

export function subscriptionsInFlightOf(config: Config): InFlight {
  return new InFlight({
    code: 'TOO_MANY_SUBSCRIPTIONS',
    what: 'subscriptions',
    setting: 'MAX_SUBSCRIPTIONS',
    max: config.MAX_SUBSCRIPTIONS,
    maxPerCaller: config.MAX_SUBSCRIPTIONS_PER_CALLER,
  });
}

export function downloadsOf(config: Config): InFlight {
  return new InFlight({
    code: 'TOO_MANY_DOWNLOADS',
    what: 'downloads',
    setting: 'MAX_DOWNLOADS',
    max: config.MAX_DOWNLOADS,
    maxPerCaller: config.MAX_DOWNLOADS_PER_CALLER,
  });
}

export function documentsOf({ TRUSTED_DOCUMENTS: file }: Config, schema: GraphQLSchema): PersistedDocuments {
  if (file === undefined) return new AutomaticPersistedQueries();
  try {
    return new TrustedDocuments(readTrustedDocuments(file, schema));
  } catch (error) {
    if (!(error instanceof TrustedDocumentsError)) throw error;
    throw new ConfigError(`TRUSTED_DOCUMENTS=${file} ${error.message}`);
  }
}

export function credentialOf({ ODS_APIKEY, ODS_USERNAME, ODS_PASSWORD }: Config): Credential {
  if (ODS_APIKEY !== undefined) return Credential.apikey(ODS_APIKEY);
  if (ODS_USERNAME !== undefined && ODS_PASSWORD !== undefined)
    return Credential.basic(ODS_USERNAME, ODS_PASSWORD);
  return Credential.anonymous;
}

export function ticketsOf(
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

export function replicasOf({ REDIS_URL }: Config, portal: URL, logger: Logger): Replicas | undefined {
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

export function cacheOf(config: Config): CacheSettings {
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
