/** The whole server as a test sees it: real HTTP in front, a real portal behind, and the wire between them read. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { CachedTransport } from '../../src/caching/cached-transport.ts';
import { Replicas } from '../../src/caching/replicas.ts';
import type { CacheSettings } from '../../src/caching/response-cache.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import { Transport } from '../../src/ods/transport/transport.ts';
import { createApp } from '../../src/server/app.ts';
import { startHttpServer } from '../../src/server/http-server.ts';
import { createLogger, type Logger } from '../../src/server/logger.ts';
import type { TrustedDocuments } from '../../src/server/plugins/trusted-documents.ts';
import type { Priority } from '../../src/server/priority.ts';
import { PushFeed } from '../../src/server/push-feed.ts';
import type { PushKeys } from '../../src/server/push-keys.ts';
import { requestListener } from '../../src/server/request-listener.ts';
import type { Tickets } from '../../src/server/tickets.ts';
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
  close(): Promise<void>;
}

export interface GraphOptions {
  credential?: Credential;
  timeout?: number;
  logger?: Logger;
  pushKeys?: PushKeys;
  pushFeed?: PushFeed;
  maxBodyMb?: number;
  maxBufferedMb?: number;
  maxDownloads?: number;
  maxDownloadsPerCaller?: number;
  corsOrigins?: readonly string[];
  tickets?: Tickets;
  publicUrl?: URL;
  merging?: boolean;
  /** @default 50; without a limit where nothing is merged */
  maxCalls?: number;
  quotaReserve?: number;
  priority?: Priority;
  concurrency?: number;
  explain?: boolean;
  trustedDocuments?: TrustedDocuments;
  page?: Promise<string>;
  /** @default nothing is kept, so that every operation spends what it needs */
  cache?: CacheSettings;
  /** The Redis that makes it a replica. Replicas have one portal, and so no wires of their own that could be read. */
  redisUrl?: string;
  /** The clock of the cache. */
  now?: () => number;
}

/** The cache as it is by default. */
export const CACHE: CacheSettings = {
  maxMb: 64,
  ttl: { dataset: 300, records: 30, analysis: 30 },
  stale: 3600,
};

export async function startGraph(
  portalUrl: string,
  {
    credential = Credential.anonymous,
    timeout = 30_000,
    logger = createLogger('silent'),
    cache,
    now,
    redisUrl,
    concurrency = 16,
    ...options
  }: GraphOptions = {},
): Promise<Graph> {
  const upstream = redisUrl === undefined ? await recordUpstream(portalUrl) : null;
  const url = new URL(upstream?.url ?? portalUrl);
  const transport = new Transport({ url, timeout, concurrency });
  const portal = { url, name: 'Portal under test', apiVersion: '1.0', embedded: true };
  const replicas =
    redisUrl === undefined
      ? undefined
      : new Replicas({ redisUrl, portal: url, onChange: (change) => logger.info(change, 'Redis') });
  const cached = new CachedTransport(transport, {
    ...(cache && { cache }),
    ...(now && { now }),
    ...(replicas && { replicas }),
    onRefresh: (refresh) => logger.info(refresh, 'background refresh'),
  });
  const pushFeed = new PushFeed(replicas);
  const app = createApp({
    transport: cached,
    portal,
    credential,
    logger,
    pushFeed,
    ...(options.merging === false && { maxCalls: Number.POSITIVE_INFINITY }),
    ...(now && { now }),
    ...(cache && { lifetimes: cache.ttl }),
    ...options,
  });
  const server = await startHttpServer(
    { ...app, listener: requestListener(app.fetch) },
    { port: 0, host: '127.0.0.1', logger },
  );
  return {
    url: server.url,
    ask: (document, variables, headers) => ask(`${server.url}/graphql`, document, variables, headers),
    upstreamCalls: () => upstream?.take() ?? [],
    close: async () => {
      pushFeed.close();
      app.webSocket.close();
      await server.close();
      await transport.close();
      await upstream?.close();
      replicas?.close();
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
