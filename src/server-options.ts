/** The settings as options of a program, with their types. */
import type { Logger } from './execution/logger.ts';

/**
 * What can be set if this package is part of a program. Each option is the setting of the same name in capitals
 * (`odsUrl` is `ODS_URL`), and errors may call it so; an empty text counts as not set. Nothing is read from the
 * environment.
 */
export interface SchemaOptions {
  /** The portal to serve: its http or https address, such as `https://data.example.org`. */
  odsUrl: URL | string;
  /** The server's own API key at the portal, for callers that send no credential. */
  odsApikey?: string | undefined;
  /** The server's own login at the portal, instead of an API key; with `odsPassword`. */
  odsUsername?: string | undefined;
  /** The password of that login. */
  odsPassword?: string | undefined;
  /** The folder of the datasets that are types of the graph, as `ods-graphql types add` writes them; none if it is left out. */
  types?: string | undefined;
  /**
   * Milliseconds to wait for an answer of the portal to begin, and for each next piece of it.
   * @default 30000
   */
  odsTimeout?: number | undefined;
  /**
   * Milliseconds in which a connection to the portal must come about.
   * @default 10000
   */
  odsConnectTimeout?: number | undefined;
  /**
   * Milliseconds for one whole call to the portal, to the last byte of its answer; streams excepted.
   * @default 60000
   */
  odsCallTimeout?: number | undefined;
  /**
   * Milliseconds for which a call may wait for its turn (`maxUpstreamConcurrency`).
   * @default 30000
   */
  odsQueueTimeout?: number | undefined;
  /**
   * How many times a read is sent again that met a broken or refused connection, or 502, 503 or 504; 0 to 2. No more
   * than a tenth of all calls are retries.
   * @default 2
   */
  odsRetries?: number | undefined;
  /**
   * So many failures in a row keep further calls from the portal, or from the dataset that they were about; 0 keeps none.
   * @default 5
   */
  odsBreakerFailures?: number | undefined;
  /**
   * Milliseconds after which a portal that calls are kept from is looked at again.
   * @default 15000
   */
  odsProbeInterval?: number | undefined;
  /**
   * The largest answer of the portal that is read into memory, in MB, after decompression; streams excepted.
   * @default 32
   */
  maxUpstreamMb?: number | undefined;
  /**
   * The hosts that a request may name if links are to begin with them; links are relative if it names another. Has no effect with `publicUrl`.
   * @default loopback
   */
  trustedHosts?: readonly string[] | undefined;
  /** The server's own push keys by `<dataset>/<resource>`, for callers with a token of `pushTokens` only. */
  odsPushKeys?: Readonly<Record<string, string>> | undefined;
  /** Who may use them: callers that send one of these as `Authorization: Bearer <token>`. None has a comma in it. */
  pushTokens?: readonly string[] | undefined;
  /**
   * The address under which the world reaches this server: links to exports and files begin with it.
   * @default the origin of each request
   */
  publicUrl?: URL | string | undefined;
  /**
   * Seals the tickets in the links of callers with a credential: at least 32 characters, the same on all replicas.
   * @default a random one, so that links end with the process
   */
  ticketSecret?: string | undefined;
  /**
   * Seconds for which such a link can be opened.
   * @default 600
   */
  ticketTtl?: number | undefined;
  /**
   * Memory for the answers that are kept, in MB.
   * @default 64
   */
  cacheMaxMb?: number | undefined;
  /**
   * Seconds for which an answer about datasets counts as new; 0 keeps none.
   * @default 300
   */
  cacheTtlDataset?: number | undefined;
  /**
   * Seconds for which an answer with records counts as new; 0 keeps none.
   * @default 30
   */
  cacheTtlRecords?: number | undefined;
  /**
   * Seconds for which an analysis, clustering or bounding box counts as new; 0 keeps none.
   * @default 30
   */
  cacheTtlAnalysis?: number | undefined;
  /**
   * Seconds beyond that for which an answer is shown if the portal gives none.
   * @default 3600
   */
  cacheStale?: number | undefined;
  /**
   * Upstream calls that one operation may need; one that needs more is refused.
   * @default 50
   */
  maxCallsPerOperation?: number | undefined;
  /**
   * Calls to the portal at a time; the others wait, credentials taking turns.
   * @default 16
   */
  maxUpstreamConcurrency?: number | undefined;
  /**
   * Milliseconds for which a lookup by id may wait for those of other operations, to be one call with them; a lone request
   * never waits. 0 is off.
   * @default 2
   */
  batchWindow?: number | undefined;
  /** The Redis or Valkey through which replicas share what they know: `redis://…`, or `rediss://…` with TLS. */
  redisUrl?: string | undefined;
  /**
   * Whether callers may ask (`X-Explain: 1`) which upstream requests their operation made.
   * @default false
   */
  explain?: boolean | undefined;
  /**
   * The least grave of what is logged as JSON lines on standard output; of no effect with a `logger`.
   * @default 'info'
   */
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent' | undefined;
  /** Where the log goes instead: pino's, or one that takes the same three calls. It is given no credential. */
  logger?: Logger | undefined;
}

