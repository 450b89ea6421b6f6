/** The schema of the settings: their valid values and their defaults. */
import { z } from 'zod';
import {
  hosts,
  integer,
  isAddressAlone,
  origins,
  port,
  pushKeys,
  rateLimit,
  seconds,
  secret,
  text,
  tokens,
} from './values.ts';

/** The schema of the environment: turns its texts into the values of the settings. */
export const SCHEMA = z.object({
  PORT: port(4000),
  HOST: z.string().default('127.0.0.1'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url))
    .optional(),
  METRICS_PORT: integer(0, 65_535).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  ODS_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url))
    .optional(),
  ODS_APIKEY: secret,
  ODS_USERNAME: z
    .string()
    .regex(/^[^:]*$/)
    .optional(),
  ODS_PASSWORD: text,
  ODS_TIMEOUT: integer(1, 600_000).optional().default(30_000),
  ODS_CONNECT_TIMEOUT: integer(1, 600_000).optional().default(10_000),
  ODS_CALL_TIMEOUT: integer(1, 3_600_000).optional().default(60_000),
  ODS_QUEUE_TIMEOUT: integer(1, 600_000).optional().default(30_000),
  ODS_RETRIES: integer(0, 2).optional().default(2),
  ODS_BREAKER_FAILURES: integer(0, 1000).optional().default(5),
  ODS_PROBE_INTERVAL: integer(1, 600_000).optional().default(15_000),
  MAX_UPSTREAM_MB: integer(1, 1024).optional().default(32),
  ODS_PUSH_KEYS: pushKeys,
  PUSH_TOKENS: tokens,
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url))
    .refine(isAddressAlone)
    .optional(),
  TRUSTED_HOSTS: hosts,
  TRUSTED_PROXIES: integer(0, 16).optional().default(0),
  CORS_ORIGINS: origins,
  TICKET_SECRET: z.string().min(32).optional(),
  TICKET_TTL: integer(1, 86_400).optional().default(600),
  MAX_BODY_MB: integer(1, 1024).optional().default(32),
  MAX_CONNECTIONS: integer(1, 1_000_000).optional().default(2000),
  HEADERS_TIMEOUT: integer(1, 3600).optional().default(10),
  REQUEST_TIMEOUT: integer(1, 3600).optional().default(60),
  IDLE_TIMEOUT: integer(1, 3600).optional().default(60),
  DRAIN_DELAY: integer(0, 3600).optional().default(0),
  SHUTDOWN_GRACE: integer(0, 3600).optional().default(10),
  MAX_BUFFERED_MB: integer(1, 65_536).optional().default(64),
  MAX_INFLIGHT_OPERATIONS: integer(1, 1_000_000).optional().default(1000),
  MAX_INFLIGHT_OPERATIONS_PER_CALLER: integer(1, 1_000_000).optional().default(200),
  MAX_SUBSCRIPTIONS: integer(1, 1_000_000).optional().default(1000),
  MAX_SUBSCRIPTIONS_PER_CALLER: integer(1, 1_000_000).optional().default(100),
  MAX_DOWNLOADS: integer(1, 100_000).optional().default(64),
  MAX_DOWNLOADS_PER_CALLER: integer(1, 100_000).optional().default(16),
  RATE_LIMIT: rateLimit,
  OPERATION_TIMEOUT: integer(1, 3_600_000).optional().default(60_000),
  MAX_OPERATION_KB: integer(1, 65_536).optional().default(1024),
  MAX_TOKENS: integer(1, 10_000_000).optional().default(15_000),
  MAX_DEPTH: integer(1, 10_000).optional().default(20),
  MAX_ALIASES: integer(0, 1_000_000).optional().default(500),
  MAX_ROOT_FIELDS: integer(1, 1_000_000).optional().default(500),
  MAX_DIRECTIVES: integer(0, 1_000_000).optional().default(100),
  MAX_LIST_LENGTH: integer(1, 10_000_000).optional().default(10_000),
  MAX_NODES_PER_OPERATION: integer(1, 1_000_000_000).optional().default(100_000),
  MAX_ANSWER_MB: integer(1, 65_536).optional().default(32),
  COMPRESS_FROM_KB: integer(0, 1_048_576).optional().default(2),
  INTROSPECTION: z.enum(['on', 'off']).optional().default('on'),
  CACHE_MAX_MB: integer(1, 65_536).optional().default(64),
  CACHE_TTL_DATASET: seconds(300),
  CACHE_TTL_RECORDS: seconds(30),
  CACHE_TTL_ANALYSIS: seconds(30),
  CACHE_STALE: seconds(3600),
  MAX_CALLS_PER_OPERATION: integer(1, 100_000).optional().default(50),
  MAX_UPSTREAM_CONCURRENCY: integer(1, 1000).optional().default(16),
  BATCH_WINDOW: integer(0, 1000).optional().default(2),
  QUOTA_RESERVE: integer(0, 100).optional().default(10),
  PRIORITY_TOKENS: tokens,
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  TYPES: text,
  TRUSTED_DOCUMENTS: text,
  PAGE: z.enum(['on', 'off']).optional().default('on'),
  EXPLAIN: z.enum(['on', 'off']).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PORTAL_PORT: integer(0, 65_535).optional(),
  PORTAL_QUOTA: integer(1, 1_000_000_000).optional().default(100_000),
  PORTAL_DIALECT: z.enum(['documented', 'current']).optional().default('documented'),
  PORTAL_ACCESS: text,
  PORTAL_DATABASE: text,
  PORTAL_TLS_CERT: text,
  PORTAL_TLS_KEY: text,
});

/** The name of a setting, which is that of its environment variable. */
export type SettingName = keyof z.output<typeof SCHEMA>;
