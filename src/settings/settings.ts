/** Every setting: what is right for it, its default, and what the help says of it. */
import { z } from 'zod';

/** A setting as the help and the errors speak of it. */
interface Setting {
  /** What is right: ends the sentence "must be …". */
  expects: string;
  /** The default in words; none where the setting is simply not set. */
  default?: string;
  description: string;
  /** True where an error must not repeat the value. */
  secret?: true;
}

const integer = (min: number, max: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max));
const port = (fallback: number) => integer(0, 65_535).optional().default(fallback);
const seconds = (fallback: number) => integer(0, 604_800).optional().default(fallback);
const text = z.string().optional();
/** A credential becomes part of an HTTP header. */
const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .optional();

const pushKeys = z
  .string()
  .transform(parseJson)
  .pipe(z.record(z.string().regex(/^[\w.@-]+\/[\w.-]+$/), z.string().regex(/^[\x21-\x7e]+$/)))
  .optional();
const tokens = z
  .string()
  .transform((list) => list.split(',').map((token) => token.trim()))
  .pipe(z.array(z.string().regex(/^[\x21-\x7e]+$/)))
  .optional();

/** The settings as the environment has them: texts, of which each becomes what it stands for. */
export const SCHEMA = z.object({
  PORT: port(4000),
  HOST: z.string().default('127.0.0.1'),
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
  ODS_PUSH_KEYS: pushKeys,
  PUSH_TOKENS: tokens,
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url))
    .refine(isAddressAlone)
    .optional(),
  TICKET_SECRET: z.string().min(32).optional(),
  TICKET_TTL: integer(1, 86_400).optional().default(600),
  MAX_BODY_MB: integer(1, 1024).optional().default(32),
  CACHE_MAX_MB: integer(1, 65_536).optional().default(64),
  CACHE_TTL_DATASET: seconds(300),
  CACHE_TTL_RECORDS: seconds(30),
  CACHE_TTL_ANALYSIS: seconds(30),
  CACHE_STALE: seconds(3600),
  MAX_CALLS_PER_OPERATION: integer(1, 100_000).optional().default(50),
  MAX_UPSTREAM_CONCURRENCY: integer(1, 1000).optional().default(16),
  QUOTA_RESERVE: integer(0, 100).optional().default(10),
  PRIORITY_TOKENS: tokens,
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  TRUSTED_DOCUMENTS: text,
  PAGE: z.enum(['on', 'off']).optional().default('on'),
  EXPLAIN: z.enum(['on', 'off']).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PORTAL_PORT: integer(0, 65_535).optional(),
  PORTAL_QUOTA: integer(1, 1_000_000_000).optional().default(100_000),
  PORTAL_ACCESS: text,
  PORTAL_DATABASE: text,
});

/** The name of a setting: of its environment variable. */
export type SettingName = keyof z.output<typeof SCHEMA>;

/** The settings by their names. */
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
    description: 'Where the world reaches this server: what links to exports and files begin with.',
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
  MAX_BODY_MB: {
    expects: 'megabytes from 1 to 1024',
    default: '32',
    description: 'The largest request to the graph in MB: what one push may carry in its variables.',
  },
  CACHE_MAX_MB: {
    expects: 'megabytes from 1 to 65536',
    default: '64',
    description: "Memory for the portal's answers that are kept, in MB.",
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
    description: 'Seconds beyond that for which an answer stands in where the portal gives none.',
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
  PORTAL_ACCESS: {
    expects: 'the path of a JSON file',
    default: 'demonstration keys',
    description: "JSON file with the embedded portal's API keys and logins.",
  },
  PORTAL_DATABASE: {
    expects: 'the path of a file',
    default: "a cache folder of the project's",
    description: "File of the embedded portal's database, built where it is missing or out of date.",
  },
};

export const settingNames: readonly SettingName[] = SCHEMA.keyof().options;

/** The help text: every setting with its default. */
export function helpText(): string {
  const settings = Object.entries(SETTINGS).map(([name, setting]) => {
    const fallback = setting.default === undefined ? '' : ` Default: ${setting.default}.`;
    return `  ${name.padEnd(18)} ${setting.description}${fallback}`;
  });
  return ['Settings, as environment variables:', ...settings, ''].join('\n');
}

/** What is no JSON is nothing that fits. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** True of an address that carries neither a credential nor anything behind its path. */
export function isAddressAlone({ username, password, search, hash }: URL): boolean {
  return [username, password, search, hash].every((part) => part === '');
}