/** What can be set of a server beside that. */
export interface ServerOptions extends SchemaOptions {
  /**
   * The largest request to the graph in MB: what one push may carry in its variables.
   * @default 32
   */
  maxBodyMb?: number | undefined;
  /**
   * How many proxies stand in front of this server: so many addresses at the end of X-Forwarded-For are believed, and
   * callers without a credential are told apart by the first of them.
   * @default 0
   */
  trustedProxies?: number | undefined;
  /**
   * The origins whose pages may read answers in a browser, beside this server's own.
   * @default *
   */
  corsOrigins?: readonly string[] | undefined;
  /**
   * Memory for the bodies of requests that are being received, in MB, all together; what comes beyond is refused with 503.
   * @default 64
   */
  maxBufferedMb?: number | undefined;
  /**
   * Operations under way at a time, on every carrier; further ones are refused with 503.
   * @default 1000
   */
  maxInflightOperations?: number | undefined;
  /**
   * Operations under way at a time of one caller: one credential, or one address of callers without any.
   * @default 200
   */
  maxInflightOperationsPerCaller?: number | undefined;
  /**
   * Subscriptions open at a time, all together.
   * @default 1000
   */
  maxSubscriptions?: number | undefined;
  /**
   * Subscriptions open at a time of one caller.
   * @default 100
   */
  maxSubscriptionsPerCaller?: number | undefined;
  /**
   * Exports, files and `downloadRecords` being sent at a time, all together.
   * @default 64
   */
  maxDownloads?: number | undefined;
  /**
   * Exports, files and `downloadRecords` being sent at a time to one caller.
   * @default 16
   */
  maxDownloadsPerCaller?: number | undefined;
  /**
   * What one caller may do per minute: operations, and calls to the portal that they cause (the same number if only one is given). Shared by the replicas through Redis if there is one.
   * @default no limit
   */
  rateLimit?: string | undefined;
  /**
   * Milliseconds for one whole operation; subscriptions excepted.
   * @default 60000
   */
  operationTimeout?: number | undefined;
  /**
   * The longest text of an operation, in KB; large values belong in variables.
   * @default 1024
   */
  maxOperationKb?: number | undefined;
  /**
   * Lexical tokens in the text of an operation.
   * @default 15000
   */
  maxTokens?: number | undefined;
  /**
   * How deep the fields of an operation may be nested, its fragments included.
   * @default 20
   */
  maxDepth?: number | undefined;
  /**
   * Aliases in an operation, counted as often as their fragments are used.
   * @default 500
   */
  maxAliases?: number | undefined;
  /**
   * Fields of Query, Mutation or Subscription in one operation.
   * @default 500
   */
  maxRootFields?: number | undefined;
  /**
   * Directives in an operation, counted as often as their fragments are used.
   * @default 100
   */
  maxDirectives?: number | undefined;
  /**
   * Items of one list in an argument or a variable; records to push excepted, which `maxBodyMb` bounds.
   * @default 10000
   */
  maxListLength?: number | undefined;
  /**
   * Objects that the answer of one operation may have, as estimated before it is run.
   * @default 100000
   */
  maxNodesPerOperation?: number | undefined;
  /**
   * The largest answer to one operation in MB, counted while it is made.
   * @default 32
   */
  maxAnswerMb?: number | undefined;
  /**
   * Whether the schema may be asked for (__schema, __type).
   * @default true
   */
  introspection?: boolean | undefined;
  /**
   * Percent of every quota kept back for pushes and for callers of `priorityTokens`.
   * @default 10
   */
  quotaReserve?: number | undefined;
  /** Who may spend that too: callers that send one of these as `X-Priority-Token`. None has a comma in it. */
  priorityTokens?: readonly string[] | undefined;
  /** A JSON file of the only operations that are run, by their hashes; without it any operation is. */
  trustedDocuments?: string | undefined;
  /**
   * Whether `/` shows a page with the datasets of the portal.
   * @default true
   */
  page?: boolean | undefined;
}
