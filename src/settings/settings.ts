/** Every setting with its description, for the help and for errors. */
import { LIMIT_SETTINGS } from './limit-settings.ts';
import { SCHEMA, type SettingName } from './schema.ts';
import type { Setting } from './setting.ts';

/** The words for each setting. */
export const SETTINGS: Readonly<Record<SettingName, Setting>> = {
  PORT: {
    expects: 'a port from 0 (any free one) to 65535',
    default: '4000',
    description: 'Port of the graph.',
  },
  HOST: {
    expects: 'a host name or address to listen on',
    default: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 for all, as in a container.',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    expects: 'the http or https address of a collector of OpenTelemetry, such as http://localhost:4318',
    description: 'The collector to which spans are sent (OTLP over HTTP); without it none are made.',
  },
  METRICS_PORT: {
    expects: 'a port from 0 (any free one) to 65535',
    description:
      'Port at which /metrics is served for Prometheus, and /ready and /health too; without it, no numbers are served.',
  },
  METRICS_HOST: {
    expects: 'a host name or address to listen on',
    default: '127.0.0.1',
    description: 'Address at which that port listens: the numbers are for operators, not for the public.',
  },
  ODS_URL: {
    expects: 'the http or https address of a portal, such as https://data.example.org',
    default: 'the embedded portal',
    description: 'The portal to serve.',
  },
  ODS_APIKEY: {
    expects: 'an API key: printable characters without spaces',
    description: "The server's own API key at the portal, for callers that send no credential.",
    secret: true,
  },
  ODS_USERNAME: {
    expects: 'a user name without a colon, together with ODS_PASSWORD and without ODS_APIKEY',
    description: "The server's own login at the portal, instead of an API key.",
  },
  ODS_PASSWORD: {
    expects: 'a password, together with ODS_USERNAME',
    description: 'The password of that login.',
    secret: true,
  },
  ODS_TIMEOUT: {
    expects: 'milliseconds from 1 to 600000',
    default: '30000',
    description: 'Milliseconds to wait for an answer of the portal to begin, and for each next piece of it.',
  },
  ODS_CONNECT_TIMEOUT: {
    expects: 'milliseconds from 1 to 600000',
    default: '10000',
    description: 'Milliseconds in which a connection to the portal must come about.',
  },
  ODS_CALL_TIMEOUT: {
    expects: 'milliseconds from 1 to 3600000',
    default: '60000',
    description:
      'Milliseconds for one whole call to the portal, to the last byte of its answer; streams excepted.',
  },
  ODS_QUEUE_TIMEOUT: {
    expects: 'milliseconds from 1 to 600000',
    default: '30000',
    description: 'Milliseconds for which a call may wait for its turn (MAX_UPSTREAM_CONCURRENCY).',
  },
  ODS_RETRIES: {
    expects: 'retries from 0 to 2',
    default: '2',
    description:
      'How many times a read is sent again that met a broken or refused connection, or 502, 503 or 504. No more than a tenth of all calls are retries; changes are never sent again.',
  },
  ODS_BREAKER_FAILURES: {
    expects: 'failures from 0 to 1000',
    default: '5',
    description:
      'So many failures in a row keep further calls from the portal, or from the dataset that they were about; 0 keeps none.',
  },
  ODS_PROBE_INTERVAL: {
    expects: 'milliseconds from 1 to 600000',
    default: '15000',
    description: 'Milliseconds after which a portal that calls are kept from is looked at again.',
  },
  MAX_UPSTREAM_MB: {
    expects: 'megabytes from 1 to 1024',
    default: '32',
    description:
      'The largest answer of the portal that is read into memory, in MB, after decompression; streams excepted.',
  },
  ODS_PUSH_KEYS: {
    expects: 'a JSON object of push keys, such as {"<dataset>/<resource>": "<key>"}',
    description: "The server's own push keys, for callers with a token of PUSH_TOKENS and for nobody else.",
    secret: true,
  },
  PUSH_TOKENS: {
    expects: 'tokens with commas between them, each of printable characters without spaces',
    description: 'Who may use them: callers that send one of these as Authorization: Bearer <token>.',
    secret: true,
  },
  PUBLIC_URL: {
    expects: 'the http or https address of this server, without credentials, query or fragment',
    default: "each request's own host",
    description:
      'The address under which the world reaches this server: links to exports and files begin with it.',
  },
  TRUSTED_HOSTS: {
    expects:
      'host names with commas between them, each with or without a port, such as data.example.org,localhost:4000',
    default: 'localhost, 127.0.0.1 and [::1], with any port',
    description:
      'The hosts that a request may name if links are to begin with them; links are relative if it names another. Has no effect with PUBLIC_URL.',
  },
  TRUSTED_PROXIES: {
    expects: 'proxies from 0 to 16',
    default: '0',
    description:
      'How many proxies stand in front of this server: so many addresses at the end of X-Forwarded-For are believed, and callers without a credential are told apart by the first of them.',
  },
  CORS_ORIGINS: {
    expects: '* or origins with commas between them, such as https://app.example.org',
    default: '*, or none if the server has a credential of its own',
    description: "The origins whose pages may read answers in a browser, beside this server's own.",
  },
  TICKET_SECRET: {
    expects: 'a secret of at least 32 characters',
    default: 'a random one of each process',
    description: 'Seals the tickets in the links of callers with a credential; the same on all replicas.',
    secret: true,
  },
  TICKET_TTL: {
    expects: 'seconds from 1 to 86400',
    default: '600',
    description: 'Seconds for which such a link can be opened.',
  },
  ...LIMIT_SETTINGS,
  COMPRESS_FROM_KB: {
    expects: 'kilobytes from 0 (off) to 1048576',
    default: '2',
    description:
      'The smallest answer of the graph that is compressed (zstd, br, gzip), in KB; 0 compresses none.',
  },
  INTROSPECTION: {
    expects: 'on or off',
    default: 'on',
    description: 'Whether the schema may be asked for (__schema, __type).',
  },
  CACHE_MAX_MB: {
    expects: 'megabytes from 1 to 65536',
    default: '64',
    description: 'Memory for the answers that are kept, in MB.',
  },
  CACHE_TTL_DATASET: {
    expects: 'seconds from 0 (off) to 604800',
    default: '300',
    description: 'Seconds for which an answer about datasets counts as new; 0 keeps none.',
  },
  CACHE_TTL_RECORDS: {
    expects: 'seconds from 0 (off) to 604800',
    default: '30',
    description: 'Seconds for which an answer with records counts as new; 0 keeps none.',
  },
  CACHE_TTL_ANALYSIS: {
    expects: 'seconds from 0 (off) to 604800',
    default: '30',
    description: 'Seconds for which an analysis, clustering or bounding box counts as new; 0 keeps none.',
  },
  CACHE_STALE: {
    expects: 'seconds from 0 (off) to 604800',
    default: '3600',
    description: 'Seconds beyond that for which an answer is shown if the portal gives none; 0 for never.',
  },
  MAX_CALLS_PER_OPERATION: {
    expects: 'calls from 1 to 100000',
    default: '50',
    description: 'Upstream calls that one operation may need; one that may need more is refused beforehand.',
  },
  MAX_UPSTREAM_CONCURRENCY: {
    expects: 'calls from 1 to 1000',
    default: '16',
    description: 'Calls to the portal at a time; the others wait, credentials taking turns.',
  },
  BATCH_WINDOW: {
    expects: 'milliseconds from 0 (off) to 1000',
    default: '2',
    description:
      'Milliseconds for which a lookup by id may wait for those of other operations, to be one call with them; a lone request never waits.',
  },
  QUOTA_RESERVE: {
    expects: 'percent from 0 to 100',
    default: '10',
    description: 'Percent of every quota kept back for pushes and for callers of PRIORITY_TOKENS.',
  },
  PRIORITY_TOKENS: {
    expects: 'tokens with commas between them, each of printable characters without spaces',
    description: 'Who may spend that too: callers that send one of these as X-Priority-Token.',
    secret: true,
  },
  REDIS_URL: {
    expects: 'the address of a Redis or Valkey, such as redis://localhost:6379 (rediss:// with TLS)',
    description:
      'What the replicas of this server have in common: kept answers, quota, changes, pushed records.',
    secret: true,
  },
  TYPES: {
    expects: 'the path of a folder, or off',
    default: 'the folder `datasets`, if it is there',
    description:
      'Folder of the datasets that are types of the graph, as `ods-graphql types add` writes them; off for none.',
  },
  TRUSTED_DOCUMENTS: {
    expects: 'a JSON file',
    description: 'File of the only operations that are run, by their hashes; without it any operation is.',
  },
  PAGE: {
    expects: 'on or off',
    default: 'on',
    description: 'Whether / shows a page with the datasets of the portal; off, it leads to GraphiQL.',
  },
  EXPLAIN: {
    expects: 'on or off',
    default: 'on over the embedded portal, off over any other',
    description:
      'Whether callers may ask (?explain, X-Explain: 1) which upstream requests their operation made.',
  },
  LOG_LEVEL: {
    expects: 'one of fatal, error, warn, info, debug, trace, silent',
    default: 'info',
    description: 'The least grave of what is logged, as JSON lines on standard output.',
  },
  PORTAL_PORT: {
    expects: 'a port from 0 (any free one) to 65535',
    default: 'any free one; 4001 for `npm run portal`',
    description: 'Port of the embedded portal, which listens on the loopback address only.',
  },
  PORTAL_QUOTA: {
    expects: 'calls from 1 to 1000000000',
    default: '100000',
    description: 'Calls per day that the embedded portal allows each API key and each anonymous address.',
  },
  PORTAL_DIALECT: {
    expects: 'documented or current',
    default: 'documented',
    description:
      'How the embedded portal tells its quota: as the documentation of the API says (403, a reset in epoch seconds), or as portals do it now (429, a reset as a date).',
  },
  PORTAL_ACCESS: {
    expects: 'the path of a JSON file',
    default: 'demonstration keys',
    description: "JSON file with the embedded portal's API keys and logins.",
  },
  PORTAL_DATABASE: {
    expects: 'the path of a file',
    default: "a cache folder of the project's",
    description: "File of the embedded portal's database, which is built if it is missing or out of date.",
  },
  PORTAL_TLS_CERT: {
    expects: 'the path of a PEM file',
    description:
      'Certificate of the embedded portal, which then speaks HTTP/2 and HTTP/1.1 over TLS; with PORTAL_TLS_KEY.',
  },
  PORTAL_TLS_KEY: {
    expects: 'the path of a PEM file',
    description: 'Private key of that certificate.',
  },
};

export const settingNames: readonly SettingName[] = SCHEMA.keyof().options;

/** The help text: every setting with its default. */
export function helpText(): string {
  const settings = Object.entries(SETTINGS).map(
    ([name, setting]) => `  ${name} (default: ${setting.default ?? 'not set'})\n      ${setting.description}`,
  );
  return ['Settings, as environment variables:', ...settings, ''].join('\n');
}
