/** The graph behind Yoga: what holds for its requests over HTTP, a plugin for each concern. */
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createYoga } from 'graphql-yoga';
import { schema } from '../schema/schema.ts';
import { type ContextOptions, createContext } from './context.ts';
import { createErrorMask } from './errors.ts';
import { useServerTiming } from './explanation.ts';
import type { Logger } from './logger.ts';
import { useAutomaticPersistedQueries } from './plugins/automatic-persisted-queries.ts';
import { type CallGuardOptions, useCallGuard } from './plugins/call-guard.ts';
import { type Lifetimes, useHttpCache } from './plugins/http-cache.ts';
import { useIncrementalDelivery } from './plugins/incremental-delivery.ts';
import { useOperationLog } from './plugins/operation-log.ts';
import { useOperationSize } from './plugins/operation-size.ts';
import { usePushKeyMask } from './plugins/push-key-mask.ts';
import { type TrustedDocuments, useTrustedDocuments } from './plugins/trusted-documents.ts';
import { useUpstreamExtension } from './plugins/upstream-extension.ts';

export interface GraphYogaOptions extends ContextOptions, CallGuardOptions {
  logger: Logger;
  /** Seconds that answers count as new, by what they are made of. */
  lifetimes: Lifetimes;
  /** The only operations that are run; any if there are none. */
  trustedDocuments?: TrustedDocuments | undefined;
}

/** Makes the Yoga that answers `/graphql`. */
export function createGraphYoga(options: GraphYogaOptions) {
  const { logger, lifetimes, trustedDocuments } = options;
  const maskError = createErrorMask(logger);
  return createYoga({
    schema,
    context: createContext(options),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // Node's own: of the library's a body that somebody stops reading ends the process with an error nobody can catch.
    fetchAPI: { Request, Response, Headers, ReadableStream, TransformStream, TextEncoder, TextDecoder },
    cors: false,
    // A route of its own serves it.
    graphiql: false,
    extraParamNames: ['documentId'],
    maskedErrors: { maskError },
    plugins: [
      useOperationSize(),
      trustedDocuments ? useTrustedDocuments(trustedDocuments) : useAutomaticPersistedQueries(),
      usePushKeyMask(),
      useCallGuard(options),
      useUpstreamExtension(options),
      useDeferStream(),
      useIncrementalDelivery(maskError),
      useServerTiming(),
      useHttpCache(lifetimes),
      useOperationLog(logger),
    ],
    // Errors are logged by the operation log and the mask, with what matters and without what must not be seen.
    logging: false,
  });
}
