/** The parts between a caller and the portal, made from the settings and put together: for whatever stands in front. */

import { CachedTransport } from './caching/cached-transport.ts';
import { Replicas } from './caching/replicas.ts';
import type { CacheSettings } from './caching/response-cache.ts';
import { Credential } from './ods/transport/credential.ts';
import { Transport } from './ods/transport/transport.ts';
import type { PortalInfo } from './schema/context.ts';
import type { ContextOptions } from './server/context.ts';
import type { Logger } from './server/logger.ts';
import { PushFeed } from './server/push-feed.ts';
import { PushKeys } from './server/push-keys.ts';
import { Tickets } from './server/tickets.ts';
import type { Config } from './settings/environment.ts';

/** What a context is made of, with what ends it. */
export interface Assembly extends ContextOptions {
  /** How long answers count as new. */
  lifetimes: CacheSettings['ttl'];
  /** Ends the subscriptions to what is pushed: who waits for them to end calls it first. */
  endSubscriptions(): void;
  /** Ends all connections, those to the portal when what is under way on them is done. */
  close(): Promise<void>;
  /** Ends all connections now, whatever is under way on them. */
  destroy(): Promise<void>;
}

/** Puts together what the settings say. Nothing is asked of the portal yet, and of Redis no answer awaited. */
export function assemble(config: Config, portal: PortalInfo, logger: Logger): Assembly {
  const transport = new Transport({
    url: portal.url,
    timeout: config.ODS_TIMEOUT,
    concurrency: config.MAX_UPSTREAM_CONCURRENCY,
  });
  const replicas = replicasOf(config, transport.url, logger);
  const pushFeed = new PushFeed(replicas);
  return {
    transport: new CachedTransport(transport, {
      cache: cacheOf(config),
      ...(replicas && { replicas }),
      onRefresh: (refresh) => logger.info(refresh, 'background refresh'),
    }),
    lifetimes: cacheOf(config).ttl,
    portal,
    credential: credentialOf(config),
    pushKeys: pushKeysOf(config),
    pushFeed,
    tickets: ticketsOf(config, portal, logger),
    publicUrl: config.PUBLIC_URL,
    trustedHosts: config.TRUSTED_HOSTS,
    explain: config.EXPLAIN === undefined ? portal.embedded : config.EXPLAIN === 'on',
    endSubscriptions: () => pushFeed.close(),
    close: async () => {
      pushFeed.close();
      replicas?.close();
      await transport.close();
    },
    destroy: () => transport.destroy(),
  };
}

function credentialOf({ ODS_APIKEY, ODS_USERNAME, ODS_PASSWORD }: Config): Credential {
  if (ODS_APIKEY !== undefined) return Credential.apikey(ODS_APIKEY);
  if (ODS_USERNAME !== undefined && ODS_PASSWORD !== undefined)
    return Credential.basic(ODS_USERNAME, ODS_PASSWORD);
  return Credential.anonymous;
}

function pushKeysOf({ ODS_PUSH_KEYS = {}, PUSH_TOKENS = [] }: Config): PushKeys {
  return new PushKeys({ keys: ODS_PUSH_KEYS, tokens: PUSH_TOKENS });
}

function ticketsOf({ TICKET_SECRET, TICKET_TTL }: Config, { url }: PortalInfo, logger: Logger): Tickets {
  if (TICKET_SECRET === undefined) {
    logger.info(
      'TICKET_SECRET is not set: links of callers with a credential are good on this process only, until it ends',
    );
  }
  return new Tickets({ portal: url, secret: TICKET_SECRET, ttl: TICKET_TTL });
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
