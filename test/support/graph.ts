/** The whole server as it ships: real HTTP in front, a real portal behind, and the wire between them read. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { Assembly, AssemblySeams } from '../../src/assembly.ts';
import { createLogger } from '../../src/execution/logger.ts';
import { listen } from '../../src/graph-listener.ts';
import { graphServer } from '../../src/graph-server.ts';
import { configOf, portalAt } from '../../src/options.ts';
import type { ServerOptions } from '../../src/server-options.ts';
import type { Config } from '../../src/settings/environment.ts';
import { CARRIER, carriedBy } from './carrier.ts';
import { recordUpstream, type UpstreamCall } from './upstream.ts';

export interface Answer<Data> {
  status: number;
  data: Data | null | undefined;
  errors: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  extensions: {
    upstream: {
      calls: number;
      shared: number;
      cached: number;
      stale: number;
      estimated: number;
      quotaRemaining: number | null;
    };
  };
}

export interface Graph {
  url: string;
  /** Asks the graph over HTTP. Errors come back as they are. */
  ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables> | string,
    variables?: Variables,
    headers?: Record<string, string>,
  ): Promise<Answer<Data>>;
  /** What reached the portal since the last time. */
  upstreamCalls(): UpstreamCall[];
  /** The numbers in the format of Prometheus. */
  metrics(): Promise<string>;
  /** How many subscriptions listen to what is pushed now. */
  readonly subscribers: number;
  close(): Promise<void>;
}

/** The settings of the listener, which are no options of a program that brings its own. */
export type ListenerSettings = Pick<
  Config,
  | 'METRICS_PORT'
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'DRAIN_DELAY'
  | 'MAX_CONNECTIONS'
  | 'HEADERS_TIMEOUT'
  | 'REQUEST_TIMEOUT'
  | 'IDLE_TIMEOUT'
  | 'SHUTDOWN_GRACE'
  | 'COMPRESS_FROM_KB'
>;

/** The settings, as the options of a program; and what a test needs and a deployment does not. */
export interface GraphOptions
  extends Omit<Partial<ServerOptions>, 'odsUrl' | 'page'>,
    Pick<AssemblySeams, 'now' | 'merging' | 'datasetTypes'> {
  listener?: Partial<ListenerSettings>;
  /** True if no wire is to be between the server and its portal: then it fails as the portal does. */
  isDirect?: boolean;
  /** The folder of the built page; without it `/` leads to GraphiQL. */
  page?: Promise<string>;
  /** The folder of the built GraphiQL. */
  graphiql?: Promise<string>;
}

/** The cache as it is by default. */
export const CACHING = {
  cacheTtlDataset: 300,
  cacheTtlRecords: 30,
  cacheTtlAnalysis: 30,
  cacheStale: 3600,
} satisfies GraphOptions;

/** Every operation spends what it needs, so that its calls can be counted. */
const NOTHING_KEPT = { cacheTtlDataset: 0, cacheTtlRecords: 0, cacheTtlAnalysis: 0 } satisfies GraphOptions;

/**
 * Starts the server as `src/main.ts` does, in this process. Nothing is kept unless an option says so. Where nothing is
 * merged, the calls have no limit unless an option sets one.
 */
export async function startGraph(portalUrl: string, options: GraphOptions = {}): Promise<Graph> {
  const {
    now,
    merging,
    datasetTypes,
    page,
    graphiql,
    listener,
    isDirect,
    logger = createLogger('silent'),
    ...settings
  } = options;
  // Replicas have one portal, and so no wires of their own that could be read.
  const upstream = settings.redisUrl === undefined && !isDirect ? await recordUpstream(portalUrl) : null;
  const ofProgram = configOf({
    ...NOTHING_KEPT,
    ...(merging === false && { maxCallsPerOperation: 100_000 }),
    ...settings,
    odsUrl: upstream?.url ?? portalUrl,
  });
  const config: Config = { ...ofProgram, ...listener };
  let assembly: Assembly | undefined;
  const graph = graphServer(config, portalAt(config), logger, (name) => (name === 'page' ? page : graphiql), {
    ...(now && { now }),
    ...(merging !== undefined && { merging }),
    ...(datasetTypes && { datasetTypes }),
    onAssembled: (assembled) => {
      assembly = assembled;
    },
  });
  const listening = await listen(carriedBy(CARRIER, graph), { ...config, PORT: 0 }, logger);
  return {
    url: listening.url,
    ask: (document, variables, headers) => ask(`${listening.url}/graphql`, document, variables, headers),
    upstreamCalls: () => upstream?.take() ?? [],
    metrics: async () => (await graph.metrics()).text,
    get subscribers() {
      return assembly?.pushFeed.subscribers ?? 0;
    },
    close: async () => {
      graph.endSubscriptions();
      await listening.close();
      await graph.close();
      await upstream?.close();
    },
  };
}

async function ask<Data, Variables>(
  url: string,
  document: TypedDocumentNode<Data, Variables> | string,
  variables?: Variables,
  headers: Record<string, string> = {},
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: typeof document === 'string' ? document : print(document), variables }),
  });
  const answer: Omit<Answer<Data>, 'status'> = await response.json();
  return { ...answer, errors: answer.errors ?? [], status: response.status };
}
