/** The graph without HTTP: its schema, and what its resolvers work with. */
import type { GraphQLSchema } from 'graphql';
import { assemble } from './assembly.ts';
import { createLogger } from './execution/logger.ts';
import { configOf, portalAt } from './options.ts';
import { httpRequestOf } from './server/fetch-request.ts';
import { graphRequestOf } from './server/http-request.ts';
import type { SchemaOptions } from './server-options.ts';

/** A schema that can be executed, over one portal. */
export interface ExecutableSchema {
  /** For `graphql`, `execute`, `subscribe`, `printSchema` and whatever else takes a schema. */
  schema: GraphQLSchema;
  /**
   * The `contextValue` of one operation: its loaders merge what it asks, so make one for each.
   *
   * The request is the caller's, as far as the graph reads it: `Authorization` (the caller's own credential at the
   * portal, in place of the server's), `Cache-Control: no-cache`, `X-Explain`, its signal, which ends the calls under
   * way, and its address, which links begin with if `publicUrl` is not set. Without a request the server itself asks.
   */
  contextFor(request?: Request): object;
  /** Ends subscriptions, and the connections to the portal and to Redis when what is under way on them is done. */
  close(): Promise<void>;
}

/**
 * Makes the executable schema of the graph over the portal that `odsUrl` names, for a server of your own or none.
 *
 * ```ts
 * import { graphql } from 'graphql';
 * import { createSchema } from 'ods-graphql';
 *
 * const { schema, contextFor, close } = createSchema({ odsUrl: 'https://data.example.org' });
 * const source = '{ datasets(first: 3) { nodes { datasetId title } } }';
 * const { data, errors } = await graphql({ schema, source, contextValue: contextFor() });
 * await close();
 * ```
 *
 * Calls are merged, kept and counted, and limited by `maxCallsPerOperation`, as by the server. What surrounds an
 * operation there is not part of it: the estimate beforehand, `quotaReserve`, the limits of an operation's size and
 * depth, logs, and the masking of unexpected errors and of push keys that a caller wrote into the operation. The links
 * that it gives lead to a server of `createServer` with the same `ticketSecret`.
 *
 * @throws ConfigError if an option is wrong. Its message names the option and says what would be right.
 */
export function createSchema(options: SchemaOptions): ExecutableSchema {
  const config = configOf(options);
  const assembly = assemble(config, portalAt(config), options.logger ?? createLogger(config.LOG_LEVEL));
  const own = config.PUBLIC_URL ?? new URL('http://localhost/');
  return {
    schema: assembly.executor.schema,
    contextFor: (request = new Request(own)) =>
      assembly.executor.contextOf(graphRequestOf(httpRequestOf(request, ''))),
    close: assembly.close,
  };
}
