/** The graph behind Yoga: how a request over HTTP is read, and how its answer is written. */
import { createYoga } from 'graphql-yoga';
import { createErrorMask } from '../execution/errors.ts';
import type { Executor } from '../execution/executor.ts';
import type { Logger } from '../execution/logger.ts';
import type { Lifetimes } from './lifetimes.ts';
import { type Connection, useExecutor } from './plugins/executor.ts';
import { useHttpCache } from './plugins/http-cache.ts';

export interface GraphYogaOptions {
  executor: Executor;
  logger: Logger;
  /** Seconds that answers count as new, by what they are made of. */
  lifetimes: Lifetimes;
}

/** Makes the Yoga that answers `/graphql`. */
export function createGraphYoga({ executor, logger, lifetimes }: GraphYogaOptions) {
  const mask = createErrorMask(logger);
  return createYoga<Connection>({
    schema: executor.schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // Node's own: of the library's a body that somebody stops reading ends the process with an error nobody can catch.
    fetchAPI: { Request, Response, Headers, ReadableStream, TransformStream, TextEncoder, TextDecoder },
    cors: false,
    // Bodies are read before: bounded there (MAX_BODY_MB), and as JSON only.
    maxRequestBodySize: false,
    multipart: false,
    // A route of its own serves it.
    graphiql: false,
    // What is wrong with a request before it can be executed.
    maskedErrors: { maskError: (error) => mask(error) },
    parserAndValidationCache: false,
    plugins: [useExecutor(executor, lifetimes), useHttpCache()],
    // Errors are logged by the executor, with what matters and without what must not be seen.
    logging: false,
  });
}
