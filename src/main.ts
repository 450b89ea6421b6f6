/** The process: settings, the embedded portal where no portal is named, the server, signals. */
import { parseArgs } from 'node:util';
import { type Config, ConfigError, helpText, readConfig } from './config.ts';
import { CachedTransport } from './loading/cached-transport.ts';
import { Replicas } from './loading/replicas.ts';
import type { CacheSettings } from './loading/response-cache.ts';
import { Credential } from './ods/credential.ts';
import { Transport } from './ods/transport.ts';
import type { Portal } from './portal/portal.ts';
import type { PortalInfo } from './schema/context.ts';
import { createApp } from './server/app.ts';
import { createLogger, type Logger } from './server/logger.ts';
import { Priority } from './server/priority.ts';
import { PushFeed } from './server/push-feed.ts';
import { PushKeys } from './server/push-keys.ts';
import { serve } from './server/serve.ts';
import { Tickets } from './server/tickets.ts';

const EMBEDDED_NAME = 'Embedded portal of ods-graphql';
const DEFAULT_PORTAL_PORT = 4001;

/** What was started and must be ended, the last first. */
const started: (() => Promise<void>)[] = [];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return void process.stdout.write(helpText());
  const config = readConfig();
  const [command, ...rest] = positionals;
  if ((command !== undefined && command !== 'portal') || rest.length > 0) {
    throw new ConfigError(`There is no "${positionals.join(' ')}" to start; see --help.`);
  }
  if (command === 'portal') {
    const { url } = await startEmbedded(
      config,
      createLogger(config.LOG_LEVEL),
      config.PORTAL_PORT ?? DEFAULT_PORTAL_PORT,
    );
    return say(`REST API v1: ${url}/api/datasets/1.0/search/`);
  }
  await startGraph(config);
}

async function startGraph(config: Config): Promise<void> {
  const logger = createLogger(config.LOG_LEVEL);
  const portal = await portalOf(config, logger);
  const transport = new Transport({
    url: portal.url,
    timeout: config.ODS_TIMEOUT,
    concurrency: config.MAX_UPSTREAM_CONCURRENCY,
  });
  started.push(() => transport.close());
  const replicas = replicasOf(config, transport.url, logger);
  const pushFeed = new PushFeed(replicas);
  const app = createApp({
    transport: new CachedTransport(transport, {
      cache: cacheOf(config),
      ...(replicas && { replicas }),
      onRefresh: (refresh) => logger.info(refresh, 'background refresh'),
    }),
    portal,
    credential: credentialOf(config),
    pushKeys: pushKeysOf(config),
    pushFeed,
    tickets: ticketsOf(config, portal, logger),
    publicUrl: config.PUBLIC_URL,
    maxBodyMb: config.MAX_BODY_MB,
    explain: config.EXPLAIN === undefined ? portal.embedded : config.EXPLAIN === 'on',
    maxCalls: config.MAX_CALLS_PER_OPERATION,
    quotaReserve: config.QUOTA_RESERVE / 100,
    priority: new Priority(config.PRIORITY_TOKENS),
    logger,
  });
  const server = await serve(app, { port: config.PORT, host: config.HOST });
  started.push(server.close);
  started.push(async () => pushFeed.close());
  say(`Portal:  ${portal.embedded ? `${portal.name}, ` : ''}${portal.url.href}`);
  say(`GraphQL: ${server.url}/graphql`);
}

async function portalOf(config: Config, logger: Logger): Promise<PortalInfo> {
  if (config.ODS_URL)
    return { url: config.ODS_URL, name: config.ODS_URL.host, apiVersion: '1.0', embedded: false };
  const { url } = await startEmbedded(config, logger, config.PORTAL_PORT ?? 0);
  return { url: new URL(url), name: EMBEDDED_NAME, apiVersion: '1.0', embedded: true };
}

async function startEmbedded(config: Config, logger: Logger, port: number): Promise<Portal> {
  // Only here: who serves a real portal loads nothing of the embedded one.
  const { startPortal } = await import('./portal/portal.ts');
  const portal = await startPortal({
    port,
    quota: config.PORTAL_QUOTA,
    ...(config.PORTAL_ACCESS !== undefined && { accessFile: config.PORTAL_ACCESS }),
    ...(config.PORTAL_DATABASE !== undefined && { databaseFile: config.PORTAL_DATABASE }),
    onProgress: say,
    onFailure: (error) => logger.error({ err: error }, 'the embedded portal failed on a request'),
  });
  started.push(() => portal.close());
  return portal;
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
  const replicas = new Replicas({
    redisUrl: REDIS_URL,
    portal,
    onChange: ({ available, reason }) =>
      available
        ? logger.info('Redis is there: what the replicas know is shared')
        : logger.warn({ reason }, 'Redis is away: this replica goes on alone'),
  });
  started.push(async () => replicas.close());
  return replicas;
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

async function stop(): Promise<void> {
  for (const end of started.splice(0).reverse()) await end();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: a second signal ends the process at once.
  process.once(signal, () => void stop());
}

try {
  await main();
} catch (error) {
  // A sentence for what the operator can mend, a stack only for what we must.
  const known = error instanceof ConfigError || (error instanceof Error && 'code' in error);
  process.stderr.write(`${error instanceof Error ? (known ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = 1;
  await stop();
}
